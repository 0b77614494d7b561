import { Injectable } from '@nestjs/common';
import { maskPhone, parsePhone } from '../kernel/phone.js';
import { Database } from '../platform/database/database.js';
import { AuditTrail } from '../platform/web/audit.js';
import { Uic } from '../uic/uic.contract.js';
import { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { Conversations, type Erased } from './conversations.contract.js';
import { PersonUnknown, PhoneInvalid } from './conversations.errors.js';
import { SessionRepository } from './session.repository.js';

const NOTHING: Erased = { messages: 0, codes: 0, sessions: 0 };

/** Erases a person when staff asks for it. */
@Injectable()
export class Erasure extends Conversations {
  constructor(
    private readonly database: Database,
    private readonly whatsapp: WhatsApp,
    private readonly uic: Uic,
    private readonly sessions: SessionRepository,
    private readonly audit: AuditTrail,
  ) {
    super();
  }

  async erase(phone: string): Promise<Erased> {
    const digits = parsePhone(phone);
    if (digits === null) throw new PhoneInvalid();
    return this.database.retrying(async () => {
      // What waits goes first: from here on nothing of this person can be taken up until all of it is gone.
      const unhandled = await this.whatsapp.forgetUnhandled(digits);
      const contactId = await this.whatsapp.findContact(digits);
      if (contactId === null && unhandled === 0) throw new PersonUnknown();
      const erased = contactId === null ? NOTHING : await this.eraseContact(contactId);
      const all = { ...erased, messages: erased.messages + unhandled };
      await this.audit.record({
        action: 'conversations.person-erased',
        ...(contactId === null ? {} : { subject: `contact:${contactId}` }),
        detail: { phone: maskPhone(digits), ...all },
      });
      return all;
    });
  }

  private async eraseContact(contactId: string): Promise<Erased> {
    const messages = await this.whatsapp.forgetContact(contactId);
    const codes = await this.uic.forgetHolder(contactId);
    return { messages, codes, sessions: await this.sessions.forget(contactId) };
  }
}
