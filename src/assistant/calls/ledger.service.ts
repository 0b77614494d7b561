import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Settings } from '../../platform/config/settings.js';
import { newId } from '../../platform/database/id.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Vault } from '../../platform/vault/vault.js';
import type { CallRow } from './call.entity.js';
import { CallRepository } from './call.repository.js';

/** What one question took and cost. */
export interface Spent extends Omit<CallRow, 'id' | 'at' | 'personIndex'> {
  personKey: string;
}

const DAY_MS = 86_400_000;
const BUCKETS = [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60, 120];

/** Who has asked how much, and what it cost. */
@Injectable()
export class CallLedger implements BeforeApplicationShutdown {
  private readonly log = new Logger('Assistant');
  private readonly writing = new Set<Promise<void>>();
  private readonly outcomes: Counter<'outcome'>;
  private readonly tokens: Counter<'direction'>;
  private readonly seconds: Histogram;

  constructor(
    private readonly repository: CallRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly settings: Settings,
    metrics: Metrics,
  ) {
    const named = (name: string): string => `relais_assistant_${name}`;
    this.outcomes = metrics.counter(named('calls_total'), 'Questions put to the model, by outcome', [
      'outcome',
    ]);
    this.tokens = metrics.counter(named('tokens_total'), 'Tokens read and written by the model', [
      'direction',
    ]);
    this.seconds = metrics.histogram(named('seconds'), 'Time that a question took', BUCKETS);
  }

  /** Whether somebody, and everybody together, may still ask. */
  async mayAsk(personKey: string): Promise<boolean> {
    const { callsPerDay, tokensPerDay } = this.settings.assistant;
    const now = this.clock.now();
    const since = new Date(now.getTime() - DAY_MS);
    const indexes = [now, since].flatMap((moment) =>
      this.vault.blindIndexes('user', indexed(personKey, moment)),
    );
    const isWithin =
      (await this.repository.countOf(indexes, since)) < callsPerDay &&
      (tokensPerDay === undefined || (await this.repository.tokensSince(since)) < tokensPerDay);
    if (!isWithin) this.outcomes.inc({ outcome: 'budget' });
    return isWithin;
  }

  /** Notes what a question took; nobody waits for it. */
  note({ personKey, ...spent }: Spent): void {
    this.outcomes.inc({ outcome: spent.outcome });
    this.tokens.inc({ direction: 'input' }, spent.inputTokens);
    this.tokens.inc({ direction: 'output' }, spent.outputTokens);
    this.seconds.observe(spent.durationMs / 1000);
    const at = this.clock.now();
    const personIndex = this.vault.blindIndex('user', indexed(personKey, at));
    const row: CallRow = { ...spent, id: newId(), at, personIndex };
    const written = this.repository
      .add(row)
      .catch((error: unknown) => this.log.error(`A call was not noted: ${redact(messageOf(error))}`))
      .finally(() => this.writing.delete(written));
    this.writing.add(written);
  }

  /** Resolves when everything noted so far is written. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.settled();
  }
}

/** A key of the assistant's own and of one day: its rows cannot be matched with those of other rooms, nor with those of other days. */
function indexed(personKey: string, moment: Date): string {
  return `assistant|${moment.toISOString().slice(0, 10)}|${personKey}`;
}
