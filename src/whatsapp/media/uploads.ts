import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import { agree, bareMime, FILE_KINDS } from './file-kinds.js';
import { Intake, IntakeStopped } from './intake.js';
import { told } from './fetching.js';
import type { MediaRow } from './media.entity.js';
import { MediaNotFound, MediaTypeRefused } from './media.errors.js';
import { MediaRepository } from './media.repository.js';
import { Shelf } from './shelf.js';

/** A file that somebody of the team or a program hands over. */
export interface Upload {
  /** As its sender calls it. */
  mime: string | undefined;
  filename?: string;
  /** For whom it is: it goes when the person does. */
  contactId?: string;
  bytes: AsyncIterable<Uint8Array>;
  /** As it is announced: what is too large is refused before it comes. */
  size?: number;
}

const DAY_MS = 86_400_000;

/** Files that we send: checked as WhatsApp will, kept until they are not used any more. */
@Injectable()
export class Uploads {
  constructor(
    private readonly media: MediaRepository,
    private readonly shelf: Shelf,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Throws `MediaTypeRefused`, and `InvalidRequest` with the limit and what was given. */
  async take({ mime: declared, filename, contactId, bytes, size = 0 }: Upload): Promise<MediaRow> {
    const mime = bareMime(declared);
    const kind = FILE_KINDS[mime];
    if (kind === undefined) throw new MediaTypeRefused(mime, Object.keys(FILE_KINDS));
    const maxBytes = Math.min(kind.maxBytes, this.settings.media.maxBytes);
    if (size > maxBytes) throw refused('body', tooLarge(mime, maxBytes));
    const intake = new Intake({ maxBytes, wants: (look) => agree(mime, look) });
    const key = this.shelf.newKey();
    try {
      await this.shelf.put(key, intake.take(bytes));
    } catch (error) {
      throw error instanceof IntakeStopped ? refused('body', whyNot(error, mime, maxBytes)) : error;
    }
    const row = {
      direction: 'out' as const,
      kind: kind.kind,
      state: 'STORED' as const,
      mime,
      byteCount: intake.size,
      sha256: intake.sha256,
      storageKey: key,
      ...(filename !== undefined && { filename }),
      ...(contactId !== undefined && { contactId }),
    };
    return this.media.add(row);
  }

  /** A file that is here, because it is sent: it is kept as long as that happens. Throws `MediaNotFound`, `MediaGone`. */
  async use(id: string): Promise<MediaRow> {
    const row = await this.media.find(id);
    if (row === null) throw new MediaNotFound(id);
    const now = this.clock.now();
    if (row.state === 'STORED' && now.getTime() - row.usedAt.getTime() > DAY_MS)
      await this.media.touch(id, now);
    return told(row);
  }

  nameOf(row: MediaRow): string | null {
    return this.media.nameOf(row);
  }

  async bytes(row: MediaRow): Promise<Buffer> {
    return Buffer.concat((await (await this.shelf.open(row)).toArray()) as Buffer[]);
  }
}

function whyNot({ fault }: IntakeStopped, mime: string, maxBytes: number): string {
  if (fault === 'too-large') return tooLarge(mime, maxBytes);
  if (fault === 'wrong-type') return `n’est pas un fichier ${mime} : son contenu montre autre chose`;
  return fault === 'empty' ? 'ne doit pas être vide' : 'n’est pas arrivé en entier';
}

function tooLarge(mime: string, maxBytes: number): string {
  return `doit avoir au plus ${maxBytes} octets pour ce type (${mime})`;
}

function refused(field: string, message: string): InvalidRequest {
  return new InvalidRequest([{ field, message }]);
}
