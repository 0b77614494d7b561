import { Injectable } from '@nestjs/common';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { type Kind, KINDS } from '../catalog.port.js';
import { Clocks } from './clocks.service.js';
import { RunRepository } from './run.repository.js';
import type { RunRow } from './run.entity.js';
import { SourceRegistry } from './sources.js';
import { StockRepository, type Synced } from './stock.repository.js';
import type { CatalogStatusDto, KindStatusDto } from './sync.dto.js';

const MOST_SHOWN = 10;

/** What the status page shows of a kind. */
export interface KindReport extends KindStatusDto {
  kind: Kind;
  runs: RunRow[];
  latest: Synced[];
  faults: { remoteId: string | null; name: string | null; reason: string }[];
}

/** How the copy of the inventory is. */
@Injectable()
export class Status {
  constructor(
    private readonly runs: RunRepository,
    private readonly clocks: Clocks,
    private readonly stock: StockRepository,
    private readonly sources: SourceRegistry,
  ) {}

  async figures(): Promise<CatalogStatusDto> {
    return { products: await this.of('products'), categories: await this.of('categories') };
  }

  /** With the last runs, what was copied last, and what went wrong. */
  async report(): Promise<KindReport[]> {
    const reports: KindReport[] = [];
    for (const kind of KINDS) {
      const runs = await this.runs.list(null, MOST_SHOWN, kind);
      const [last] = runs;
      reports.push({
        ...(await this.of(kind)),
        kind,
        runs,
        latest: await this.stock.latest(kind, MOST_SHOWN),
        faults: last === undefined ? [] : await this.runs.faults(last.id, BEFORE_ALL_IDS, MOST_SHOWN),
      });
    }
    return reports;
  }

  private async of(kind: Kind): Promise<KindStatusDto> {
    const { count, active } = await this.stock.counts(kind);
    const [last, clock] = [await this.runs.latest(kind), await this.clocks.read(kind)];
    return {
      count,
      active,
      running: last?.state === 'RUNNING',
      lastRunAt: last?.startedAt ?? null,
      lastSuccessAt: clock.lastSuccessAt,
      nextDueAt: this.sources.current === null ? null : clock.nextDueAt,
      lastError: last?.error ?? null,
    };
  }
}
