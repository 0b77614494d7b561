import { Injectable } from '@nestjs/common';
import { parsePhone } from '../kernel/phone.js';
import { Database } from '../platform/database/database.js';
import { AuditTrail } from '../platform/web/audit.js';
import { Uic } from '../uic/uic.contract.js';
import { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { Conversations, type Erased } from './conversations.contract.js';
import { PersonUnknown, PhoneInvalid } from './conversations.errors.js';
import { SessionRepository } from './session.repository.js';

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
      const contactId = await this.whatsapp.findContact(digits);
      if (contactId === null) throw new PersonUnknown();
      return this.eraseContact(contactId);
    });
  }

  private async eraseContact(contactId: string): Promise<Erased> {
    const phone = await this.whatsapp.maskedPhone(contactId);
    const sessions = await this.sessions.forget(contactId);
    const codes = await this.uic.forgetHolder(contactId);
    const messages = await this.whatsapp.forgetContact(contactId);
    const erased: Erased = { messages, codes, sessions };
    await this.audit.record({
      action: 'conversations.person-erased',
      subject: `contact:${contactId}`,
      detail: { phone, ...erased },
    });
    return erased;
  }
}
