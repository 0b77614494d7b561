import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { ContactsJoined, MessageSubmitted, WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { PhoneTakeover } from '../handover/phone-takeover.service.js';
import { Joining } from './joining.service.js';
import { submitted } from './standing.js';
import { ThreadBook } from './thread-book.service.js';

/** How far back a message is looked for that was submitted a moment ago. */
const LOOK_BACK = 50;

/** Keeps conversations as they have to be when something is sent that no turn of the dialogue sent. */
@Injectable()
export class Upkeep {
  constructor(
    private readonly database: Database,
    private readonly book: ThreadBook,
    private readonly whatsapp: WhatsApp,
  ) {}

  /** A conversation is found or made for what the team or a program sends. */
  async take({ messageId, contactId, number, origin }: MessageSubmitted, now: Date): Promise<void> {
    if (origin === 'bot') return;
    await this.database.retrying(async () => {
      const lines = await this.whatsapp.history(contactId, number, null, LOOK_BACK);
      const line = lines.find(({ id }) => id === messageId);
      if (line === undefined) return;
      const saved = (await this.book.saved(contactId)).find(({ numberId }) => numberId === number) ?? null;
      if ((saved?.standing.lastAt ?? line.at) > line.at) return;
      const thread = this.book.open({ contactId, numberId: number }, saved);
      thread.standing = submitted(thread.standing, line, thread.isPrivate);
      await this.book.save(thread, now);
    });
  }
}

/** Hears what happens elsewhere; an event whose conversation somebody else moved at that moment comes again. */
@Injectable()
export class UpkeepNews implements OnModuleInit {
  constructor(
    private readonly events: Events,
    private readonly upkeep: Upkeep,
    private readonly joining: Joining,
    private readonly phone: PhoneTakeover,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.events.on(MessageSubmitted, 'conversations.threads', async (event) => {
      await this.upkeep.take(event, this.clock.now());
      await this.phone.take(event);
    });
    this.events.on(ContactsJoined, 'conversations.contacts', (event) =>
      this.joining.join(event, this.clock.now()),
    );
  }
}
