import { createHmac } from 'node:crypto';
import { until } from '../until.js';
import type { GraphStub, Sent } from './graph-stub.js';
import { APP_SECRET, NUMBER, type ServerProcess } from './server-process.js';

let serial = 0;

/** The body of a webhook with these messages, and its signature. */
export function signed(body: unknown): { body: string; headers: Record<string, string> } {
  const text = JSON.stringify(body);
  const signature = createHmac('sha256', APP_SECRET).update(text).digest('hex');
  return {
    body: text,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
  };
}

export function envelope(value: Record<string, unknown>): unknown {
  const metadata = { display_phone_number: '15550783881', phone_number_id: NUMBER };
  const changes = [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }];
  return { object: 'whatsapp_business_account', entry: [{ id: '102290129340398', changes }] };
}

/** Somebody with a phone who writes to the server and reads what comes back. */
export class Person {
  private read = 0;

  constructor(
    readonly waId: string,
    private readonly server: ServerProcess,
    private readonly graph: GraphStub,
  ) {}

  /** Sends a message; resolves with the status of the webhook. */
  async send(message: Record<string, unknown>): Promise<number> {
    serial += 1;
    const body = envelope({
      contacts: [{ profile: { name: 'Ada Mbuyi' }, wa_id: this.waId }],
      messages: [
        {
          from: this.waId,
          id: `wamid.in-${this.waId}-${serial}`,
          timestamp: `${Math.floor(Date.now() / 1000)}`,
          ...message,
        },
      ],
    });
    const response = await fetch(`${this.server.address}/whatsapp/webhook`, {
      method: 'POST',
      ...signed(body),
    });
    return response.status;
  }

  /** Writes and waits for the next `replies` messages. */
  async write(text: string, replies = 1): Promise<Sent[]> {
    await this.send({ type: 'text', text: { body: text } });
    return this.receive(replies, `an answer to « ${text} »`);
  }

  /** Taps a button or row by its title, on the last message. */
  async tap(title: string, replies = 1): Promise<Sent[]> {
    const last = this.graph.for(this.waId).at(-1);
    const choice = choicesOf(last).find((candidate) => candidate.title === title);
    if (choice === undefined)
      throw new Error(`« ${title} » cannot be tapped; ${JSON.stringify(choicesOf(last))}`);
    const isList = last?.interactive?.type === 'list';
    const interactive = isList
      ? { type: 'list_reply', list_reply: choice }
      : { type: 'button_reply', button_reply: choice };
    await this.send({ type: 'interactive', interactive });
    return this.receive(replies, `an answer to the tap « ${title} »`);
  }

  async receive(count: number, what: string): Promise<Sent[]> {
    await until(what, () => this.graph.for(this.waId).length >= this.read + count);
    const messages = this.graph.for(this.waId).slice(this.read, this.read + count);
    this.read += count;
    return messages;
  }
}

interface Choice {
  id: string;
  title: string;
}

/** What can be tapped on a message. */
export function choicesOf(message: Sent | undefined): Choice[] {
  const action = message?.interactive?.action as
    | { buttons?: { reply: Choice }[]; sections?: { rows: Choice[] }[] }
    | undefined;
  return [
    ...(action?.buttons ?? []).map(({ reply }) => reply),
    ...(action?.sections ?? []).flatMap(({ rows }) => rows),
  ];
}

/** The words of a message. */
export function wordsOf(message: Sent | undefined): string {
  return message?.text?.body ?? message?.interactive?.body.text ?? message?.image?.caption ?? '';
}
