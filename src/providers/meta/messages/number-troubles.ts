import { Logger } from '@nestjs/common';
import { messageOf } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import type { Alerts } from '../../../platform/alerts/alerts.js';
import type { SendResult } from '../../../whatsapp/whatsapp.port.js';
import { needsSomebody } from '../graph/grave.js';

type Waiting = Extract<SendResult, { outcome: 'retry' }>;

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
  // `100` stops a number only where the number itself, or the proof, is meant.
  return scope === 'number' && (code === '100' || needsSomebody(code));
}

function keyOf(number: string): string {
  return `meta.number:${number}`;
}

function titled(text: string): string {
  return text.slice(0, TITLE_LENGTH);
}
