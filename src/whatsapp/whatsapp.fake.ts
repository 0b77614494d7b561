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

/** The door to messages, for the tests of other rooms: remembers what came through, says what it was told to say. */
export class WhatsAppFake extends WhatsApp {
  drafts: OutboundDraft[] = [];
  submissions: Submission[] = [];
  /** How often `send` was called. */
  calls = 0;
  spans: { contactId: string; since: Date }[] = [];
  forgotten: string[] = [];
  optOuts: [string, string][] = [];
  marketingOptOuts: [string, string][] = [];
  read: { messageId: string; typing: boolean }[] = [];
  /** Contacts by phone number, with how many of their messages nobody handled. */
  readonly phones = new Map<string, string>();
  readonly unhandled = new Map<string, number>();
  readonly lines = new Map<string, MessageLine[]>();
  readonly people = new Map<string, ContactView>();
  activity: Activity[] = [];
  can: Capabilities = { buttons: 3, listRows: 10, media: true, products: true };
  window: Date | null = null;
  entry: string | null = null;
  catalogue: string | null = null;
  /** Thrown by the next `submit`. */
  refusal: Error | null = null;

  async send(drafts: readonly OutboundDraft[]): Promise<void> {
    this.calls += 1;
    this.drafts.push(...drafts);
  }
  async submit(submission: Submission): Promise<Submitted> {
    const { refusal } = this;
    this.refusal = null;
    if (refusal !== null) throw refusal;
    this.submissions.push(submission);
    const id = `submitted-${this.submissions.length}`;
    const contactId = 'contactId' in submission.to ? submission.to.contactId : 'anybody';
    return { id, contactId, state: 'queued', ids: [id], fallback: false, repeated: false };
  }
  async markRead(messageId: string, { typing = false }: { typing?: boolean } = {}): Promise<void> {
    this.read.push({ messageId, typing });
  }
  async windowUntil(): Promise<Date | null> {
    return this.window;
  }
  async history(
    contactId: string,
    _number: string,
    beforeId: string | null,
    limit: number,
  ): Promise<MessageLine[]> {
    const lines = this.lines.get(contactId) ?? [];
    return lines.filter(({ id }) => beforeId === null || id < beforeId).slice(0, limit);
  }
  async activitySince(): Promise<Activity[]> {
    return this.activity;
  }
  async contacts(ids: readonly string[]): Promise<ContactView[]> {
    return ids.flatMap((id) => this.people.get(id) ?? []);
  }
  async *exportContact(contactId: string): AsyncIterable<MessageLine> {
    yield* (this.lines.get(contactId) ?? []).toReversed();
  }
  async queued(): Promise<number> {
    return 0;
  }
  capabilities(): Capabilities {
    return this.can;
  }
  entryFlow(): string | null {
    return this.entry;
  }
  catalogOf(): string | null {
    return this.catalogue;
  }
  async eraseContent(spans: readonly { contactId: string; since: Date }[]): Promise<void> {
    this.spans.push(...spans);
  }
  async findContact(phone: string): Promise<string | null> {
    return this.phones.get(phone) ?? null;
  }
  async forgetUnhandled(phone: string): Promise<number> {
    return this.unhandled.get(phone) ?? 0;
  }
  async forgetUnhandledOf(contactId: string): Promise<number> {
    return this.unhandled.get(contactId) ?? 0;
  }
  async forgetContact(contactId: string): Promise<number> {
    this.forgotten.push(contactId);
    return 7;
  }
  async setOptOut(contactId: string, state: 'out' | 'in'): Promise<void> {
    this.optOuts.push([contactId, state]);
  }
  async setMarketingOptOut(contactId: string, state: 'out' | 'in'): Promise<void> {
    this.marketingOptOuts.push([contactId, state]);
  }
}
