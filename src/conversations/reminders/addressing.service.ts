import { Injectable } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { type OwnNumber, OwnNumbers } from '../../whatsapp/whatsapp.port.js';
import { revive } from '../dialogue/session.js';
import { type Saved, SessionRepository } from '../session.repository.js';
import { ThreadRepository } from '../threads/thread.repository.js';
import {
  NotAHolder,
  ReminderFromNowhere,
  ReminderUnwanted,
  ReminderWithoutConsent,
  SeveralHolders,
} from './reminders.errors.js';

/** What the team says of a reminder. */
export interface Wanted {
  contactId?: string;
  /** Id of our number. */
  number?: string;
  language?: string;
}

/** To whom a reminder goes, from where, and in which language. */
export interface Addressee {
  contactId: string;
  number: OwnNumber;
  /** `null`: that of the house. */
  language: string | null;
  /** Somebody asked for this very language. */
  isLanguageAsked: boolean;
}

/** Finds the person who holds a code and may be reminded of it. */
@Injectable()
export class Addressing {
  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly sessions: SessionRepository,
    private readonly threads: ThreadRepository,
    private readonly numbers: OwnNumbers,
    private readonly settings: Settings,
  ) {}

  /** Throws whatever forbids it. */
  async find(holderIds: readonly string[], wanted: Wanted): Promise<Addressee> {
    const contactId = chosen(holderIds, wanted.contactId);
    await this.mustWant(contactId);
    const [last] = await this.conversations(contactId, wanted.number);
    const language = wanted.language ?? (last === undefined ? null : languageOf(last));
    return {
      contactId,
      number: this.numberFor(wanted.number ?? last?.numberId),
      language,
      isLanguageAsked: wanted.language !== undefined,
    };
  }

  private async mustWant(contactId: string): Promise<void> {
    const [contact] = await this.whatsapp.contacts([contactId]);
    if (contact === undefined) throw new NotAHolder(contactId);
    if (contact.optedOut) throw new ReminderUnwanted(contactId);
    if (this.settings.uic.consent !== 'required') return;
    if ((await this.threads.consents(contactId)).length === 0) throw new ReminderWithoutConsent(contactId);
  }

  /** Those with numbers that are ours still, the latest first. */
  private async conversations(contactId: string, number: string | undefined): Promise<Saved[]> {
    const all = await this.sessions.of([contactId]);
    return all
      .filter(
        ({ numberId }) => numberId === (number ?? numberId) && this.numbers.number(numberId) !== undefined,
      )
      .toSorted((one, other) => heardAt(other) - heardAt(one));
  }

  private numberFor(id: string | undefined): OwnNumber {
    const number = id === undefined ? this.numbers.defaultNumber() : this.numbers.number(id);
    if (number !== undefined) return number;
    const known = this.numbers.accounts().flatMap(({ numbers }) => numbers.map((each) => each.id));
    throw new ReminderFromNowhere(known);
  }
}

function chosen(holderIds: readonly string[], asked: string | undefined): string {
  if (asked === undefined && holderIds.length > 1) throw new SeveralHolders(holderIds.length);
  const id = holderIds.find((each) => each === (asked ?? each));
  if (id === undefined) throw new NotAHolder();
  return id;
}

function heardAt({ standing, startedAt }: Saved): number {
  return (standing.lastInAt ?? startedAt).getTime();
}

/** `null` where the state cannot be read. */
function languageOf({ json }: Saved): string | null {
  return json === null ? null : revive(json, '').language || null;
}
