import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../platform/database/id.js';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { RunLeases } from '../../platform/jobs/run-leases.js';
import { currentActor } from '../../platform/web/request-context.js';
import { NoInventory, RunNotFound, SyncRunning, SyncStopped } from '../catalog.errors.js';
import type { Kind } from '../catalog.port.js';
import { Clocks } from './clocks.service.js';
import type { Order } from './order.js';
import { type RunCause, RunRow } from './run.entity.js';
import { RunRepository } from './run.repository.js';
import { Running } from './running.service.js';
import { SourceRegistry } from './sources.js';
import { Tally } from './tally.js';

/** What somebody wants to be copied, and how. */
export interface Wish {
  cause: RunCause;
  force?: boolean;
  signal?: AbortSignal;
  /** Called after each page with how far it is. */
  watch?: (tally: Readonly<Tally>) => void;
}

/** A run that was begun: its id at once, its record at its end. It never rejects: a failure is in the record. */
export interface Begun {
  id: string;
  over: Promise<RunRow>;
}

interface Interrupted {
  before: RunRow;
  root: RunRow;
}

/** An interrupted listing goes on within this time; later it begins anew. */
const RESUMED_WITHIN_MS = 6 * 3_600_000;
/** Between two complete listings others ask for what changed only, where the inventory can tell. */
const COMPLETE_EVERY_MS = 24 * 3_600_000;
/** Clocks differ: what changed so much earlier is asked for again. */
const OVERLAP_MS = 5 * 60_000;
const LOST = {
  state: 'LOST',
  errorCode: 'catalog.run-lost',
  error: 'Le processus qui copiait s’est arrêté en route. La copie suivante reprend où il en était.',
} as const;

/** Runs that were asked for, one of a kind at a time over all instances. */
@Injectable()
export class SyncRuns implements BeforeApplicationShutdown {
  private readonly leases: RunLeases<RunRow>;
  private readonly stopping = new AbortController();
  private readonly open = new Set<Promise<unknown>>();

  constructor(
    private readonly runs: RunRepository,
    private readonly sources: SourceRegistry,
    private readonly running: Running,
    private readonly clocks: Clocks,
    private readonly clock: Clock,
  ) {
    const book = {
      add: (run: RunRow) => runs.add(run),
      holder: ({ kind }: RunRow) => runs.holder(kind),
      bury: (holder: RunRow) => runs.bury(holder, { ...LOST, finishedAt: clock.now() }),
    };
    this.leases = new RunLeases(book, clock, new Logger('Catalog'));
  }

  /** Begins a run now and goes on by itself. Throws `NoInventory` and `SyncRunning`. */
  async begin(kind: Kind, wish: Wish): Promise<Begun> {
    const source = this.sources.current;
    if (source === null) throw new NoInventory();
    const run = await this.prepared(kind, wish);
    const holder = await this.leases.take(run);
    if (holder !== null) throw new SyncRunning(holder.id);
    // Only now is it certain that the one before is over, and where it stopped.
    const { before, root } = (await this.interrupted(run)) ?? { before: null, root: run };
    const tally = new Tally();
    if (before !== null) {
      tally.goOn(before);
      Object.assign(run, { rootId: before.rootId, complete: true });
      await this.runs.tell(run, { rootId: before.rootId, complete: true });
    }
    const since = run.complete ? null : await this.since(kind, source.can.since);
    const stop = new AbortController();
    const signals = [this.stopping.signal, stop.signal, ...(wish.signal === undefined ? [] : [wish.signal])];
    const order: Order = {
      run,
      source,
      since,
      tally,
      late: [],
      from: before?.position ?? null,
      force: root.forced,
      signal: AbortSignal.any(signals),
      progress: () => wish.watch?.(tally),
    };
    const over = this.running.run(order, this.leases, stop);
    this.open.add(over);
    void over.finally(() => this.open.delete(over));
    return { id: run.id, over };
  }

