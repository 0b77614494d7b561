import { Injectable } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { Alerts } from '../../platform/alerts/alerts.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import type { RunRow } from './run.entity.js';
import { RunRepository } from './run.repository.js';

/** So many failures in a row are worth waking somebody. */
const PATIENCE = 5;

/** What follows from how runs end: figures, and one alert for an account that goes on failing. */
@Injectable()
export class Outcomes {
  private readonly ends: Counter<'state'>;

  constructor(
    private readonly runs: RunRepository,
    private readonly alerts: Alerts,
    metrics: Metrics,
  ) {
    this.ends = metrics.counter('relais_template_runs_total', 'Synchronisations of templates', ['state']);
  }

  /** To be called when a run has ended, with how it ended. */
  async ended(
    { accountId, dryRun }: RunRow,
    state: 'DONE' | 'FAILED' | 'STOPPED',
    reason: string,
  ): Promise<void> {
    this.ends.inc({ state });
    if (dryRun || state === 'STOPPED') return;
    const key = `template-sync.failing:${accountId}`;
    if (state === 'DONE') {
      await this.alerts.clear(key);
      return;
    }
    const failures = await this.failuresInARow(accountId);
    if (failures < PATIENCE) return;
    await this.alerts.raise({
      key,
      title: `Les modèles du compte ${accountId} ne sont plus synchronisés : ${failures === PATIENCE ? '' : 'au moins '}${PATIENCE} échecs de suite.`,
      advice: `Dernière raison : ${reason.slice(0, 600)} La copie locale reste utilisable telle qu’elle est.`,
      en: {
        title: `The templates of account ${accountId} are no longer synchronised: ${failures === PATIENCE ? '' : 'at least '}${PATIENCE} failures in a row.`,
        advice: 'GET /api/templates/runs tells why. The local copy stays usable as it is.',
      },
    });
  }

  /** Up to one more than it takes to lose patience. */
  private async failuresInARow(accountId: string): Promise<number> {
    const latest = await this.runs.ended(accountId, PATIENCE + 1);
    const success = latest.findIndex(({ state }) => state === 'DONE');
    return success === -1 ? latest.length : success;
  }
}
