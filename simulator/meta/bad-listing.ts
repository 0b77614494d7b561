import type { ListingTrouble } from '../world/faults.js';

interface Listing {
  data: Record<string, unknown>[];
  paging?: { cursors: { before: string; after: string }; next?: string; previous?: string };
  summary?: object;
}

interface Call {
  query: Readonly<Record<string, unknown>>;
  next: (changes: Record<string, string>) => string;
}

/** The page as a Graph in trouble would give it. */
export function spoil(page: Listing, trouble: ListingTrouble, call: Call): object {
  const { data, paging, ...rest } = page;
  switch (trouble) {
    case 'ends-early':
      return { ...page, ...(paging && { paging: { cursors: paging.cursors } }) };
    case 'same-cursor':
      return { ...page, ...(paging && { paging: circle(paging, call) }) };
    case 'no-paging':
      return { data, ...rest };
    case 'halved':
      return { ...page, data: data.filter((_template, index) => index % 2 === 0) };
    case 'doubled':
      return { ...page, data: data.flatMap((template) => [template, template]) };
    default:
      return {
        ...page,
        data: data.map((template, index) => (index === 0 ? hurt(template, trouble) : template)),
      };
  }
}

/** The next page is this one again. */
function circle(
  { cursors }: NonNullable<Listing['paging']>,
  { query, next }: Call,
): NonNullable<Listing['paging']> {
  const after = typeof query['after'] === 'string' ? query['after'] : cursors.after;
  return { cursors: { ...cursors, after }, next: next({ after }) };
}

function hurt(template: Record<string, unknown>, trouble: ListingTrouble): unknown {
  const { language: _language, ...withoutLanguage } = template;
  const { name: _name, ...withoutName } = template;
  if (trouble === 'no-language') return withoutLanguage;
  if (trouble === 'no-name') return withoutName;
  if (trouble === 'components-as-string') return { ...template, components: 'BODY' };
  return 'template';
}
