import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@nestjs/common';
import type { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { hostId, isProcessAlive } from './host.js';

/** How often a run says that it lives and how far it is. */
const BEAT_MS = 2_000;
/** A run heard of within this time is alive. Clocks differ: one that seems silent for longer is watched before it is given up. */
const FRESH_MS = 15_000;
const WATCH_MS = 3 * BEAT_MS + 1_000;
const LOOK_MS = 500;

/** What the record of a run says of the process that does it. */
export interface LeasedRun {
  id: string;
  host: string;
  pid: number;
  /** Grows as long as its process lives. */
  beats: number;
  beatAt: Date;
}

/** The records of runs, which are their leases while they run. */
export interface LeaseBook<R extends LeasedRun> {
  /** `false` when another run holds what this one wants. */
  add(run: R): Promise<boolean>;
  /** The run that holds what this one wants. */
  holder(run: R): Promise<R | null>;
  /** Closes a run that gave no sign of life since `beats`; `false` when somebody else did. */
  bury(holder: R): Promise<boolean>;
}

/** Runs of this very process, which may hold several instances: for them its number says nothing. */
const ours = new Set<string>();

/** One run of a kind at a time over all instances: its row is the lease; the run of a process that died is taken over. */
export class RunLeases<R extends LeasedRun> {
  constructor(
    private readonly book: LeaseBook<R>,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  /** Records the run and takes its lease: `null`. Gives the run that has it instead, where that one lives. */
  async take(run: R): Promise<R | null> {
    while (!(await this.book.add(run))) {
      const holder = await this.book.holder(run);
      if (holder === null) continue;
      if (await this.isAlive(run, holder)) return holder;
      if (await this.book.bury(holder)) this.log.warn(`run ${holder.id} was lost with its process`);
    }
    ours.add(run.id);
    return null;
  }

  /** Has a beat written again and again until the returned function is called; tells when somebody else took the run over. */
  beat({ id }: R, write: (at: Date) => Promise<boolean>, lost: () => void): () => void {
    let pending = false;
    const timer = setInterval(() => {
      if (pending) return;
      pending = true;
      write(this.clock.now())
        .then((held) => held || lost())
        .catch((error: unknown) =>
          this.log.warn(`run ${id} could not say how far it is: ${messageOf(error)}`),
        )
        .finally(() => (pending = false));
    }, BEAT_MS);
    timer.unref();
    return () => {
      clearInterval(timer);
      ours.delete(id);
    };
  }

  /** Who this run's process is. */
  static signature(at: Date): Pick<LeasedRun, 'host' | 'pid' | 'beats' | 'beatAt'> {
    return { host: hostId(), pid: process.pid, beats: 0, beatAt: at };
  }

  private async isAlive(run: R, holder: R): Promise<boolean> {
    if (ours.has(holder.id)) return true;
    if (holder.host === hostId() && !isProcessAlive(holder.pid)) return false;
    const silence = Math.abs(this.clock.now().getTime() - holder.beatAt.getTime());
    return silence < FRESH_MS || (await this.isHeard(run, holder));
  }

  private async isHeard(run: R, holder: R): Promise<boolean> {
    const until = performance.now() + WATCH_MS;
    while (performance.now() < until) {
      const now = await this.book.holder(run);
      if (now?.id !== holder.id) return false;
      if (now.beats !== holder.beats) return true;
      await pause(LOOK_MS);
    }
    return false;
  }
}
