import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf, RelaisError } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { newId } from '../../platform/database/id.js';
import { RunLeases } from '../../platform/jobs/run-leases.js';
import { currentActor } from '../../platform/web/request-context.js';
import { TargetRegistry } from '../sync/sources.js';
import { CommerceExportRow, type ExportCause } from './commerce-export.entity.js';
import { CommerceNotFound, ExportRunning, ExportStopped } from './commerce.errors.js';
import type { Errand } from './errand.js';
import { ExportEnds } from './export-ends.service.js';
import { Exporting } from './exporting.service.js';
import { ExportRepository } from './export.repository.js';

/** An export that was begun: its id at once, its record at its end. It never rejects: a failure is in the record. */
export interface BegunExport {
  id: string;
  over: Promise<CommerceExportRow>;
}

export interface ExportWish {
  cause: ExportCause;
  force?: boolean;
}

const LOST = {
  state: 'LOST',
  errorCode: 'catalog.export-lost',
  error: 'Le processus qui envoyait s’est arrêté en route. L’envoi suivant reprend où il en était.',
} as const;

/** Exports to commerce catalogues, one at a time for each over all instances. */
@Injectable()
export class CommerceExports implements BeforeApplicationShutdown {
  private readonly log = new Logger('Catalog');
  private readonly leases: RunLeases<CommerceExportRow>;
  private readonly stopping = new AbortController();
  private readonly open = new Set<Promise<unknown>>();

  constructor(
    private readonly exports: ExportRepository,
    private readonly targets: TargetRegistry,
    private readonly exporting: Exporting,
    private readonly ends: ExportEnds,
    private readonly clock: Clock,
  ) {
    const book = {
      add: (run: CommerceExportRow) => exports.add(run),
      holder: ({ catalogId }: CommerceExportRow) => exports.holder(catalogId),
      bury: (holder: CommerceExportRow) => exports.bury(holder, { ...LOST, finishedAt: clock.now() }),
    };
    this.leases = new RunLeases(book, clock, this.log);
  }

  /** Begins an export and goes on by itself. Throws `CommerceNotFound` and `ExportRunning`. */
  async begin(catalogId: string, wish: ExportWish): Promise<BegunExport> {
    const target = this.targets.all.find((each) => each.catalogs().includes(catalogId));
    if (target === undefined) throw new CommerceNotFound();
    const run = await this.prepared(catalogId, wish);
    const holder = await this.leases.take(run);
    if (holder !== null) throw new ExportRunning(holder.id);
    const lost = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
    const figures = { sent: 0, accepted: 0, refused: 0, removed: 0 };
    const errand: Errand = { run, target, catalogId, force: run.forced, figures, signal };
    const over = this.run(errand, lost);
    this.open.add(over);
    void over.finally(() => this.open.delete(over));
    return { id: run.id, over };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new ExportStopped());
    await Promise.allSettled(this.open);
  }

  private async run(errand: Errand, lost: AbortController): Promise<CommerceExportRow> {
    const { run, figures } = errand;
    const beat = async (at: Date): Promise<boolean> => {
      if (!(await this.exports.beat(run, at))) return false;
      return this.exports.tell(run, figures);
    };
    const release = this.leases.beat(run, beat, () => lost.abort(new ExportStopped()));
    try {
      await this.exporting.run(errand);
      return await this.end(errand, null);
    } catch (thrown) {
      return await this.end(errand, errand.signal.aborted ? new ExportStopped() : thrown);
    } finally {
      release();
    }
  }

  private async end({ run, figures }: Errand, error: unknown): Promise<CommerceExportRow> {
    const state = error === null ? 'DONE' : error instanceof ExportStopped ? 'STOPPED' : 'FAILED';
    const failures = state === 'FAILED' ? run.failures + 1 : state === 'DONE' ? 0 : run.failures;
    const record = { ...figures, ...wordsOf(error), state, failures, finishedAt: this.clock.now() } as const;
    if (error !== null)
      this.log.warn(`export ${run.id} to ${run.catalogId} ended ${state}: ${redact(messageOf(error))}`);
    try {
      const isOurs = await this.exports.close(run, record);
      if (isOurs) await this.ends.ended({ ...run, ...record }, error);
    } catch (failed) {
      this.log.error(`export ${run.id} could not be recorded: ${redact(messageOf(failed))}`);
    }
    return Object.assign(run, record, { slot: run.id });
  }

  private async prepared(
    catalogId: string,
    { cause, force = false }: ExportWish,
  ): Promise<CommerceExportRow> {
    const now = this.clock.now();
    const before = await this.exports.latest(catalogId);
    const { kind, id: actor } = currentActor();
    return Object.assign(new CommerceExportRow(), RunLeases.signature(now), {
      id: newId(),
      catalogId,
      slot: catalogId,
      state: 'RUNNING' as const,
      cause,
      actor: `${kind}:${actor}`.slice(0, 120),
      forced: force,
      seenUntil: await this.ends.lastChange(),
      startedAt: now,
      finishedAt: null,
      sent: 0,
      accepted: 0,
      refused: 0,
      removed: 0,
      failures: before?.failures ?? 0,
      errorCode: null,
      error: null,
    });
  }
}

function wordsOf(error: unknown): { errorCode: string | null; error: string | null } {
  if (error === null) return { errorCode: null, error: null };
  if (error instanceof RelaisError) return { errorCode: error.code, error: error.publicText.slice(0, 600) };
  return {
    errorCode: 'catalog.failed',
    error: 'Une erreur imprévue est survenue ; le journal du serveur en dit plus.',
  };
}
