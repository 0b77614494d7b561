import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { actor } from '../actor.js';
import { SourceRegistry } from '../sources.js';
import type { SyncOptions } from '../template-sync.contract.js';
import { AccountUnknown, RunNotFound, RunStopped } from '../template-sync.errors.js';
import { Leases } from './lease.service.js';
import type { RunRow } from './run.entity.js';
import { newRun, reportOf, type RunReport } from './run.js';
import { RunRepository } from './run.repository.js';
import { Running, type Task } from './run.service.js';
import { World } from './world.service.js';

/** What somebody wants to be synchronised, and how. */
export interface Wish extends SyncOptions {
  /** Link all active templates to users: to the administrators, or with `allUsers` to everybody. */
  link?: boolean;
  /** Change nothing but mark what is gone. */
  onlyDisable?: boolean;
  signal?: AbortSignal;
  watch?: Task['watch'];
}

/** A run that was begun: its id at once, its end later. */
export interface Invocation {
  id: string;
  /** What it did; rejects with the reason of the first account that failed, when all have been tried. */
  over: Promise<RunReport>;
}

/** Without a source that dates its changes, an incremental run looks back this far behind the last one. */
const OVERLAP_MS = 2 * 3_600_000;

/** Runs that were asked for: one account after the other, each in a run of its own. */
@Injectable()
export class Runs implements BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly open = new Set<Promise<unknown>>();

  constructor(
    private readonly sources: SourceRegistry,
    private readonly running: Running,
    private readonly leases: Leases,
    private readonly runs: RunRepository,
    private readonly world: World,
  ) {}

  /** Takes the first account, or throws `SyncRunning`, and goes on by itself. */
  async begin(wish: Wish): Promise<Invocation> {
    const [first, ...others] = this.accounts(wish.accountId);
    if (first === undefined) throw new AccountUnknown(undefined, []);
    const task = await this.take(first, wish);
    const over = this.all(task, others, wish);
    this.open.add(over);
    void over.catch(() => undefined).finally(() => this.open.delete(over));
    return { id: task.run.invocationId, over };
  }

  async report(id: string): Promise<RunReport> {
    const [first, ...others] = await this.runs.invocation(id);
    if (first === undefined) throw new RunNotFound();
    return reportOf([first, ...others]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new RunStopped());
    await Promise.allSettled(this.open);
  }

  private accounts(accountId: string | undefined): string[] {
    return accountId === undefined ? this.sources.accounts() : [this.sources.only(accountId)];
  }

  private async all(task: Task, others: readonly string[], wish: Wish): Promise<RunReport> {
    const errors: unknown[] = [];
    const attempt = (work: Promise<unknown>): Promise<unknown> =>
      work.catch((error: unknown) => errors.push(error));
    await attempt(this.running.run(task));
    for (const accountId of others) {
      const next = this.take(accountId, wish, task.run.invocationId);
      await attempt(next.then((taken) => this.running.run(taken)));
    }
    if (errors.length > 0) throw errors[0];
    return this.report(task.run.invocationId);
  }

  private async take(accountId: string, wish: Wish, invocationId?: string): Promise<Task> {
    const { force = false, disable = false, onlyDisable = false, dryRun = false, allowShrink = false } = wish;
    const source = this.sources.of(accountId);
    const users = wish.link === true ? await this.world.users(wish.allUsers === true) : [];
    const last = await this.last(accountId, wish);
    const run = newRun(
      {
        accountId,
        kind: last.since === null ? 'FULL' : 'INCREMENTAL',
        cause: wish.cause ?? 'code',
        actor: actor(),
        dryRun,
        at: this.world.now(),
      },
      invocationId,
    );
    await this.leases.take(run);
    const signals = [this.stopping.signal, ...(wish.signal === undefined ? [] : [wish.signal])];
    const signal = AbortSignal.any(signals);
    return {
      run,
      source,
      force,
      disable,
      onlyDisable,
      allowShrink,
      users,
      signal,
      ...last,
      watch: wish.watch,
    };
  }

  /** Only a complete listing can tell what is gone, and one has to come before the first incremental run. */
  private async last(accountId: string, wish: Wish): Promise<Pick<Task, 'since' | 'sourceClock'>> {
    const last = await this.runs.latest(accountId);
    const sourceClock = last?.sourceClock ?? null;
    const wanted = wish.incremental === true && wish.disable !== true && last !== null;
    if (!wanted || (await this.runs.latest(accountId, 'FULL')) === null) return { since: null, sourceClock };
    return { since: sourceClock ?? beginOf(last, OVERLAP_MS), sourceClock };
  }
}

function beginOf({ startedAt }: RunRow, before: number): Date {
  return new Date(startedAt.getTime() - before);
}
