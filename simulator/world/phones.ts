import { createHash } from 'node:crypto';
import type { Teller } from './teller.js';

/** A person with a telephone. */
export interface Phone {
  /** Digits with country code: the `wa_id`. */
  number: string;
  name: string;
  /** The id that WhatsApp gives a person whose number it does not tell. */
  userId: string;
  /** `true`: the person has a user name, webhooks tell no number. */
  hidden: boolean;
  /** When the person last wrote, in ms: opens 24 hours. */
  lastWroteAt: number | null;
}

/** What is told of phones. */
export type PhoneNews = { kind: 'phone'; phone: Phone } | { kind: 'phone-gone'; number: string };

const MOST = 20_000;
const NAMES = ['Grâce', 'Dieudonné', 'Merveille', 'Plamedi', 'Exaucé', 'Bénédicte', 'Trésor', 'Naomie'];

/** The phones of the world; the one that wrote longest ago goes when there are too many. */
export class Phones {
  private readonly byNumber = new Map<string, Phone>();
  private readonly byUserId = new Map<string, Phone>();

  constructor(
    private readonly news: Teller<PhoneNews>,
    /** Called with the number of a phone that is gone. */
    private readonly onGone: (number: string) => void,
  ) {}

  /** A new phone, or the one with this number under its new name. */
  create(wish: { number?: string; name?: string; hidden?: boolean }): Phone {
    const number = wish.number ?? this.freeNumber();
    const known = this.byNumber.get(number);
    const phone: Phone = {
      number,
      name: wish.name ?? known?.name ?? nameOf(number),
      userId: known?.userId ?? userIdOf(number),
      hidden: wish.hidden ?? known?.hidden ?? false,
      lastWroteAt: known?.lastWroteAt ?? null,
    };
    this.keep(phone);
    return phone;
  }

  get(number: string): Phone | undefined {
    return this.byNumber.get(number);
  }

  withUserId(userId: string): Phone | undefined {
    return this.byUserId.get(userId);
  }

  /** The phones heard of last, the newest first. */
  latest(most: number): Phone[] {
    return [...this.byNumber.values()].slice(-most).reverse();
  }

  get count(): number {
    return this.byNumber.size;
  }

  /** Notes that the person wrote now: opens the window of 24 hours, and keeps the phone from being forgotten. */
  wrote(number: string, at: number): void {
    const phone = this.byNumber.get(number);
    if (phone) this.keep({ ...phone, lastWroteAt: at });
  }

  /** The person takes another number, and with it another id; what another phone with it showed is gone. */
  renumber(number: string, wanted: string): Phone | undefined {
    const phone = this.byNumber.get(number);
    if (!phone || number === wanted) return phone;
    this.remove(wanted);
    this.byNumber.delete(number);
    this.byUserId.delete(phone.userId);
    const renumbered = { ...phone, number: wanted, userId: userIdOf(wanted) };
    this.keep(renumbered);
    return renumbered;
  }

  /** WhatsApp gives the person another id. */
  reidentify(number: string): Phone | undefined {
    const phone = this.byNumber.get(number);
    if (!phone) return undefined;
    this.byUserId.delete(phone.userId);
    const another = { ...phone, userId: userIdOf(phone.userId) };
    this.keep(another);
    return another;
  }

  closeWindow(number: string): boolean {
    const phone = this.byNumber.get(number);
    if (phone) this.keep({ ...phone, lastWroteAt: null });
    return phone !== undefined;
  }

  remove(number: string): boolean {
    const phone = this.byNumber.get(number);
    if (!phone) return false;
    this.byNumber.delete(number);
    this.byUserId.delete(phone.userId);
    this.onGone(number);
    this.news.publish({ kind: 'phone-gone', number });
    return true;
  }

  clear(): void {
    this.byNumber.clear();
    this.byUserId.clear();
  }

  private keep(phone: Phone): void {
    this.byNumber.delete(phone.number);
    this.byNumber.set(phone.number, phone);
    this.byUserId.set(phone.userId, phone);
    this.news.publish({ kind: 'phone', phone });
    const [oldest] = this.byNumber.keys();
    if (this.byNumber.size > MOST && oldest) this.remove(oldest);
  }

  private freeNumber(): string {
    for (let last = 1; ; last += 1) {
      const number = `24381${String(last).padStart(7, '0')}`;
      if (!this.byNumber.has(number)) return number;
    }
  }
}

function nameOf(number: string): string {
  return NAMES[(Number(number.slice(-2)) + NAMES.length - 1) % NAMES.length] ?? 'Grâce';
}

function userIdOf(number: string): string {
  const digest = createHash('sha256').update(number).digest();
  return `CD.${digest.readBigUInt64BE(0).toString().padStart(20, '1')}`;
}

const NUMBER = /^[1-9]\d{6,14}$/;

/** Digits of a phone number written with `+`, `00`, spaces or hyphens; `undefined` when it is none. */
export function digitsOf(text: string): string | undefined {
  const digits = text.replace(/[\s.()\-\u00a0\u202f]/g, '').replace(/^(?:\+|00)/, '');
  return NUMBER.test(digits) ? digits : undefined;
}
