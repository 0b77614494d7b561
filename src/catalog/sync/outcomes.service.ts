import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Alerts } from '../../platform/alerts/alerts.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { InventoryFailure } from '../catalog.port.js';
import { Clocks } from './clocks.service.js';
import type { RunRow } from './run.entity.js';
import { RunRepository } from './run.repository.js';

/** Failures in a row after which somebody has to look; a catalogue that would shrink calls at once. */
const CALLED_AFTER = 3;
const AT_ONCE = 'catalog.would-shrink';
/** Told by the keepers of the keys; over with any copy that comes to its end. */
export const KEY_MISSING = 'catalog.key-missing';
/** Of a refused key its keepers tell. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['catalog.source-key', 'catalog.source-permission']);

/** Records of older runs are of no use to anybody. */
const KEPT_MS = 90 * 86_400_000;

const WHAT = { products: 'des produits', categories: 'des catégories' } as const;
const WHAT_EN = { products: 'products', categories: 'categories' } as const;

/** What follows from the end of a run: when the next one is due, and who has to hear of it. */
@Injectable()
export class Outcomes {
  private readonly ends;

  constructor(
    private readonly clocks: Clocks,
    private readonly alerts: Alerts,
    private readonly clock: Clock,
    private readonly runs: RunRepository,
    metrics: Metrics,
  ) {
    this.ends = metrics.counter<'kind' | 'state'>(
      'relais_catalog_runs_total',
      'Copies of the inventory, by kind and end',
      ['kind', 'state'],
    );
  }

  get now(): Date {
    return this.clock.now();
  }

  async ended(run: RunRow, failure: InventoryFailure | null): Promise<void> {
    const { kind, state, startedAt, complete } = run;
    this.ends.inc({ kind, state });
    const key = `catalog.sync:${kind}`;
    if (state === 'DONE') {
      await this.clocks.succeeded(kind, startedAt, complete);
      await this.runs.prune(new Date(this.now.getTime() - KEPT_MS));
      await this.alerts.clear(KEY_MISSING);
      return this.alerts.clear(key);
    }
    if (state !== 'FAILED') return this.clocks.stopped(kind);
    await this.clocks.failed(kind, failure);
    const { failures } = await this.clocks.read(kind);
    const { errorCode } = run;
    if (TOLD_ELSEWHERE.has(errorCode ?? '')) return;
    if (failures < CALLED_AFTER && errorCode !== AT_ONCE) return;
    await this.alerts.raise({
      key,
      title: `La copie ${WHAT[kind]} de l’inventaire échoue.`,
      advice: `${run.error ?? ''} Détails : page /inventory/status/.`.slice(0, 400),
      en: {
        title: `Copying ${WHAT_EN[kind]} from the inventory fails.`,
        advice: `Error ${run.errorCode ?? ''}. See the page /inventory/status/.`,
      },
      service: 'catalog',
      code: (run.errorCode ?? '').slice(0, 60),
      context: { run: run.id },
    });
  }
}
