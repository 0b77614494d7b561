import { Injectable } from '@nestjs/common';
import { ContactRepository } from '../contacts/contact.repository.js';
import { Following } from '../contacts/following.js';
import { Echoes } from '../messages/echoes.js';
import type { EchoUpdate, PersonUpdate, PreferenceUpdate } from '../whatsapp-updates.contract.js';
import type { ClosedReport, WaitingRow } from './inbox.repository.js';

export type News = PersonUpdate | PreferenceUpdate | EchoUpdate;

/** Whom news was about, and which message it made. */
export type About = Omit<ClosedReport, 'id'>;

/** What has to be done about news of a person. Joins the transaction that is open. */
@Injectable()
export class Consequences {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly following: Following,
    private readonly echoes: Echoes,
  ) {}

  async of(update: News, row: WaitingRow): Promise<About> {
    if (update.kind === 'echo') return this.echoes.take(update, row);
    const contactId =
      update.kind === 'person' ? await this.following.follow(update) : await this.note(update);
    return { contactId, subjectId: null };
  }

  /** The contact whom news is about, if there is one. */
  contactOf(update: News): Promise<string | null> {
    return this.contacts.find(peopleIn(update)[0]);
  }

  /** Somebody who never wrote may refuse too: it has to be known before the first campaign. */
  private async note({ from, marketing }: PreferenceUpdate): Promise<string | null> {
    const refuses = marketing === 'stop';
    const contactId = refuses ? (await this.contacts.resolve([from])).ids[0] : await this.contacts.find(from);
    if (contactId === undefined || contactId === null) return null;
    await this.contacts.setMarketingOptOut(contactId, refuses);
    return contactId;
  }
}

/** Of whom news speak: a person as it was known before, then as it is now. */
export function peopleIn(update: News): [PersonUpdate['previous'], ...PersonUpdate['current'][]] {
  if (update.kind === 'person') return [update.previous, update.current];
  return [update.kind === 'echo' ? update.to : update.from];
}
