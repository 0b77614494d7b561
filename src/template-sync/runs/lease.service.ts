import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { hostId, isProcessAlive } from '../../platform/jobs/host.js';
import { SyncRunning } from '../template-sync.errors.js';
import type { RunRow } from './run.entity.js';
import { type RunChange, RunRepository } from './run.repository.js';

/** How often a run says that it lives and how far it is. */
const BEAT_MS = 2_000;
/** A run heard of within this time is alive. Clocks differ: one that seems silent for longer is watched before it is given up. */
const FRESH_MS = 15_000;
const WATCH_MS = 3 * BEAT_MS + 1_000;
const LOOK_MS = 500;

const LOST: RunChange = {
  state: 'LOST',
  errorCode: 'template-sync.run-lost',
  error: 'Le processus qui synchronisait s’est arrêté en route. Rien n’a été changé.',
};

/** Runs of this very process, which may hold several instances: for them its number says nothing. */
const ours = new Set<string>();

/** One run per account at a time over all instances: its row is the lease; the run of a process that died is taken over. */
@Injectable()
export class Leases {
  private readonly log = new Logger('TemplateSync');

  constructor(
    private readonly runs: RunRepository,
    private readonly clock: Clock,
  ) {}

  /** Records the run and takes its account; throws `SyncRunning` when another one that lives has it. */
  async take(run: RunRow): Promise<void> {
    while (!(await this.runs.add(run))) {
      const holder = await this.runs.holder(run.accountId);
      if (holder === null) continue;
      if (await this.isAlive(holder)) throw new SyncRunning(run.accountId, holder.invocationId);
      if (await this.runs.bury(holder, { ...LOST, finishedAt: this.clock.now() }))
        this.log.warn(`run ${holder.id} of account ${holder.accountId} was lost with its process`);
    }
    ours.add(run.id);
  }

  /** Beats for a run until the returned function is called; tells when somebody else took the run over. */
  beat(run: RunRow, progress: () => RunChange, lost: () => void): () => void {
    let pending = false;
    const timer = setInterval(() => {
      if (pending) return;
      pending = true;
      this.runs
        .beat(run, { ...progress(), beatAt: this.clock.now() })
        .then((held) => held || lost())
        .catch((error: unknown) =>
          this.log.warn(`run ${run.id} could not say how far it is: ${messageOf(error)}`),
        )
        .finally(() => (pending = false));
    }, BEAT_MS);
    timer.unref();
    return () => {
      clearInterval(timer);
      ours.delete(run.id);
    };
  }

  private async isAlive(holder: RunRow): Promise<boolean> {
    if (ours.has(holder.id)) return true;
    if (holder.host === hostId() && !isProcessAlive(holder.pid)) return false;
    const silence = Math.abs(this.clock.now().getTime() - holder.beatAt.getTime());
    return silence < FRESH_MS || (await this.isHeard(holder));
  }

  private async isHeard(holder: RunRow): Promise<boolean> {
    const until = performance.now() + WATCH_MS;
    while (performance.now() < until) {
      const now = await this.runs.holder(holder.accountId);
      if (now?.id !== holder.id) return false;
      if (now.beats !== holder.beats) return true;
      await pause(LOOK_MS);
    }
    return false;
  }
}
