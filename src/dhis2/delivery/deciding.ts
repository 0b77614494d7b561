import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Alerts } from '../../platform/alerts/alerts.js';
import { Uic } from '../../uic/uic.contract.js';
import type { Payload, Work } from '../registrations/registration.js';
import { AwaitedRepository } from './awaited.repository.js';
import { OutcomeRepository } from './outcome.repository.js';

/** Which characters a person gets: those of the register in time, where it decides, else ours; the others are kept beside them. */
@Injectable()
export class Deciding {
  constructor(
    private readonly awaited: AwaitedRepository,
    private readonly outcomes: OutcomeRepository,
    private readonly uic: Uic,
    private readonly alerts: Alerts,
    private readonly clock: Clock,
  ) {}

  /** The register made its own code; resolves with the characters to register, `null` when the row is in other hands. */
  async decide(work: Work, payload: Payload, generated: string): Promise<string | null> {
    if (generated === payload.code) {
      await this.giveOurs(work);
      return payload.code;
    }
    const decided = await this.awaited.atomically(() => this.keepBoth(work, payload, generated));
    if (decided !== null) await this.alerts.raise(decided.isLate ? OTHER_CODE : OTHER_CODE_GIVEN);
    return decided?.code ?? null;
  }

  /** Whoever still waits gets ours. */
  async giveOurs({ id, codeId, awaited }: Pick<Work, 'id' | 'codeId' | 'awaited'>): Promise<void> {
    if (!awaited) return;
    await this.awaited.atomically(async () => {
      if (await this.awaited.release(id)) await this.uic.settle(codeId, null);
    });
  }

  /** Gives ours to all whose time is over; `true` when there are more. */
  async settleOverdue(): Promise<boolean> {
    const overdue = await this.awaited.overdue(this.clock.now());
    for (const row of overdue) await this.giveOurs({ ...row, awaited: true });
    return overdue.length === 100;
  }

  private async keepBoth(
    work: Work,
    payload: Payload,
    generated: string,
  ): Promise<{ code: string; isLate: boolean } | null> {
    const isInTime = work.awaited && (await this.awaited.release(work.id));
    const code = isInTime ? generated : payload.code;
    if (!(await this.outcomes.rewrite(work, { ...payload, code, generated: true }))) return null;
    if (isInTime) await this.uic.settle(work.codeId, generated);
    else await this.uic.noteRemote(work.codeId, generated);
    return { code, isLate: !isInTime };
  }
}

export const OTHER_CODE = {
  key: 'dhis2.other-code',
  title: 'DHIS2 donne un autre code que Relais',
  advice:
    'La personne garde le code de Relais ; celui de DHIS2 est noté à côté. Vérifiez la formule du serveur, ou réglez DHIS2_CODE_POLICY=remote pour que son code fasse foi.',
  en: {
    title: 'DHIS2 makes another code than Relais',
    advice:
      'People keep the code of Relais; the one of DHIS2 is noted beside it. Check the formula of the server, or set DHIS2_CODE_POLICY=remote so that its code counts.',
  },
};

/** The register decides, and does so differently: the programme's papers may still show the formula of Relais. */
const OTHER_CODE_GIVEN = {
  ...OTHER_CODE,
  advice:
    'La personne reçoit celui de DHIS2, comme DHIS2_CODE_POLICY=remote le veut ; celui de Relais est noté à côté. Si les deux devraient être les mêmes, vérifiez la formule du serveur.',
  en: {
    ...OTHER_CODE.en,
    advice:
      'People get the one of DHIS2, as DHIS2_CODE_POLICY=remote wants it; the one of Relais is noted beside it. If both should be the same, check the formula of the server.',
  },
};
