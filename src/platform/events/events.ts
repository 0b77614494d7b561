import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Database } from '../database/database.js';
import { newId } from '../database/id.js';
import { Jobs } from '../jobs/jobs.js';
import { Shards } from '../jobs/shards.js';
import { DeliveryRepository } from './delivery.repository.js';
import type { DeliveryRow } from './delivery.entity.js';

/** A class of events: past tense, fields are ids and plain values without personal data. */
export interface EventType<E> {
  readonly event: string;
  new (...fields: never[]): E;
}

type Handler = (event: object, delivery: string) => Promise<void>;

const MAX_ATTEMPTS = 12;
const GROUP = 'events';

/**
 * News for the rooms above. Published with the transaction that made it true, delivered after its commit, at least once to each
 * subscriber, retried with growing pauses (up to an hour), kept as dead after twelve attempts. A subscriber must bear repetition.
 */
@Injectable()
export class Events implements OnModuleInit {
  private readonly log = new Logger('Events');
  private readonly subscribers = new Map<string, Map<string, Handler>>();

  constructor(
    private readonly repository: DeliveryRepository,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.shards.join({ name: GROUP, count: 1, changed: () => this.jobs.wake('platform.events') });
    this.jobs.define({ name: 'platform.events', everyMs: 2_000, run: (signal) => this.deliver(signal) });
  }

  /**
   * Subscribes; `subscriber` is `room.purpose` and must stay the same over restarts; `delivery` is the same at each attempt. To be
   * called before the application has started.
   */
  on<E extends object>(
    type: EventType<E>,
    subscriber: string,
    handler: (event: E, delivery: string) => Promise<void>,
  ): void {
    const existing = this.subscribers.get(type.event) ?? new Map<string, Handler>();
    existing.set(subscriber, handler as Handler);
    this.subscribers.set(type.event, existing);
  }

  /** Publishes within the transaction that is open; without subscribers it costs nothing. */
  async publish(event: object): Promise<void> {
    const { event: name } = event.constructor as unknown as EventType<object>;
    const subscribers = [...(this.subscribers.get(name)?.keys() ?? [])];
    const payload = JSON.stringify(event);
    const now = this.clock.now();
    await this.repository.add(
      subscribers.map((subscriber) => ({
        id: newId(),
        event: name,
        subscriber,
        payload,
        state: 'DUE',
        attempts: 0,
        dueAt: now,
        error: null,
      })),
    );
    if (subscribers.length > 0) this.database.afterCommit(() => this.jobs.wake('platform.events'));
  }

  private async deliver(signal: AbortSignal): Promise<boolean> {
    if (!this.shards.held(GROUP).has(0)) return false;
    const due = await this.repository.due(this.clock.now(), 100);
    for (const row of due) {
      if (signal.aborted) return false;
      await this.deliverOne(row);
    }
    return due.length === 100;
  }

  private async deliverOne(row: DeliveryRow): Promise<void> {
    const handler = this.subscribers.get(row.event)?.get(row.subscriber);
    try {
      if (!handler) throw new Error(`nobody subscribes as ${row.subscriber} any more`);
      await handler(JSON.parse(row.payload) as object, row.id);
      await this.repository.remove(row.id);
    } catch (error) {
      row.attempts += 1;
      row.error = redact(messageOf(error)).slice(0, 500);
      row.state = row.attempts >= MAX_ATTEMPTS ? 'DEAD' : 'DUE';
      row.dueAt = new Date(this.clock.now().getTime() + Math.min(3_600_000, 1_000 * 3 ** (row.attempts - 1)));
      if (row.state === 'DEAD') this.log.error(`${row.event} for ${row.subscriber} is dead: ${row.error}`);
      await this.repository.postpone(row);
    }
  }
}
