import { Injectable } from '@nestjs/common';
import type { ChannelError } from '../whatsapp-content.contract.js';
import type { SendResult } from '../whatsapp.port.js';
import { type Consent, isForbidden } from './consent.js';
import type { Waiting } from './lines.js';
import type { OpenRow } from './outbox-rows.js';
import { OutboxRepository } from './outbox.repository.js';
import { Routes } from './routes.js';
import { Standing } from './standing.js';
import { StandingIn } from './standing-in.js';
import { TemplateCheck } from './template-check.js';

/** After so long, what was allowed at the submission may be so no more. */
const STALE_MS = 10 * 60_000;

/** Looks once more, just before they leave, at messages that nobody is waiting for: the person may have said STOP, the window closed. */
@Injectable()
export class Rechecking {
  constructor(
    private readonly standing: Standing,
    private readonly templates: TemplateCheck,
    private readonly routes: Routes,
    private readonly outbox: OutboxRepository,
    private readonly standingIn: StandingIn,
  ) {}

  /** Marks those that must not leave, and puts the template that stands in where one does. Answers of the dialogue cost nothing. */
  async look(waiting: readonly Waiting[], now: Date): Promise<void> {
    const others = waiting.filter(({ row }) => row.origin !== 'bot');
    const [first] = others;
    if (first === undefined) return;
    const number = first.row.numberId;
    const consents = await this.standing.consents(contactsOf(others));
    const answerable = await this.answerable(others, number, now);
    for (const each of others) {
      const consent = consents.get(each.row.contactId);
      const isAnswer = answerable === null || answerable.has(each.row.contactId);
      if (consent !== undefined && (await this.forbids(consent, each.row, isAnswer)))
        each.refusal = OPTED_OUT;
      else if (!isAnswer && isStale(each.row, now)) await this.standIn(each);
    }
  }

  /** Those who wrote within the window; `null` where it does not matter for anybody. */
  private async answerable(
    waiting: readonly Waiting[],
    number: string,
    now: Date,
  ): Promise<ReadonlySet<string> | null> {
    const hasWindow = this.routes.of(number)?.channel.hasWindow ?? false;
    const asked = waiting.filter(({ row }) => isStale(row, now) && row.type !== 'template');
    return hasWindow && asked.length > 0 ? this.standing.open(contactsOf(waiting), number) : null;
  }

  private async forbids(consent: Consent, row: OpenRow, isAnswer: boolean): Promise<boolean> {
    const { origin } = row;
    if (isForbidden(consent, { origin, isAnswer, isMarketing: false })) return true;
    if (!consent.isMarketingOptedOut || row.type !== 'template') return false;
    const kept = this.standingIn.kept(row.body);
    const isMarketing = kept !== null && (await this.templates.of(row.numberId, kept.content)).isMarketing;
    return isForbidden(consent, { origin, isAnswer, isMarketing });
  }

  private async standIn(waiting: Waiting): Promise<void> {
    const { row } = waiting;
    if (row.type === 'template') return;
    const instead = this.standingIn.for(row);
    if (instead === null) {
      waiting.refusal = WINDOW_CLOSED;
      return;
    }
    await this.outbox.replace(row.id, instead);
    waiting.row = { ...row, ...instead };
  }
}

const OPTED_OUT = refusal(
  'opted-out',
  'Entre-temps, la personne a demandé à ne plus recevoir ces messages.',
  'Respectez ce choix : il n’y a rien à renvoyer tant qu’elle n’écrit pas elle-même.',
  {
    meaning: 'Meanwhile the person has asked not to get these messages any more.',
    advice: 'Respect that choice: there is nothing to send again until they write themselves.',
  },
);
const WINDOW_CLOSED = refusal(
  'window-closed',
  'La fenêtre de 24 heures s’est fermée avant le départ du message.',
  'Envoyez un modèle approuvé, ou indiquez avec le message un modèle qui le remplace.',
  {
    meaning: 'The window of 24 hours closed before the message left.',
    advice: 'Send an approved template, or name with the message a template that takes its place.',
  },
);

function refusal(code: string, meaning: string, advice: string, en: ChannelError['en']): SendResult {
  return { outcome: 'refused', error: { code, meaning, advice, en } };
}

function contactsOf(waiting: readonly Waiting[]): string[] {
  return waiting.map(({ row }) => row.contactId);
}

/** It waited long, or it was to leave later from the start. */
function isStale({ createdAt, dueAt }: OpenRow, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > STALE_MS || dueAt > createdAt;
}
