import type { Phone } from '../world/phones.js';
import type { ListingTrouble } from '../world/faults.js';
import type { Line } from '../world/lines.js';
import type { World } from '../world/world.js';
import { Unfit, type Files } from './files.js';
import { GraphError } from './graph.errors.js';
import type { Outgoing } from './outgoing.js';
import { Pace } from './pace.js';
import type { Failure, Followed, Receipts } from './receipts.js';
import { newWamid } from './wamid.js';

const WINDOW_MS = 24 * 3_600_000;
const TYPING_MS = 25_000;

/** What may be decided about a message beforehand. */
export interface Fate {
  /** It is taken, and fails later with this code. */
  failWith?: number;
  held?: boolean;
  /** The connection breaks before the answer. */
  cut?: boolean;
  /** How the listing lies. */
  listing?: ListingTrouble;
}

/** The answer to a request that was taken. */
export interface Taken {
  /** Id of the message, when the request was one. */
  id?: string;
  body: object;
}

type Message = Extract<Outgoing, { kind: 'message' }>;
type Reaction = Extract<Outgoing, { kind: 'reaction' }>;

/** Puts through what the service sends: to the phone of the person, and news of it back. */
export class Switchboard {
  private readonly pace = new Pace();
  private readonly typing = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly world: World,
    private readonly files: Files,
    private readonly receipts: Receipts,
  ) {}

  /** Takes a request or refuses it with a `GraphError`. */
  take(outgoing: Outgoing, fate: Fate, { settings }: Line): Taken {
    if (outgoing.kind === 'read') return this.read(outgoing);
    const { desk } = this.world;
    this.pace.take(outgoing.to.number ?? outgoing.to.userId ?? '', desk.options.limits, Date.now());
    const phone = this.phoneOf(outgoing, settings.displayPhoneNumber);
    const failure = this.failureOf(outgoing, phone, fate);
    const number = phone?.number ?? outgoing.to.number ?? '';
    const id = newWamid(number, 'out');
    const template = outgoing.kind === 'message' && outgoing.type === 'template';
    const followed: Followed = {
      id,
      number,
      phone,
      reference: outgoing.reference,
      template,
      line: settings.phoneNumberId,
    };
    if (outgoing.kind === 'message') {
      this.checkFiles(outgoing);
      void this.deliver(outgoing, followed, failure);
    } else {
      this.react(outgoing, followed, failure);
    }
    return { id, body: answerTo(outgoing, followed, fate) };
  }

  reset(): void {
    for (const timer of this.typing.values()) clearTimeout(timer);
    this.typing.clear();
    this.pace.reset();
  }

  private read({ messageId, typing }: Extract<Outgoing, { kind: 'read' }>): Taken {
    const bubble = this.world.chats.get(messageId);
    if (bubble?.side !== 'person') {
      throw new GraphError(131009, { details: 'The message id is not one of a message that was received.' });
    }
    this.world.chats.readUpTo(messageId);
    if (typing) this.startTyping(bubble.phone);
    return { body: { success: true } };
  }

  private phoneOf({ to }: Message | Reaction, own: string): Phone | undefined {
    if (to.number === own) throw new GraphError(131021);
    if (to.number === undefined) return this.world.phones.withUserId(to.userId ?? '');
    const known = this.world.phones.get(to.number);
    if (known || this.world.desk.options.strangers === 'refuse') return known;
    return this.world.phones.create({ number: to.number });
  }

  private failureOf(outgoing: Message | Reaction, phone: Phone | undefined, fate: Fate): Failure | undefined {
    if (fate.failWith !== undefined) return { code: fate.failWith };
    const code = this.refusalOf(outgoing, phone);
    if (code === undefined) return undefined;
    if (this.world.desk.options.refusals === 'response') throw new GraphError(code);
    return { code };
  }

  private refusalOf(outgoing: Message | Reaction, phone: Phone | undefined): number | undefined {
    if (!phone) return 131026;
    const template = outgoing.kind === 'message' && outgoing.type === 'template';
    if (template || !this.world.desk.options.limits.window) return undefined;
    return Date.now() - (phone.lastWroteAt ?? 0) < WINDOW_MS ? undefined : 131047;
  }

  private checkFiles({ draft }: Message): void {
    const id = this.files.unknownId(draft);
    if (id !== undefined) throw new GraphError(131009, { details: `Media with id ${id} was not found.` });
  }

  private async deliver({ draft, replyTo }: Message, followed: Followed, failure?: Failure): Promise<void> {
    const { phone, id, line } = followed;
    if (failure || !phone) return this.receipts.follow(followed, failure);
    try {
      const content = await this.files.resolve(draft);
      this.stopTyping(phone.number);
      const about = { id, line, phone: phone.number, at: Date.now(), ...(replyTo && { replyTo }) };
      this.world.chats.add({ ...about, side: 'service', content });
      this.receipts.follow(followed);
    } catch (error) {
      const details = error instanceof Unfit ? error.message : undefined;
      this.receipts.follow(followed, { code: 131053, ...(details && { details }) });
    }
  }

  private react({ messageId, emoji }: Reaction, followed: Followed, failure?: Failure): void {
    if (!failure) this.world.chats.react(messageId, 'service', emoji);
    this.receipts.follow(followed, failure);
  }

  private startTyping(number: string): void {
    this.stopTyping(number);
    const timer = setTimeout(() => this.stopTyping(number), TYPING_MS).unref();
    this.typing.set(number, timer);
    this.world.news.publish({ kind: 'typing', number, on: true });
  }

  private stopTyping(number: string): void {
    if (!this.typing.has(number)) return;
    clearTimeout(this.typing.get(number));
    this.typing.delete(number);
    this.world.news.publish({ kind: 'typing', number, on: false });
  }
}

function answerTo({ to }: Message | Reaction, { id, number, template }: Followed, fate: Fate): object {
  const who = to.number === undefined ? { user_id: to.userId } : { wa_id: number };
  const status = fate.held ? 'held_for_quality_assessment' : 'accepted';
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input: to.input, ...who }],
    messages: [{ id, ...((template || fate.held) && { message_status: status }) }],
  };
}
