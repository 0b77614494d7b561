import { Injectable, Logger } from '@nestjs/common';
import { messageOf, RelaisError } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import type { RunLeases } from '../../platform/jobs/run-leases.js';
import { SyncStopped, SyncTakenOver } from '../catalog.errors.js';
import { InventoryFailure } from '../catalog.port.js';
import { CategoryCopying } from './category-copying.service.js';
import { Completion } from './completion.service.js';
import type { Order } from './order.js';
import { Outcomes } from './outcomes.service.js';
import { Books, ProductCopying } from './product-copying.service.js';
import type { RunRow, RunState } from './run.entity.js';

/** One run from its lease to its record: it always ends in its row, whatever happens. */
@Injectable()
export class Running {
  private readonly log = new Logger('Catalog');

  constructor(
    private readonly products: ProductCopying,
    private readonly categories: CategoryCopying,
    private readonly completion: Completion,
    private readonly outcomes: Outcomes,
    private readonly books: Books,
  ) {}

  /** Never rejects. */
  async run(order: Order, leases: RunLeases<RunRow>, stop: AbortController): Promise<RunRow> {
    const { run, signal } = order;
    const { runs, faults } = this.books;
    const beat = async (at: Date): Promise<boolean> => {
      const how = await runs.beat(run, at);
      if (how === 'stopped') stop.abort(new SyncStopped());
      return how !== 'lost';
    };
    const release = leases.beat(run, beat, () => stop.abort(new SyncTakenOver()));
    this.step(run, 'begun', { cause: run.cause, complete: run.complete });
    try {
      await this.copy(order);
      return await this.end(order, 'DONE', null);
    } catch (thrown) {
      const error: unknown = signal.aborted ? reasonOf(signal) : thrown;
      return await this.end(order, error instanceof SyncStopped ? 'STOPPED' : 'FAILED', error);
    } finally {
      release();
      faults.forget(run.id);
    }
  }

  private async copy(order: Order): Promise<void> {
    if (order.run.kind === 'categories') return this.categories.copy(order);
    await this.completion.complete(order, await this.products.copy(order));
  }

  private async end(order: Order, state: RunState, error: unknown): Promise<RunRow> {
    const { run, tally } = order;
    const failure = error === null ? { errorCode: null, error: null } : wordsOf(error);
    const record = { ...tally.figures, ...failure, state, finishedAt: this.outcomes.now };
    if (error !== null)
      this.log.warn(`run ${run.id} of ${run.kind} ended ${state}: ${redact(messageOf(error))}`);
    try {
      const isOurs = await this.books.runs.close(run, record);
      if (isOurs)
        await this.outcomes.ended({ ...run, ...record }, error instanceof InventoryFailure ? error : null);
    } catch (failed) {
      this.log.error(`run ${run.id} could not be recorded: ${redact(messageOf(failed))}`);
    }
    this.step(run, state, tally.figures);
    return (await this.books.runs.find(run.id).catch(() => null)) ?? Object.assign(run, record);
  }

  private step({ id, kind }: RunRow, step: string, figures: object): void {
    this.log.log({ msg: 'catalogue synchronisation', run: id, kind, step, ...figures });
  }
}

function reasonOf(signal: AbortSignal): unknown {
  return signal.reason instanceof RelaisError ? signal.reason : new SyncStopped();
}

function wordsOf(error: unknown): { errorCode: string; error: string } {
  if (error instanceof RelaisError) return { errorCode: error.code, error: error.publicText.slice(0, 600) };
  return {
    errorCode: 'catalog.failed',
    error:
      'Une erreur imprévue est survenue ; le journal du serveur en dit plus. Ce qui était écrit le reste.',
  };
}
