import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Database } from '../database/database.js';
import { Events } from '../events/events.js';
import { Jobs } from '../jobs/jobs.js';
import type { AlertRow } from './alert.entity.js';
import { AlertRepository } from './alert.repository.js';
import { AlertClosed, AlertOpened, Alerts, type Fault, type LastingProblem, type Problem } from './alerts.js';
import { FaultNotes } from './fault-notes.js';

const WRITE_EVERY_MS = 5_000;
const QUIET_MS = 24 * 3_600_000;
const LOOK_EVERY_MS = 600_000;

/** Problems in the database: however many instances notice one, the team is told once. */
@Injectable()
export class AlertsService extends Alerts implements OnModuleInit, BeforeApplicationShutdown {
  private readonly log = new Logger('Alerts');
  private readonly notes = new FaultNotes();

  constructor(
    private readonly repository: AlertRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    const write = () => this.write();
    this.jobs.define({ name: 'alerts.write', everyMs: WRITE_EVERY_MS, everywhere: true, run: write });
    this.jobs.define({ name: 'alerts.close-quiet', everyMs: LOOK_EVERY_MS, run: () => this.closeQuiet() });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.write().catch((error: unknown) =>
      this.log.warn(`errors were not written down: ${redact(messageOf(error))}`),
    );
  }

  async raise(problem: Problem): Promise<void> {
    const occurrence = { count: 1, at: this.clock.now(), isCritical: true };
    const opened = await this.database.retrying(async () => {
      const id = await this.repository.raise(problem, occurrence);
      if (id !== null) await this.events.publish(new AlertOpened(problem.key, id));
      return id;
    });
    if (opened !== null) this.log.error(`${problem.key}: ${problem.title} ${problem.advice}`);
  }

  async clear(key: string): Promise<void> {
    const closed = await this.database.retrying(async () => {
      const row = await this.repository.clear(key, this.clock.now());
      if (row?.isCritical === true) await this.events.publish(new AlertClosed(key, row.id));
      return row;
    });
    if (closed !== null) this.log.log(`${key} is over (told ${closed.occurrences} times)`);
  }

  note(fault: Fault): void {
    this.notes.add(fault, this.clock.now());
  }

  async open(): Promise<LastingProblem[]> {
    return (await this.repository.open()).map(lasting);
  }

  async find(alertId: string): Promise<LastingProblem | null> {
    const row = await this.repository.find(alertId);
    return row && lasting(row);
  }

  private async write(): Promise<void> {
    const noted = this.notes.take();
    for (const [at, { fault, count, lastAt }] of noted.entries()) {
      try {
        await this.database.retrying(() =>
          this.repository.raise(fault, { count, at: lastAt, isCritical: false }),
        );
      } catch (error) {
        // Those that were not written wait for the next time.
        for (const rest of noted.slice(at)) this.notes.add(rest.fault, rest.lastAt, rest.count);
        throw error;
      }
    }
  }

  private async closeQuiet(): Promise<boolean> {
    const now = this.clock.now();
    const rows = await this.repository.quiet(new Date(now.getTime() - QUIET_MS));
    for (const { problem } of rows) await this.database.retrying(() => this.repository.clear(problem, now));
    return rows.length > 0;
  }
}

function lasting(row: AlertRow): LastingProblem {
  const { id, problem, title, advice, titleEn, adviceEn, openedAt, lastAt, occurrences, closedAt } = row;
  return {
    id,
    key: problem,
    title,
    advice,
    ...(titleEn !== null && adviceEn !== null && { en: { title: titleEn, advice: adviceEn } }),
    ...(row.service !== null && { service: row.service }),
    ...(row.code !== null && { code: row.code }),
    since: openedAt,
    lastAt,
    count: occurrences,
    endedAt: closedAt,
  };
}