  /** Begins the run that is due, if it is and nobody else does; never throws for what others do meanwhile. */
  async beginIfDue(
    kind: Kind,
    cause: RunCause,
    watched: Pick<Wish, 'signal' | 'watch'> = {},
  ): Promise<Begun | null> {
    if (this.sources.current === null || !(await this.clocks.claim(kind, cause))) return null;
    try {
      return await this.begin(kind, { ...watched, cause });
    } catch (error) {
      if (error instanceof SyncRunning) return null;
      throw error;
    }
  }

  /** Asks a run to stop, wherever it is done; `false` when it is over. */
  async stop(id: string): Promise<boolean> {
    const run = await this.runs.find(id);
    if (run === null) throw new RunNotFound();
    return this.runs.stop(id, run.kind);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new SyncStopped());
    await Promise.allSettled(this.open);
  }

  private async prepared(kind: Kind, { cause, force = false }: Wish): Promise<RunRow> {
    const id = newId();
    const now = this.clock.now();
    const since = force ? null : await this.since(kind, this.sources.current?.can.since === true);
    return Object.assign(new RunRow(), BLANK, RunLeases.signature(now), {
      id,
      kind,
      cause,
      slot: kind,
      rootId: id,
      actor: actor(),
      forced: force,
      complete: since === null,
      startedAt: now,
    });
  }

  /** The run before this one, where its listing can go on, and the one that began it. */
  private async interrupted({ kind, id, forced }: RunRow): Promise<Interrupted | null> {
    if (kind !== 'products') return null;
    const [, before] = await this.runs.list(null, 2, kind);
    const isOurs = before !== undefined && before.id !== id && before.complete && before.position !== null;
    if (!isOurs || !RESUMABLE.has(before.state) || ANEW.has(before.errorCode ?? '')) return null;
    const root = (await this.runs.find(before.rootId)) ?? before;
    const age = this.clock.now().getTime() - root.startedAt.getTime();
    // Who insists wants all of it read anew, not only the rest.
    return age < RESUMED_WITHIN_MS && (root.forced || !forced) ? { before, root } : null;
  }

  /** `null`: all there is has to be listed. */
  private async since(kind: Kind, isOffered: boolean): Promise<Date | null> {
    if (!isOffered || kind !== 'products') return null;
    const { lastCompleteAt, lastSuccessAt } = await this.clocks.read(kind);
    const age = this.clock.now().getTime() - (lastCompleteAt?.getTime() ?? 0);
    if (age > COMPLETE_EVERY_MS || lastSuccessAt === null || (await this.leftSomething(kind))) return null;
    return new Date(lastSuccessAt.getTime() - OVERLAP_MS);
  }

  /** Whether the last listing of changes had any that could not be taken: the inventory would not list them again. */
  private async leftSomething(kind: Kind): Promise<boolean> {
    const last = await this.runs.latest(kind, 'DONE');
    if (last === null || last.complete) return false;
    return (await this.runs.faults(last.id, BEFORE_ALL_IDS, 1)).length > 0;
  }
}

const RESUMABLE: ReadonlySet<string> = new Set(['STOPPED', 'LOST', 'FAILED']);
/** What was listed is itself in doubt: the next listing begins with the first page. */
const ANEW: ReadonlySet<string> = new Set(['catalog.source-endless', 'catalog.would-shrink']);

const BLANK = {
  state: 'RUNNING',
  finishedAt: null,
  isStopped: false,
  position: null,
  pages: 0,
  expected: null,
  total: 0,
  added: 0,
  updated: 0,
  unchanged: 0,
  failed: 0,
  disabled: 0,
  apiCalls: 0,
  apiMs: 0,
  databaseMs: 0,
  durationMs: 0,
  errorCode: null,
  error: null,
} as const;

function actor(): string {
  const { kind, id } = currentActor();
  return `${kind}:${id}`.slice(0, 120);
}
