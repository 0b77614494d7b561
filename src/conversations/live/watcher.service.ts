import { Injectable } from '@nestjs/common';
import { type Activity, WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { type ThreadRow, ThreadRepository } from '../threads/thread.repository.js';
import { Views } from '../threads/views.service.js';

/** Something that a screen shows at once. */
export interface News {
  name: 'conversation' | 'message';
  /** The same news has the same key. */
  key: string;
  /** It may have changed again under the same key: to be said a second time, later. */
  isLoose: boolean;
  /** JSON for those who may read the words, or for those who may not. */
  data(withWords: boolean): string;
}

const MOST_CHANGES = 1_000;
const MOST_ACTIVITY = 2_000;

/** Sees in the database what happened to conversations, whichever instance did it. */
@Injectable()
export class Watcher {
  constructor(
    private readonly threads: ThreadRepository,
    private readonly views: Views,
    private readonly whatsapp: WhatsApp,
  ) {}

  /** What happened since a moment: conversations first, as they are now, then messages. */
  async since(moment: Date): Promise<News[]> {
    const changed = await this.threads.changedSince(moment, MOST_CHANGES);
    const activity = await this.whatsapp.activitySince(moment, MOST_ACTIVITY);
    const view = changed.length === 0 ? null : await this.views.of(changed);
    return [
      ...changed.map((row): News => {
        const data = (withWords: boolean): string => JSON.stringify(view?.(row, withWords));
        return { name: 'conversation', key: `${row.id} ${row.version}`, isLoose: false, data };
      }),
      ...(await this.messages(activity, changed)),
    ];
  }

  private async messages(activity: readonly Activity[], known: readonly ThreadRow[]): Promise<News[]> {
    const ids = new Map(known.map(({ id, contactId, numberId }) => [`${contactId} ${numberId}`, id]));
    const unknown = activity.filter(({ contactId, number }) => !ids.has(`${contactId} ${number}`));
    const rows = await this.threads.of(unknown.map(({ contactId }) => contactId));
    for (const { id, contactId, numberId } of rows) ids.set(`${contactId} ${numberId}`, id);
    return activity.flatMap(({ kind, messageId, contactId, number }): News[] => {
      const conversationId = ids.get(`${contactId} ${number}`);
      if (conversationId === undefined) return [];
      const text = JSON.stringify({ conversationId, messageId, kind });
      const isLoose = kind === 'reported';
      return [{ name: 'message', key: `${kind} ${messageId}`, isLoose, data: () => text }];
    });
  }
}
