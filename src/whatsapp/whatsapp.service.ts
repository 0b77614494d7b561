import { Injectable } from '@nestjs/common';
import { ChannelRegistry } from './channel-registry.js';
import { ContactRepository } from './contacts/contact.repository.js';
import { Forgetting } from './contacts/forgetting.js';
import { Records } from './messages/records.js';
import { Speaking } from './messages/speaking.js';
import {
  type Activity,
  type Capabilities,
  type ContactView,
  type MessageLine,
  type OutboundDraft,
  type Submission,
  type Submitted,
  WhatsApp,
} from './whatsapp.contract.js';

/** The room's door for those above. */
@Injectable()
export class WhatsAppService extends WhatsApp {
  constructor(
    private readonly speaking: Speaking,
    private readonly records: Records,
    private readonly forgetting: Forgetting,
    private readonly people: ContactRepository,
    private readonly channels: ChannelRegistry,
  ) {
    super();
  }

  send(drafts: readonly OutboundDraft[]): Promise<void> {
    return this.speaking.send(drafts);
  }

  submit(submission: Submission): Promise<Submitted> {
    return this.speaking.submit(submission);
  }

  markRead(messageId: string, { typing = false }: { typing?: boolean } = {}): Promise<void> {
    return this.speaking.markRead(messageId, typing);
  }

  windowUntil(contactId: string, number: string): Promise<Date | null> {
    return this.speaking.windowUntil(contactId, number);
  }

  history(contactId: string, number: string, beforeId: string | null, limit: number): Promise<MessageLine[]> {
    return this.records.history(contactId, number, beforeId, limit);
  }

  activitySince(since: Date, limit: number): Promise<Activity[]> {
    return this.records.activitySince(since, limit);
  }

  contacts(ids: readonly string[]): Promise<ContactView[]> {
    return this.records.contacts(ids);
  }

  exportContact(contactId: string): AsyncIterable<MessageLine> {
    return this.records.everything(contactId);
  }

  queued(numbers: readonly string[]): Promise<number> {
    return this.speaking.queued(numbers);
  }

  capabilities(channel: string): Capabilities {
    return this.channels.get(channel).can;
  }

  entryFlow(number: string): string | null {
    return this.channels.own(number)?.entryFlow ?? null;
  }

  catalogOf(number: string): string | null {
    return this.channels.own(number)?.catalogId ?? null;
  }

  eraseContent(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    return this.forgetting.eraseContent(spans);
  }

  findContact(phone: string): Promise<string | null> {
    return this.records.findContact(phone);
  }

  forgetContact(contactId: string): Promise<number> {
    return this.forgetting.contact(contactId);
  }

  forgetUnhandled(phone: string): Promise<number> {
    return this.forgetting.unhandled({ waId: phone });
  }

  forgetUnhandledOf(contactId: string): Promise<number> {
    return this.forgetting.unhandledOf(contactId);
  }

  setOptOut(contactId: string, state: 'out' | 'in'): Promise<void> {
    return this.people.setOptOut(contactId, state === 'out');
  }

  setMarketingOptOut(contactId: string, state: 'out' | 'in'): Promise<void> {
    return this.people.setMarketingOptOut(contactId, state === 'out');
  }
}
