import { Injectable } from '@nestjs/common';
import { DirectoryRepository } from '../contacts/directory.repository.js';
import { AFTER_ALL_IDS } from '../../platform/database/id-range.js';
import type { Activity, ContactView, MessageLine } from '../whatsapp.contract.js';
import { ActivityReader } from './activity.js';
import { MessageLines } from './message-lines.js';

/** What was said, by whom, and what happened, as the rooms above read it. */
@Injectable()
export class Records {
  constructor(
    private readonly lines: MessageLines,
    private readonly activity: ActivityReader,
    private readonly directory: DirectoryRepository,
  ) {}

  history(contactId: string, number: string, beforeId: string | null, limit: number): Promise<MessageLine[]> {
    return this.lines.history(contactId, number, beforeId ?? AFTER_ALL_IDS, limit);
  }

  everything(contactId: string): AsyncIterable<MessageLine> {
    return this.lines.all(contactId);
  }

  activitySince(since: Date, limit: number): Promise<Activity[]> {
    return this.activity.since(since, limit);
  }

  contacts(ids: readonly string[]): Promise<ContactView[]> {
    return this.directory.entries(ids);
  }

  findContact(phone: string): Promise<string | null> {
    return this.directory.findByPhone(phone);
  }
}
