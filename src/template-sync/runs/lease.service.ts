import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RunLeases } from '../../platform/jobs/run-leases.js';
import { SyncRunning } from '../template-sync.errors.js';
import type { RunRow } from './run.entity.js';
import { type RunChange, RunRepository } from './run.repository.js';

const LOST: RunChange = {
  state: 'LOST',
  errorCode: 'template-sync.run-lost',
  error: 'Le processus qui synchronisait s’est arrêté en route. Rien n’a été changé.',
};

/** One run per account at a time over all instances. */
@Injectable()
export class Leases {
  private readonly leases: RunLeases<RunRow>;

  constructor(
    private readonly runs: RunRepository,
    clock: Clock,
  ) {
    const book = {
      add: (run: RunRow) => runs.add(run),
      holder: ({ accountId }: RunRow) => runs.holder(accountId),
      bury: (holder: RunRow) => runs.bury(holder, { ...LOST, finishedAt: clock.now() }),
    };
    this.leases = new RunLeases(book, clock, new Logger('TemplateSync'));
  }

  /** Records the run and takes its account; throws `SyncRunning` when another one that lives has it. */
  async take(run: RunRow): Promise<void> {
    const holder = await this.leases.take(run);
    if (holder !== null) throw new SyncRunning(run.accountId, holder.invocationId);
  }

  /** Beats for a run until the returned function is called; tells when somebody else took the run over. */
  beat(run: RunRow, progress: () => RunChange, lost: () => void): () => void {
    return this.leases.beat(run, (beatAt) => this.runs.beat(run, { ...progress(), beatAt }), lost);
  }
}
