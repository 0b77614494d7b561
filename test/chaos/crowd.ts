import { setTimeout as pause } from 'node:timers/promises';
import { hash } from 'node:crypto';
import { envelope } from '../story/person.js';
import type { Postman } from './postman.js';

/** A whole conversation and some words after it. */
export const CONVERSATION = ['Bonjour', 'oui', 'MBE', 'IBR', '7', 'DA', '1', 'oui', 'aide', 'Merci'];

/** Somebody who writes without waiting for answers, only for the postman. */
export interface Writer {
  waId: string;
  /** Ids of what was written and taken, in order. */
  written: string[];
}

let serial = 0;

/** The webhook of one text message. */
export function textMessage(waId: string, id: string, text: string): unknown {
  const timestamp = `${Math.floor(Date.now() / 1000)}`;
  return envelope({
    contacts: [{ profile: { name: 'Ada Mbuyi' }, wa_id: waId }],
    messages: [{ from: waId, id, timestamp, type: 'text', text: { body: text } }],
  });
}

/** The key under which the inbox must have kept a message. */
export function inboxKey(id: string): string {
  return hash('sha256', `m|meta|${id}`, 'base64url');
}

/** People who write one after the other, several at a time. */
export class Crowd {
  readonly people: Writer[] = [];
  private going = true;

  /**
   * @param prefix seven digits with which all their numbers begin
   * @param mostTimes each message is delivered up to so many times
   */
  constructor(
    private readonly postman: Postman,
    private readonly prefix: string,
    private readonly mostTimes: number,
    private readonly pauseMs = 20,
  ) {}

  /** Lets so many people at a time write until they are told to stop; whoever has begun finishes. */
  async write(atOnce: number): Promise<void> {
    this.going = true;
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (this.going) await this.converse();
      }),
    );
  }

  hush(): void {
    this.going = false;
  }

  /** One person's whole conversation. */
  async converse(words: readonly string[] = CONVERSATION): Promise<Writer> {
    const writer = { waId: `${this.prefix}${String(this.people.length).padStart(5, '0')}`, written: [] };
    this.people.push(writer);
    for (const text of words) await this.say(writer, text);
    return writer;
  }

  async say(writer: Writer, text: string): Promise<void> {
    serial += 1;
    const id = `wamid.in-${writer.waId}-${serial}`;
    const times = 1 + Math.floor(Math.random() * this.mostTimes);
    await this.postman.bring(id, textMessage(writer.waId, id, text), times);
    writer.written.push(id);
    await pause(Math.random() * this.pauseMs);
  }
}
