import type { FieldError } from '../../platform/web/problem.dto.js';
import { ContentRefused, TemplateFaulty } from './submit.errors.js';
import type { SubmitRequest } from './submit-body.js';

/** Where in the body of the request a part of the content stood; the rest of a path follows it. */
type Places = readonly (readonly [RegExp, string])[];

const FRAME: Places = [
  [/^text$/, 'interactive.body.text'],
  [/^(header|footer)$/, 'interactive.$1.text'],
];

const PLACES: Readonly<Record<string, Places>> = {
  text: [
    [/^text$/, 'text.body'],
    [/^preview$/, 'text.preview_url'],
  ],
  buttons: [
    ...FRAME,
    [/^buttons\.(\d+)\./, 'interactive.action.buttons.$1.reply.'],
    [/^/, 'interactive.action.'],
  ],
  list: [...FRAME, [/^rows$/, 'interactive.action.sections'], [/^/, 'interactive.action.']],
  link: [
    ...FRAME,
    [/^title$/, 'interactive.action.parameters.display_text'],
    [/^/, 'interactive.action.parameters.'],
  ],
  'location-request': [...FRAME, [/^/, 'interactive.']],
  product: [
    ...FRAME,
    [/^catalogId$/, 'interactive.action.catalog_id'],
    [/^productId$/, 'interactive.action.product_retailer_id'],
  ],
  products: [
    ...FRAME,
    [/^catalogId$/, 'interactive.action.catalog_id'],
    [
      /^sections\.(\d+)\.productIds\.(\d+)$/,
      'interactive.action.sections.$1.product_items.$2.product_retailer_id',
    ],
    [/^sections\.(\d+)\.productIds$/, 'interactive.action.sections.$1.product_items'],
    [/^/, 'interactive.action.'],
  ],
  catalog: [...FRAME, [/^productId$/, 'interactive.action.parameters.thumbnail_product_retailer_id']],
  form: [
    ...FRAME,
    [/^button$/, 'interactive.action.parameters.flow_cta'],
    [/^form\./, 'interactive.action.parameters.flow_'],
    [/^token$/, 'interactive.action.parameters.flow_token'],
    [/^(screen|data)/, 'interactive.action.parameters.flow_action_payload.$1'],
  ],
  reaction: [[/^target$/, 'reaction.message_id']],
  contacts: [
    [/\.name\.(formatted|first|last|middle)$/, '.name.$1_name'],
    [/\.countryCode$/, '.country_code'],
    [/\.organisation/, '.org'],
  ],
  template: [
    [/^language$/, 'template.language.code'],
    [/^template\.language$/, 'template.language.code'],
  ],
};

/** Runs `work`; what it finds wrong with the content is said in the words of the request. */
export async function inTermsOf<T>(request: SubmitRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ContentRefused) throw new ContentRefused(located(request, error.errors));
    if (error instanceof TemplateFaulty) throw new TemplateFaulty(located(request, error.errors));
    throw error;
  }
}

function located(request: SubmitRequest, errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) => ({
    ...error,
    field: placeOf(request, error.field.replace(/\[(\d+)\]/g, '.$1')),
  }));
}

function placeOf({ type, submission }: SubmitRequest, field: string): string {
  const { content } = submission;
  if (field === 'replyTo') return 'context.message_id';
  if (field === 'kind') return type === 'interactive' ? 'interactive.type' : 'type';
  if (field.startsWith('fallback.'))
    return submission.fallback === undefined ? 'purpose' : fallbackPlace(field);
  if (field === 'source' || field.startsWith('source.'))
    return `${type}.${field.endsWith('link') ? 'link' : 'id'}`;
  if (field.startsWith('banner') && 'banner' in content)
    return `interactive.header.${content.banner?.media ?? 'type'}.${field.endsWith('link') ? 'link' : 'id'}`;
  const row = /^rows\.(\d+)\.(\w+)$/.exec(field);
  if (content.kind === 'list' && row !== null) return rowPlace(content.rows, Number(row[1]), row[2] ?? '');
  const place = PLACES[content.kind]?.find(([pattern]) => pattern.test(field));
  if (place !== undefined) return field.replace(place[0], place[1]);
  return field.startsWith(type) ? field : `${type}.${field}`;
}

function fallbackPlace(field: string): string {
  const place = field.replace(/^fallback/, 'fallbackTemplate');
  return place.endsWith('.language') ? `${place}.code` : place;
}

/** Rows are counted through in the content and by section in the request. */
function rowPlace(rows: readonly { section?: string }[], at: number, part: string): string {
  const starts = rows.flatMap((row, n) => (n === 0 || row.section !== rows[n - 1]?.section ? [n] : []));
  const section = starts.findLastIndex((start) => start <= at);
  const place = `interactive.action.sections.${section}`;
  return part === 'section' ? `${place}.title` : `${place}.rows.${at - (starts[section] ?? 0)}.${part}`;
}
