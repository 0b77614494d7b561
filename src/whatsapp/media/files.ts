import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AFTER_ALL_IDS } from '../../platform/database/id-range.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { callerMay } from '../../platform/web/request-context.js';
import type { MessageFile } from '../whatsapp.contract.js';
import { told } from './fetching.js';
import { IntakeStopped } from './intake.js';
import type { MediaRow } from './media.entity.js';
import { MediaNotFound } from './media.errors.js';
import { MediaFiles } from './media-files.js';
import { MediaRepository } from './media.repository.js';
import { MessageFilesService } from './message-files.js';
import { Uploads } from './uploads.js';

/** Files for whoever asks by the API. */
@Injectable()
export class Files {
  constructor(
    private readonly media: MediaRepository,
    private readonly messages: MessageFilesService,
    private readonly uploads: Uploads,
    private readonly keeping: MediaFiles,
    private readonly audit: AuditTrail,
  ) {}

  list(
    { direction, contactId }: { direction?: 'in' | 'out'; contactId?: string },
    before: string | null,
    limit: number,
  ): Promise<MediaRow[]> {
    const where = { ...(direction && { direction }), ...(contactId && { contactId }) };
    return this.media.list(where, before ?? AFTER_ALL_IDS, limit);
  }

  async take(
    { headers, body }: FastifyRequest,
    about: { filename?: string; contactId?: string },
  ): Promise<MediaRow> {
    const size = Number(headers['content-length'] ?? 0);
    const file = { mime: headers['content-type'], size, bytes: bytesOf(body) };
    const row = await this.uploads.take({ ...about, ...file });
    const detail = { kind: row.kind, bytes: row.byteCount };
    await this.audit.record({ action: 'media.uploaded', subject: `media:${row.id}`, detail });
    return row;
  }

  /** A file that came in is read like the message that brought it: by those who may read messages. */
  async read(id: string): Promise<MessageFile> {
    const row = await this.media.find(id);
    if (row === null || (row.direction === 'in' && !callerMay('messages:content')))
      throw new MediaNotFound(id);
    if (row.direction === 'in') await this.opened(row.messageId ?? id);
    return this.messages.shown(told(row));
  }

  async ofMessage(messageId: string): Promise<MessageFile> {
    const file = await this.messages.open(messageId);
    await this.opened(messageId);
    return file;
  }

  async remove(id: string): Promise<void> {
    await this.keeping.remove(id);
    await this.audit.record({ action: 'media.removed', subject: `media:${id}` });
  }

  /** Who looked at what somebody sent is known afterwards. */
  private opened(messageId: string): Promise<void> {
    return this.audit.record({ action: 'messages.file-opened', subject: `message:${messageId}` });
  }
}

/**
 * The body as a stream; JSON was parsed before anybody could say that it is no file, and it is no type of a file either. Whoever stops
 * reading leaves the connection open, or the sender would never learn why.
 */
async function* bytesOf(body: unknown): AsyncGenerator<Uint8Array> {
  if (!(body instanceof Readable)) return;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
  } catch {
    throw new IntakeStopped('cut-off');
  }
}
