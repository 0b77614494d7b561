import { Injectable } from '@nestjs/common';
import { maskPhone } from '../kernel/phone.js';
import { Database } from '../platform/database/database.js';
import { AuditTrail } from '../platform/web/audit.js';
import { Uic } from '../uic/uic.contract.js';
import { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import type { Erased } from './conversations.contract.js';
import { PersonUnknown } from './conversations.errors.js';
import { readReference } from './reference.js';
import { SessionRepository } from './session.repository.js';

const NOTHING: Erased = { messages: 0, codes: 0, sessions: 0 };

/** Erases a person when staff asks for it. */
@Injectable()
export class Erasure {
  constructor(
    private readonly database: Database,
    private readonly whatsapp: WhatsApp,
    private readonly uic: Uic,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** By phone number, or by our id of the contact. */
  async erase(text: string): Promise<Erased> {
    const reference = readReference(text);
    return this.database.retrying(async () => {
      const phone = 'phone' in reference ? reference.phone : await this.phoneOf(reference.contactId);
      // What waits goes first: from here on nothing of this person can be taken up until all of it is gone.
      const unhandled =
        'phone' in reference
          ? await this.whatsapp.forgetUnhandled(reference.phone)
          : await this.whatsapp.forgetUnhandledOf(reference.contactId);
      const contactId =
        'phone' in reference ? await this.whatsapp.findContact(reference.phone) : reference.contactId;
      if (contactId === null && unhandled === 0) throw new PersonUnknown();
      const erased = contactId === null ? NOTHING : await this.eraseContact(contactId);
      const all = { ...erased, messages: erased.messages + unhandled };
      await this.audit.record({
        action: 'conversations.person-erased',
        ...(contactId === null ? {} : { subject: `contact:${contactId}` }),
        detail: { ...(phone === null ? {} : { phone: maskPhone(phone) }), ...all },
      });
      return all;
    });
  }

  private async phoneOf(contactId: string): Promise<string | null> {
    const [contact] = await this.whatsapp.contacts([contactId]);
    if (contact === undefined) throw new PersonUnknown();
    return contact.phone;
  }

  private async eraseContact(contactId: string): Promise<Erased> {
    const messages = await this.whatsapp.forgetContact(contactId);
    const codes = await this.uic.forgetHolder(contactId);
    return { messages, codes, sessions: await this.sessions.forget(contactId) };
  }
}
