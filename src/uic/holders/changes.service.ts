import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { Pairing } from '../duplicates/pairing.service.js';
import { Verdicts } from '../duplicates/verdicts.service.js';
import { CURRENT_STATES } from '../uic.entity.js';
import { UicRepository } from '../uic.repository.js';
import { HolderRepository } from './holder.repository.js';

/** Who decided where two contacts turned out to be one. */
const SAME_PHONE = 'phone';

/** What people say about their own codes, and what becomes of codes when people are joined or leave. */
@Injectable()
export class Changes {
  constructor(
    private readonly codes: UicRepository,
    private readonly holders: HolderRepository,
    private readonly pairing: Pairing,
    private readonly verdicts: Verdicts,
    private readonly database: Database,
  ) {}

  supersede(holderId: string, olderId: string, newerId: string): Promise<boolean> {
    return this.database.retrying(async () => {
      if (!(await this.holdsBoth(holderId, olderId, newerId))) return false;
      await this.codes.hold([olderId, newerId]);
      const codes = await this.codes.findAll([olderId, newerId]);
      const [older, newer] = [olderId, newerId].map((each) => codes.find(({ id }) => id === each));
      if (older === undefined || newer === undefined) return false;
      if (codes.some(({ state }) => !CURRENT_STATES.includes(state))) return false;
      return this.verdicts.supersede(older, newer, this.pairing.difference(older, newer));
    });
  }

  async keepApart(holderId: string, olderId: string, newerId: string): Promise<void> {
    if (await this.holdsBoth(holderId, olderId, newerId)) await this.verdicts.apart(olderId, newerId);
  }

  /**
   * The codes of the one go to the other. Where both had the same characters, the same phone had them twice: that is the repeat
   * which would never have become a pair, so nobody needs to look at it.
   */
  async move(fromId: string, toId: string): Promise<void> {
    if (fromId === toId) return;
    await this.database.retrying(async () => {
      await this.holders.move(fromId, toId);
      const ids = (await this.holders.linksOf(toId)).map(({ codeId }) => codeId);
      for (const pair of await this.pairing.waitingFor(ids)) {
        if (!ids.includes(pair.otherId) || !(await this.verdicts.canBeSame(pair))) continue;
        await this.verdicts.same(pair, SAME_PHONE);
      }
    });
  }

  /** What nobody has any more goes, with the pairs in which it was; those who were compared with it stand as if it had never been. */
  forget(holderId: string): Promise<number> {
    return this.database.retrying(async () => {
      const { links, orphans } = await this.holders.release(holderId);
      if (orphans.length > 0) await this.erase(orphans);
      return links;
    });
  }

  private async erase(codeIds: readonly string[]): Promise<void> {
    await this.codes.hold(codeIds);
    const waiting = await this.pairing.waitingFor(codeIds);
    const bereft = await this.verdicts.forsake(codeIds);
    await this.codes.remove(codeIds);
    await this.pairing.beginAgain([...new Set([...bereft, ...waiting.map(({ otherId }) => otherId)])]);
  }

  private async holdsBoth(holderId: string, olderId: string, newerId: string): Promise<boolean> {
    const held = await this.holders.heldBy(holderId, [olderId, newerId]);
    return held.size === 2;
  }
}
