import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../database/database.js';
import { Events } from '../events/events.js';
import { Metrics } from '../metrics/metrics.js';
import type { AlertRow } from './alert.entity.js';
import { AlertRepository } from './alert.repository.js';
import { AlertClosed, AlertOpened, Alerts, type LastingProblem, type Problem } from './alerts.js';

/** Problems in the database: however many instances notice one, the team is told once. */
@Injectable()
export class AlertsService extends Alerts implements OnModuleInit {
  private readonly log = new Logger('Alerts');

  constructor(
    private readonly repository: AlertRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.metrics.gauge('relais_alerts_open', 'Problems that last', () => this.repository.count());
  }

  async raise(problem: Problem): Promise<void> {
    const isNew = await this.database.retrying(async () => {
      const opened = await this.repository.raise(problem, this.clock.now());
      if (opened) await this.events.publish(new AlertOpened(problem.key));
      return opened;
    });
    if (isNew) this.log.error(`${problem.key}: ${problem.title} ${problem.advice}`);
  }

  async clear(key: string): Promise<void> {
    const closed = await this.database.retrying(async () => {
      const row = await this.repository.clear(key, this.clock.now());
      if (row !== null) await this.events.publish(new AlertClosed(key));
      return row;
    });
    if (closed !== null) this.log.log(`${key} is over (told ${closed.occurrences} times)`);
  }

  async open(): Promise<LastingProblem[]> {
    return (await this.repository.open()).map(lasting);
  }
}

function lasting({ problem, title, advice, openedAt, lastAt, occurrences }: AlertRow): LastingProblem {
  return { key: problem, title, advice, since: openedAt, lastAt, count: occurrences };
}
