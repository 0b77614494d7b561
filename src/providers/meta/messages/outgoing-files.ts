import type {
  Banner,
  MediaKind,
  MediaSource,
  OutboundContent,
} from '../../../whatsapp/whatsapp-content.contract.js';
import { asObject } from '../graph/json.js';
import type { MediaReference } from './outbound.translate.js';

/** A file that Meta has to have before the message goes. */
export interface WantedFile {
  media: MediaKind;
  source: MediaSource;
}

const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const IN_TEMPLATES = new Set(['image', 'video', 'document']);

/** The files of a content, in the order in which `named` wants them back. */
export function filesIn(content: OutboundContent): WantedFile[] {
  if (content.kind === 'media') return [{ media: content.media, source: content.source }];
  if (content.kind === 'template') {
    const { picture, components } = content;
    const own = picture === undefined ? [] : [{ media: 'image' as const, source: { attachment: picture } }];
    return [...own, ...filesAmong(components)];
  }
  const banner = bannerOf(content);
  return banner === undefined ? [] : [{ media: banner.media, source: banner.source }];
}

/** What stands above the words of a content, where it is a file. */
export function bannerOf(content: OutboundContent): Banner | undefined {
  return 'banner' in content ? content.banner : undefined;
}

/** The content as Meta knows its files; the one of the message itself, of its header or above a template comes back beside it. */
export function named(
  content: OutboundContent,
  references: readonly MediaReference[],
): { content: OutboundContent; media?: MediaReference } {
  if (content.kind !== 'template') {
    const [media] = references;
    return { content, ...(media !== undefined && { media }) };
  }
  const media = content.picture === undefined ? undefined : references[0];
  const rest = references.slice(content.picture === undefined ? 0 : 1);
  const among = filesAmong(content.components).map(({ source }) => source.file);
  const known = new Map(among.map((file, at) => [file, rest[at]]));
  const components = content.components.map((component) => renamed(component, known));
  return { content: { ...content, components }, ...(media !== undefined && { media }) };
}

/** Files of our storage among the values of a template. */
function filesAmong(value: unknown): { media: MediaKind; source: { file: string } }[] {
  if (Array.isArray(value)) return value.flatMap(filesAmong);
  return Object.entries(asObject(value) ?? {}).flatMap(([name, part]) => {
    const file = ourFile(name, part);
    return file === null ? filesAmong(part) : [{ media: name as MediaKind, source: { file } }];
  });
}

function renamed(value: unknown, known: ReadonlyMap<string, MediaReference | undefined>): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, known));
  const object = asObject(value);
  if (object === undefined) return value;
  return Object.fromEntries(
    Object.entries(object).map(([name, part]) => {
      const file = ourFile(name, part);
      return [name, file === null ? renamed(part, known) : { ...asObject(part), ...known.get(file) }];
    }),
  );
}

function ourFile(name: string, part: unknown): string | null {
  const id = IN_TEMPLATES.has(name) ? asObject(part)?.['id'] : undefined;
  return typeof id === 'string' && OURS.test(id) ? id.toLowerCase() : null;
}
