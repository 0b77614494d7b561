import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RelaisError } from '../../kernel/error.js';
import { type CommerceResult, InventoryFailure } from '../catalog.port.js';
import type { CommerceBatchRow } from './commerce-batch.entity.js';
import { BatchRepository } from './batch.repository.js';
import type { Parcel } from './commerce.repository.js';
import type { Errand } from './errand.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** What is asked about for longer is asked about again by the next export. */
const LONGEST_WATCH_MS = 30 * 60_000;
/** What was handed over longer ago and is not done is handed over anew. */
const OLDEST_MS = 24 * 3_600_000;

/** Hands items over and learns what became of them. */
@Injectable()
export class CommerceBatches {
  constructor(
    private readonly repository: BatchRepository,
    private readonly clock: Clock,
  ) {}

  /** It is written down before it leaves, and its handle before it is asked about: whatever breaks off, nothing is forgotten. */
  async send(errand: Errand, parcels: readonly Parcel[]): Promise<CommerceBatchRow> {
    const { target, catalogId, signal, figures } = errand;
    const batch = await this.repository.open(catalogId, parcels, this.clock.now());
    try {
      const items = parcels.map(({ item }) => item);
      const { handle, results } = await target.push(catalogId, items, signal);
      const told = results.filter(({ ok, warnings }) => !ok || warnings.length > 0);
      await this.repository.handed(batch, handle, told, this.clock.now());
    } catch (error) {
      await this.repository.close(batch, 'FAILED', inFrench(error), this.clock.now());
      throw error;
    }
    figures.sent += parcels.length;
    return batch;
  }

  /** Waits until a batch is done and writes down what became of each item. */
  async settle(errand: Errand, batch: CommerceBatchRow): Promise<void> {
    const { figures } = errand;
    const results = batch.handle === null ? [] : await this.watch(errand, batch, batch.handle);
    const { accepted, refused, removed } = await this.repository.settle(batch, results, this.clock.now());
    figures.accepted += accepted;
    figures.refused += refused;
    figures.removed += removed;
  }

  /** Takes up what an export before this one left behind. */
  async resume(errand: Errand): Promise<void> {
    for (const batch of await this.repository.unfinished(errand.catalogId)) {
      const now = this.clock.now();
      const isOld = now.getTime() - batch.sentAt.getTime() > OLDEST_MS;
      if (batch.state === 'SENDING' || isOld) await this.repository.close(batch, 'LOST', LOST, now);
      else await this.settleOld(errand, batch);
    }
  }

  /** Between two questions. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal, ref: false });
  }

  /** One that nothing can be learned of any more holds nobody up: its items go with this export. */
  private async settleOld(errand: Errand, batch: CommerceBatchRow): Promise<void> {
    try {
      await this.settle(errand, batch);
    } catch (error) {
      if (!isGivenUp(error)) throw error;
    }
  }

  private async watch(
    errand: Errand,
    batch: CommerceBatchRow,
    handle: string,
  ): Promise<readonly CommerceResult[]> {
    let waited = 0;
    for (let polls = 0; ; polls += 1) {
      errand.signal.throwIfAborted();
      const results = await this.ask(errand, batch, handle);
      if (results !== null) return results;
      if (waited > LONGEST_WATCH_MS)
        throw new InventoryFailure('unreachable', 'Le catalogue travaille à un lot depuis trop longtemps.');
      const ms = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(polls, 10));
      waited += ms;
      await this.repository.polled(batch, this.clock.now());
      await this.pause(ms, errand.signal);
    }
  }

  /** A batch of which nothing can be learned any more is given up: its items go again. */
  private async ask(
    { target, catalogId, signal }: Errand,
    batch: CommerceBatchRow,
    handle: string,
  ): Promise<readonly CommerceResult[] | null> {
    try {
      return await target.poll(catalogId, handle, signal);
    } catch (error) {
      if (isGivenUp(error)) await this.repository.close(batch, 'FAILED', inFrench(error), this.clock.now());
      throw error;
    }
  }
}

function isGivenUp(error: unknown): boolean {
  return error instanceof InventoryFailure && error.cause === 'malformed';
}

const LOST = 'On ne sait pas ce que ce lot est devenu : ses articles sont envoyés de nouveau.';

function inFrench(error: unknown): string {
  return error instanceof RelaisError ? error.publicText.slice(0, 600) : 'L’envoi a été interrompu.';
}
