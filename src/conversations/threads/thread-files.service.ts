import { Injectable } from '@nestjs/common';
import { AuditTrail } from '../../platform/web/audit.js';
import { type MessageFile, MessageFiles } from '../../whatsapp/whatsapp.contract.js';
import { FileNotFound } from '../conversations.errors.js';
import { Threads } from './threads.service.js';

/** Files that people sent, or somebody of the team from a telephone, for whoever answers them. */
@Injectable()
export class ThreadFiles {
  constructor(
    private readonly threads: Threads,
    private readonly files: MessageFiles,
    private readonly audit: AuditTrail,
  ) {}

  /** The file of a message of this conversation; nobody opens what was sent as an answer to the questionnaire. */
  async open(id: string, messageId: string): Promise<MessageFile> {
    const line = await this.threads.line(id, messageId);
    // What the team sends through Relais has its file elsewhere; what left from a telephone is fetched as what people send.
    const isFetched = line?.direction === 'in' || line?.origin === 'phone';
    if (!isFetched || line.content?.kind !== 'media') throw new FileNotFound(messageId);
    const file = await this.files.open(messageId);
    const detail = { conversation: id };
    await this.audit.record({ action: 'conversations.file-opened', subject: `message:${messageId}`, detail });
    return file;
  }
}
