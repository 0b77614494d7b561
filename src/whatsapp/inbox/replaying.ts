import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { AFTER_ALL_IDS, BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Vault } from '../../platform/vault/vault.js';
import { MessageNotFound, NotReplayable, NumberNotOurs } from '../whatsapp.errors.js';
import { OwnNumbers } from '../whatsapp.port.js';
import type { InboxRow } from './inbox.entity.js';
import { DISPATCH_JOB, NOTICES_JOB } from './inbox-store.js';
import { type Replayable, ReceivedRepository } from './received.repository.js';

const BATCH = 500;

export type Unhandled = 'DEAD' | 'KEPT';

/** Some of what was not handled: these, or all of one number. */
export type Choice = { ids: readonly string[] } | { number: string; state: Unhandled };

/** What was received and not handled, and its second chance. */
@Injectable()
export class Replaying {
  constructor(
    private readonly received: ReceivedRepository,
    private readonly numbers: OwnNumbers,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly vault: Vault,
  ) {}

  /** One update; with what it tells, as it came, where nobody understood it. What people said is told by its message alone. */
  async find(id: string): Promise<{ row: InboxRow; told: object | null }> {
    const row = await this.received.find(id);
    if (row === null) throw new MessageNotFound(id);
    return { row, told: row.kind !== 'other' || row.body === null ? null : this.opened(row.body) };
  }

  /** Newest first. */
  list(
    where: { state: Unhandled; numberId?: string },
    before: string | null,
    limit: number,
  ): Promise<InboxRow[]> {
    return this.received.list({ ...where, before: before ?? AFTER_ALL_IDS }, limit);
  }

  /** Handles one again. Throws `MessageNotFound`, `NotReplayable`, or `NumberNotOurs` where the number it came for is still not ours. */
  async one(id: string): Promise<void> {
    const [row] = await this.received.replayable([id]);
    if (row === undefined)
      throw (await this.received.find(id)) === null ? new MessageNotFound(id) : new NotReplayable(id);
    if (!this.isOurs(row)) throw new NumberNotOurs();
    await this.reopen([row]);
  }

  /** How many would be handled again. */
  async preview(choice: Choice): Promise<number> {
    let count = 0;
    for await (const rows of this.portions(choice)) count += rows.length;
    return count;
  }

  /** Handles several again; returns how many. Throws where they were named and none can be. */
  async many(choice: Choice): Promise<number> {
    let count = 0;
    for await (const rows of this.portions(choice)) count += await this.reopen(rows);
    if (count === 0 && 'ids' in choice) throw new NotReplayable(`${choice.ids.length} updates`);
    return count;
  }

  /** What no key opens any more is gone. */
  private opened(body: string): object | null {
    try {
      return JSON.parse(this.vault.open(body)) as object;
    } catch {
      return null;
    }
  }

  private async *portions(choice: Choice): AsyncGenerator<Replayable[]> {
    if ('ids' in choice) {
      yield (await this.received.replayable(choice.ids)).filter((row) => this.isOurs(row));
      return;
    }
    if (!this.isOurs({ numberId: choice.number })) throw new NumberNotOurs();
    for (let afterId = BEFORE_ALL_IDS; ;) {
      const rows = await this.received.replayableOf(choice.number, choice.state, afterId, BATCH);
      yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) return;
      afterId = last.id;
    }
  }

  private async reopen(rows: readonly Replayable[]): Promise<number> {
    const count = await this.received.reopen(
      rows.map(({ id }) => id),
      this.clock.now(),
    );
    this.jobs.wake(DISPATCH_JOB);
    this.jobs.wake(NOTICES_JOB);
    return count;
  }

  private isOurs({ numberId }: Pick<Replayable, 'numberId'>): boolean {
    return this.numbers.number(numberId) !== undefined;
  }
}
