import type { MediaKind, OutboundContent } from '../whatsapp-content.contract.js';

/** A file of our storage that a message brings, and where in the content it is named. */
export interface OwnFile {
  media: MediaKind;
  file: string;
  field: string;
}

const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const IN_TEMPLATES = new Set<string>(['image', 'video', 'document'] satisfies MediaKind[]);

/** The files of our storage in a content: its own, the one above its words, and those among the values of a template. */
export function ownFilesIn(content: OutboundContent): OwnFile[] {
  if (content.kind === 'template') return among(content.components, 'components');
  if (content.kind === 'media')
    return 'file' in content.source
      ? [{ media: content.media, file: content.source.file, field: 'source.file' }]
      : [];
  const banner = 'banner' in content ? content.banner : undefined;
  return banner !== undefined && 'file' in banner.source
    ? [{ media: banner.media, file: banner.source.file, field: 'banner.source.file' }]
    : [];
}

/** Whatever else has an id of this form in a template is none: only files do. */
function among(value: unknown, field: string): OwnFile[] {
  if (Array.isArray(value)) return value.flatMap((each, at) => among(each, `${field}[${at}]`));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const id = IN_TEMPLATES.has(name) && isNamed(part) ? part.id : undefined;
    const place = `${field}.${name}`;
    return id !== undefined && OURS.test(id)
      ? [{ media: name as MediaKind, file: id, field: `${place}.id` }]
      : among(part, place);
  });
}

function isNamed(part: unknown): part is { id: string } {
  return part !== null && typeof part === 'object' && 'id' in part && typeof part.id === 'string';
}
