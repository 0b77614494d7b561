import { Injectable } from '@nestjs/common';
import type { Attachment } from './whatsapp.contract.js';
import { Attachments, type AttachmentSource } from './whatsapp.port.js';

/** Who makes which picture. */
@Injectable()
export class AttachmentRegistry extends Attachments {
  private readonly sources = new Map<string, AttachmentSource>();

  add(source: AttachmentSource): void {
    this.sources.set(source.name, source);
  }

  async render(attachment: Attachment): Promise<Buffer> {
    const source = this.sources.get(attachment.source);
    if (source === undefined) throw new Error(`nobody makes attachments of ${attachment.source}`);
    return source.render(attachment.id);
  }
}
