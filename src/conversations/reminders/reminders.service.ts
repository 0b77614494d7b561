import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { Uic } from '../../uic/uic.contract.js';
import { Addressing, type Wanted } from './addressing.service.js';
import { CodeNotCurrent } from './reminders.errors.js';
import { type Reminded, Sending } from './sending.service.js';

/** Sends people their code again, on request of the team. */
@Injectable()
export class Reminders {
  constructor(
    private readonly uic: Uic,
    private readonly addressing: Addressing,
    private readonly sending: Sending,
    private readonly database: Database,
    private readonly audit: AuditTrail,
  ) {}

  /** Everything is checked before anything is queued; the errors say what to do. */
  remind(codeId: string, wanted: Wanted): Promise<Reminded> {
    return this.database.retrying(async () => {
      const code = await this.uic.find(codeId);
      if (code === null) throw new CodeNotCurrent(codeId);
      const addressee = await this.addressing.find(code.holderIds, wanted);
      const { messageId, kind } = await this.sending.send(code, addressee);
      await this.audit.record({
        action: 'uic.reminder-sent',
        subject: `code:${codeId}`,
        detail: { messageId, kind },
      });
      return { messageId, kind };
    });
  }
}
