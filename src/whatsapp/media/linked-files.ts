import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AnsweredFile } from '../../platform/web/file-answer.js';
import { AttachmentRegistry } from '../attachment-registry.js';
import { Links } from './links.js';
import { MediaNotFound } from './media.errors.js';
import { MessageFilesService } from './message-files.js';
import { Uploads } from './uploads.js';

/** What links lead to. Whatever is wrong with one, the answer is the same. */
@Injectable()
export class LinkedFiles {
  constructor(
    private readonly links: Links,
    private readonly attachments: AttachmentRegistry,
    private readonly uploads: Uploads,
    private readonly files: MessageFilesService,
  ) {}

  async picture(name: string): Promise<AnsweredFile> {
    const attachment = this.links.attachmentOf(name);
    if (attachment === null) throw new MediaNotFound('link');
    const png = await this.attachments.render(attachment);
    return {
      mime: 'image/png',
      size: png.length,
      sha256: hash('sha256', png, 'hex'),
      filename: null,
      showable: true,
      bytes: () => Promise.resolve(once(png)),
    };
  }

  async file(token: string): Promise<AnsweredFile> {
    const id = this.links.fileOf(token);
    if (id === null) throw new MediaNotFound('link');
    return this.files.shown(await this.uploads.use(id));
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
