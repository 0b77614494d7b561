import { Logger } from '@nestjs/common';
import { messageOf } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import type { Alerts } from '../../../platform/alerts/alerts.js';
import type { SendResult } from '../../../whatsapp/whatsapp.port.js';
import { rowOf } from '../graph/error-table.js';

type Waiting = Extract<SendResult, { outcome: 'retry' }>;

/** What only a person can put right. A token that died is told of by the room that keeps it. */
const GRAVE: ReadonlySet<string | undefined> = new Set(['auth', 'account', 'registration']);
/** Others that hold a number back for hours; `100` stops a number only where the number itself, or the proof, is meant. */
const LONG = new Set(['100', '131048', '131064', '133016']);
const OF_THE_TOKEN = new Set(['0', '102', '104', '190']);
const TITLE_LENGTH = 300;

/** Tells the team of a number from which Meta lets nothing go, and when it is over. */
export class NumberTroubles {
  private readonly logger = new Logger('Meta');
  /** What this process knows: absent until the first message of a number is out. */
  private readonly open = new Map<string, boolean>();
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly alerts: Pick<Alerts, 'raise' | 'clear'>) {}

  /** Takes note of what became of a message; costs a database nothing as long as all is well. */
  heard(number: string, result: SendResult): void {
    if (result.outcome === 'sent') this.over(number);
    else if (result.outcome === 'retry' && isGrave(result)) this.began(number, result);
  }

  /** Resolves when everything that was heard so far is written. */
  settled(): Promise<void> {
    return this.last;
  }

  private over(number: string): void {
    if (this.open.get(number) === false) return;
    this.open.set(number, false);
    this.after(number, () => this.alerts.clear(keyOf(number)));
  }

  private began(number: string, { error }: Waiting): void {
    this.open.set(number, true);
    const { code, meaning, advice, en } = error;
    const problem = {
      key: keyOf(number),
      title: titled(`Rien ne part plus du numéro ${number}. ${meaning}`),
      advice,
      ...(en && {
        en: { title: titled(`Nothing leaves from the number ${number}. ${en.meaning}`), advice: en.advice },
      }),
      service: 'meta',
      code,
      context: { number },
    };
    this.after(number, () => this.alerts.raise(problem));
  }

  /** One after the other, and never in the way of a message. */
  private after(number: string, tell: () => Promise<void>): void {
    this.last = this.last.then(tell).catch((error: unknown) => {
      this.open.delete(number);
      this.logger.warn(`the alert of number ${number} is lost: ${redact(messageOf(error))}`);
    });
  }
}

function isGrave({ scope, error: { code } }: Waiting): boolean {
  if (scope !== 'number' || OF_THE_TOKEN.has(code)) return false;
  const isPermission = /^2\d\d$/.test(code);
  return isPermission || LONG.has(code) || GRAVE.has(rowOf(code)?.family);
}

function keyOf(number: string): string {
  return `meta.number:${number}`;
}

function titled(text: string): string {
  return text.slice(0, TITLE_LENGTH);
}
