import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Deeds } from './deeds.service.js';
import { expire } from './dialogue/run.js';
import { Dialogue } from './dialogue.service.js';
import { keeping } from './keeping.js';
import { Ledger } from './ledger.js';
import { type Change, type Saved, SessionRepository } from './session.repository.js';

const BATCH = 200;

/** What has to be done about conversations although nobody writes. */
@Injectable()
export class Expiry {
  constructor(
    private readonly dialogue: Dialogue,
    private readonly sessions: SessionRepository,
    private readonly deeds: Deeds,
    private readonly clock: Clock,
  ) {}

  /**
   * One batch, to be called in a transaction: runs that waited too long lose their answers, what is over and old goes, and people who
   * asked for it or refused are forgotten. Resolves `true` when there may be more.
   */
  async round(): Promise<boolean> {
    const now = this.clock.now();
    const due = await this.sessions.due(now, BATCH);
    await this.end(
      due.filter(({ stage }) => stage === 'OPEN'),
      now,
    );
    for (const each of due.filter(({ stage }) => stage === 'LEAVING')) await this.letGo(each, now);
    const over = due.filter(({ stage }) => stage === 'CLOSED');
    await this.sessions.removeDue(
      over.map(({ id }) => id),
      now,
    );
    return due.length === BATCH;
  }

  /** Whoever has written meanwhile is left alone: the message has settled it. */
  private async end(open: readonly Saved[], now: Date): Promise<void> {
    const turns = open.map((saved) => {
      const { state, wishes } = expire(this.dialogue.revive(saved.json));
      const kept = keeping(state, now.getTime(), this.dialogue.standard);
      const { contactId, numberId, startedAt } = saved;
      const change: Change = { saved, contactId, numberId, startedAt, state, ...kept };
      return { change, wishes };
    });
    const moved = new Set(await this.sessions.save(turns.map(({ change }) => change)));
    const ledger = new Ledger();
    for (const { change, wishes } of turns.filter((turn) => !moved.has(turn.change))) {
      ledger.erase(change.contactId, change.startedAt.getTime());
      for (const wish of wishes) if (wish.kind === 'drop-out') ledger.dropOuts.push([wish.at, wish.how]);
    }
    await this.deeds.settle(ledger);
  }

  /** The last reply is out by now. Whoever has come back meanwhile is no longer leaving. */
  private async letGo({ id, contactId }: Saved, now: Date): Promise<void> {
    if ((await this.sessions.removeDue([id], now)) > 0) await this.deeds.letGo(contactId);
  }
}
