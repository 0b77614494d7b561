import { Injectable } from '@nestjs/common';
import { ContactRepository } from '../contacts/contact.repository.js';
import { type Route, Routes } from '../outbox/routes.js';
import { Standing } from '../outbox/standing.js';
import type { Reachability } from '../outbox/consent.js';
import type { Submission } from '../whatsapp.contract.js';
import { NumberUnknown, RecipientUnknown } from './submit.errors.js';

/** To whom a message goes, and from which number. */
export interface Recipient {
  route: Route;
  /** `null` for an address that nobody has used yet. */
  contactId: string | null;
  consent: Reachability;
}

const FREE = { isOptedOut: false, isMarketingOptedOut: false };

/** Finds out to whom and from where; somebody new becomes a contact only when a message really goes. */
@Injectable()
export class SubmitRecipients {
  constructor(
    private readonly routes: Routes,
    private readonly contacts: ContactRepository,
    private readonly standing: Standing,
  ) {}

  async find({ to, number }: Submission): Promise<Recipient> {
    const route = number === undefined ? this.routes.usual() : this.routes.of(number);
    if (route === undefined) throw new NumberUnknown(this.routes.all().map((each) => each.number));
    const contactId = 'contactId' in to ? to.contactId : await this.contacts.find(to);
    if (contactId === null) {
      const hasPhone = 'waId' in to && to.waId !== undefined;
      return { route, contactId, consent: { ...FREE, hasPhone } };
    }
    const consent = (await this.standing.consents([contactId])).get(contactId);
    if (consent === undefined) throw new RecipientUnknown();
    return { route, contactId, consent };
  }

  /** The contact, made where there is none. */
  async contactOf({ contactId }: Recipient, { to }: Submission): Promise<string> {
    if (contactId !== null || 'contactId' in to) return contactId ?? '';
    const { ids } = await this.contacts.resolve([to]);
    const [id] = ids;
    if (id === undefined) throw new RecipientUnknown();
    return id;
  }
}
