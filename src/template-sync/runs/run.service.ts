import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf, RelaisError } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { RunStopped, RunTakenOver } from '../template-sync.errors.js';
import { Copying, type Order } from './copying.service.js';
import { Leases } from './lease.service.js';
import { Outcomes } from './outcomes.service.js';
import type { RunPhase, RunRow } from './run.entity.js';
import { progressOf, resultOf } from './run.js';
import { type RunChange, RunRepository } from './run.repository.js';
import { Tally } from './tally.js';

/** How a run that holds its lease is to be done. */
export type Task = Pick<
  Order,
  'source' | 'force' | 'disable' | 'onlyDisable' | 'allowShrink' | 'users' | 'signal'
> & {
  run: RunRow;
  /** From which moment on, by the source's clock, an incremental run asks. */
  since: Date | null;
  /** The latest change known before it. */
  sourceClock: Date | null;
  watch?: (tally: Readonly<Tally>, phase: RunPhase) => void;
};

/** One run from its lease to its record: it always ends in its row, whatever happens. */
@Injectable()
export class Running {
  private readonly log = new Logger('TemplateSync');

  constructor(
    private readonly copying: Copying,
    private readonly leases: Leases,
    private readonly runs: RunRepository,
    private readonly outcomes: Outcomes,
    private readonly clock: Clock,
  ) {}

  async run(task: Task): Promise<void> {
    const { run } = task;
    const began = performance.now();
    const tally = new Tally();
    const stop = new AbortController();
    const signal = AbortSignal.any([task.signal, stop.signal]);
    const at: { phase: RunPhase } = { phase: 'reading' };
    const release = this.leases.beat(
      run,
      () => progressOf(tally, at.phase),
      () => stop.abort(new RunTakenOver()),
    );
    this.step(run, 'begun', { kind: run.kind, cause: run.cause, dryRun: run.dryRun });
    try {
      await this.copying.run({
        ...task,
        accountId: run.accountId,
        runId: run.id,
        actor: run.actor,
        dryRun: run.dryRun,
        signal,
        tally,
        tell: (phase) => {
          if (phase !== at.phase) this.step(run, phase, progressOf(tally, phase));
          at.phase = phase;
          task.watch?.(tally, phase);
        },
        seal: () => this.close(run, this.done(task, tally, began)),
      });
      if (run.dryRun) await this.close(run, this.done(task, tally, began));
      await this.outcomes.ended(run, 'DONE', '');
      this.step(run, 'done', resultOf(tally, performance.now() - began));
    } catch (thrown) {
      const error = signal.aborted ? reasonOf(signal) : thrown;
      await this.fail(run, error, resultOf(tally, performance.now() - began));
      throw error;
    } finally {
      release();
    }
  }

  private done({ sourceClock }: Task, tally: Tally, began: number): RunChange {
    const latest = Math.max(sourceClock?.getTime() ?? 0, tally.sourceClock?.getTime() ?? 0);
    return {
      ...resultOf(tally, performance.now() - began),
      state: 'DONE',
      finishedAt: this.clock.now(),
      sourceClock: latest === 0 ? null : new Date(latest),
    };
  }

  private async close(run: RunRow, change: RunChange): Promise<void> {
    if (!(await this.runs.close(run, change))) throw new RunTakenOver();
  }

  /** Nothing was written: the figures tell what was read. */
  private async fail(run: RunRow, error: unknown, result: RunChange): Promise<void> {
    const state = error instanceof RunStopped ? 'STOPPED' : 'FAILED';
    const reason = reasonInWords(error);
    const code = error instanceof RelaisError ? error.code : 'template-sync.failed';
    this.log.warn(`run ${run.id} of account ${run.accountId} failed: ${redact(messageOf(error))}`);
    const nothing = { added: 0, updated: 0, disabled: 0, linked: 0 };
    const record = {
      ...result,
      ...nothing,
      state,
      errorCode: code,
      error: reason,
      finishedAt: this.clock.now(),
    } as const;
    try {
      if (await this.runs.close(run, record)) await this.outcomes.ended(run, state, reason);
    } catch (failure) {
      this.log.error(`run ${run.id} could not be recorded: ${redact(messageOf(failure))}`);
    }
  }

  private step({ id, accountId }: RunRow, step: string, figures: object): void {
    this.log.log({ msg: 'template synchronisation', run: id, account: accountId, step, ...figures });
  }
}

function reasonOf(signal: AbortSignal): unknown {
  return signal.reason instanceof RelaisError ? signal.reason : new RunStopped();
}

function reasonInWords(error: unknown): string {
  const words =
    error instanceof RelaisError
      ? error.publicText
      : 'Une erreur imprévue est survenue ; le journal du serveur en dit plus. Rien n’a été changé.';
  return words.slice(0, 600);
}
