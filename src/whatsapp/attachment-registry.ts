import { Injectable } from '@nestjs/common';
import { Links } from './media/links.js';
import { Uploads } from './media/uploads.js';
import type { Attachment, MediaSource } from './whatsapp-content.contract.js';
import { Attachments, type AttachmentSource } from './whatsapp.port.js';

/** Who makes which picture, and how a provider gets at the files that we send. */
@Injectable()
export class AttachmentRegistry extends Attachments {
  private readonly sources = new Map<string, AttachmentSource>();

  constructor(
    private readonly links: Links,
    private readonly uploads: Uploads,
  ) {
    super();
  }

  add(source: AttachmentSource): void {
    this.sources.set(source.name, source);
  }

  async render(attachment: Attachment): Promise<Buffer> {
    const source = this.sources.get(attachment.source);
    if (source === undefined) throw new Error(`nobody makes attachments of ${attachment.source}`);
    return source.render(attachment.id);
  }

  link(source: MediaSource): string {
    if ('link' in source) return source.link;
    if ('provided' in source) throw new Error('a file that the provider has is at no address of ours');
    return 'file' in source ? this.links.toFile(source.file) : this.links.toAttachment(source.attachment);
  }

  async open(file: string): Promise<{ bytes: Buffer; mime: string; filename: string | null }> {
    const row = await this.uploads.use(file);
    const mime = row.mime ?? 'application/octet-stream';
    return { bytes: await this.uploads.bytes(row), mime, filename: this.uploads.nameOf(row) };
  }
}
