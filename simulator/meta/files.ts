import { request } from 'undici';
import type { Content, Frame, MediaKind, Shown } from '../world/content.js';
import type { Gallery, Medium } from '../world/gallery.js';
import { checkUpload, CARRIED, misfit } from './mime.js';
import type { Draft, FileRef } from './outgoing.js';

const LINK_KEPT_MS = 10 * 60_000;
const LINK_TIMEOUT_MS = 10_000;
const MOST_LINKS = 200;

/** A file that cannot be shown; WhatsApp tells it in a `failed` status (131053). */
export class Unfit extends Error {}

/** Finds the files that messages name: those uploaded before, and those behind links. */
export class Files {
  private readonly links = new Map<string, { medium: Medium; until: number }>();

  constructor(private readonly gallery: Gallery) {}

  /** The first id among the draft's files that nobody uploaded. */
  unknownId(draft: Draft): string | undefined {
    const ref = refOf(draft)?.file;
    return ref?.id !== undefined && !this.gallery.get(ref.id) ? ref.id : undefined;
  }

  /** The draft with its files in hand; rejects with `Unfit`. */
  async resolve(draft: Draft): Promise<Content> {
    const found = refOf(draft);
    if (!found) return draft as Content;
    const shown = await this.show(found.kind, found.file);
    if ('file' in draft) return { ...draft, file: shown };
    const header: Frame['header'] = { media: found.kind as 'image', file: shown };
    return { ...draft, header } as Content;
  }

  private async show(kind: MediaKind, ref: FileRef): Promise<Shown> {
    const medium = ref.link === undefined ? this.gallery.get(ref.id ?? '') : await this.fetch(kind, ref.link);
    if (!medium) throw new Unfit('Media not found.');
    const reason = misfit(kind, medium.mime);
    if (reason !== undefined) throw new Unfit(reason);
    return shownOf(medium, ref);
  }

  /** WhatsApp fetches a link once in ten minutes. */
  private async fetch(kind: MediaKind, link: string): Promise<Medium> {
    const known = this.links.get(link);
    if (known && known.until > Date.now()) return known.medium;
    const file = await download(link, CARRIED[kind].maxBytes);
    const medium = this.gallery.add(file);
    this.links.set(link, { medium, until: Date.now() + LINK_KEPT_MS });
    const [oldest] = this.links.keys();
    if (this.links.size > MOST_LINKS && oldest !== undefined) this.links.delete(oldest);
    return medium;
  }
}

/** How the page is told of a file. */
export function shownOf(medium: Medium, words: { caption?: string; filename?: string } = {}): Shown {
  const filename = words.filename ?? medium.filename;
  return {
    src: `sim/media/${medium.id}`,
    mime: medium.mime,
    bytes: medium.bytes.length,
    ...(words.caption && { caption: words.caption }),
    ...(filename && { filename }),
  };
}

function refOf(draft: Draft): { kind: MediaKind; file: FileRef } | undefined {
  if (draft.type === 'tap' || draft.type === 'text') return undefined;
  if ('file' in draft) return { kind: draft.type, file: draft.file };
  if ('header' in draft && draft.header && 'media' in draft.header) {
    return { kind: draft.header.media, file: draft.header.file };
  }
  return undefined;
}

async function download(link: string, maxBytes: number): Promise<{ bytes: Buffer; mime: string }> {
  try {
    const answer = await request(link, { signal: AbortSignal.timeout(LINK_TIMEOUT_MS) });
    if (answer.statusCode !== 200)
      throw new Unfit(`Downloading the media answered HTTP ${answer.statusCode}.`);
    const length = Number(answer.headers['content-length'] ?? 0);
    if (length > maxBytes) throw new Unfit('Media file size too big.');
    const file = {
      bytes: Buffer.from(await answer.body.arrayBuffer()),
      mime: String(answer.headers['content-type'] ?? 'application/octet-stream'),
    };
    checkUpload(file);
    return file;
  } catch (error) {
    throw error instanceof Unfit ? error : new Unfit('Downloading the media failed.');
  }
}
