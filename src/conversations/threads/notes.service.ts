import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { currentActor } from '../../platform/web/request-context.js';
import { ConversationNotFound, NoteNotFound } from '../conversations.errors.js';
import { type Note, NoteRepository } from './note.repository.js';
import { ThreadRepository } from './thread.repository.js';

/** What the team writes about conversations for itself. */
@Injectable()
export class Notes {
  constructor(
    private readonly repository: NoteRepository,
    private readonly threads: ThreadRepository,
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list(conversationId: string, beforeId: string | null, limit: number): Promise<Note[]> {
    await this.refuseUnknown(conversationId);
    return this.repository.list(conversationId, beforeId, limit);
  }

  async add(conversationId: string, text: string): Promise<Note> {
    await this.refuseUnknown(conversationId);
    const note = {
      id: newId(),
      conversationId,
      authorId: currentActor().id,
      text,
      createdAt: this.clock.now(),
    };
    await this.repository.add(note);
    return note;
  }

  /** Only the author may; the book says that there was one. */
  async remove(conversationId: string, id: string): Promise<void> {
    await this.database.retrying(async () => {
      const note = { id, conversationId, authorId: currentActor().id };
      if (!(await this.repository.remove(note))) throw new NoteNotFound(id);
      const subject = `conversation:${conversationId}`;
      await this.audit.record({ action: 'conversations.note-removed', subject, detail: { note: id } });
    });
  }

  private async refuseUnknown(conversationId: string): Promise<void> {
    if ((await this.threads.find(conversationId)) === null) throw new ConversationNotFound(conversationId);
  }
}
