import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gallery, Medium } from '../world/gallery.js';
import type { FileWish } from './requests.js';

type FileKind = FileWish['type'];

/** What a person sends who was given no file. */
const SAMPLES: Record<Exclude<FileKind, 'document' | 'video'>, { name: string; mime: string }> = {
  image: { name: 'photo.jpg', mime: 'image/jpeg' },
  audio: { name: 'voice.ogg', mime: 'audio/ogg' },
  voice: { name: 'voice.ogg', mime: 'audio/ogg; codecs=opus' },
  sticker: { name: 'okapi.webp', mime: 'image/webp' },
};
const USUAL_MIME = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
};
const SMALLEST_PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** The files that people send: those given with the request, or those shipped with the page. */
export class Samples {
  constructor(
    private readonly gallery: Gallery,
    /** Folders that may hold the shipped files. */
    private readonly folders: readonly string[],
  ) {}

  /** The file of this wish, put into the gallery; `undefined` when there is none. */
  async take(wish: FileWish): Promise<Medium | undefined> {
    if (wish.mediaId !== undefined) return this.gallery.get(wish.mediaId);
    const mime = wish.mime ?? USUAL_MIME[wish.type];
    const filename = wish.filename ?? (wish.type === 'document' ? 'document.pdf' : undefined);
    const bytes =
      wish.base64 === undefined ? await this.shipped(wish.type) : Buffer.from(wish.base64, 'base64');
    return bytes && this.gallery.add({ bytes, mime, ...(filename && { filename }) });
  }

  private async shipped(kind: FileKind): Promise<Buffer | undefined> {
    if (kind === 'document') return Buffer.from(SMALLEST_PDF);
    if (kind === 'video') return undefined;
    for (const folder of this.folders) {
      const bytes = await readFile(join(folder, SAMPLES[kind].name)).catch(() => undefined);
      if (bytes) return bytes;
    }
    return undefined;
  }
}
