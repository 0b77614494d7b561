import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Attempting } from './attempting.js';
import { type Address, ContactRepository } from '../contacts/contact.repository.js';
import { GroupWriter } from '../group-writer.js';
import type { Waiting } from './lines.js';
import type { Verdict } from './number-sender.js';
import { type Look, type OpenRow, type Outcome, OutboxRepository, type Place } from './outbox.repository.js';
import { Rechecking } from './rechecking.js';
import type { SendResult } from '../whatsapp.port.js';

const LONGEST_REST_MS = 300_000;
/** Only the next message to the same person waits for an outcome. */
const OUTCOMES_REST = 4;

/** Messages of one number that are about to be sent, and those of them that still waited. */
interface Mark {
  waiting: readonly Waiting[];
  at: Date;
  ours: Waiting[];
}

/** Failures in a row that concerned a whole number; what was under way when the last rest began belongs to the same one. */
interface Trouble {
  count: number;
  since: number;
  code: string;
}

/** What the senders read and write: marks before a message leaves, outcomes after, many to a commit. */
@Injectable()
export class Delivering {
  private readonly log = new Logger('Sender');
  private readonly outcomes: GroupWriter<Outcome>;
  private readonly marks: GroupWriter<Mark>;
  private readonly troubles = new Map<string, Trouble>();
  /** Marks of which nobody knows whether they were written: these messages did not leave. */
  private halfMarked: { ids: string[]; at: Date }[] = [];
  private closing = false;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly contacts: ContactRepository,
    private readonly attempting: Attempting,
    private readonly rechecking: Rechecking,
    private readonly clock: Clock,
  ) {
    this.outcomes = new GroupWriter((outcomes) => outbox.settle(outcomes), 1, 500, OUTCOMES_REST);
    this.marks = new GroupWriter((marks) => this.mark(marks), 1, 500);
  }

  async open(number: string, after: Place | null, look: Look): Promise<OpenRow[]> {
    await this.unmark();
    return this.outbox.open(number, after, look);
  }

  addresses(contactIds: readonly string[]): Promise<Map<string, Address>> {
    return this.contacts.addresses(contactIds);
  }

  async claim(waiting: readonly Waiting[]): Promise<Waiting[]> {
    const at = this.clock.now();
    await this.rechecking.look(waiting, at);
    const mark: Mark = { waiting, at, ours: [] };
    try {
      await this.marks.add([mark]);
    } catch (error) {
      this.halfMarked.push({ ids: waiting.map(({ row }) => row.id), at });
      throw error;
    }
    return mark.ours;
  }

  async giveBack(ids: readonly string[]): Promise<void> {
    await this.outbox
      .giveBack(ids)
      .catch((error: unknown) =>
        this.log.warn(`${ids.length} messages stay in doubt: ${redact(messageOf(error))}`),
      );
  }

  orphan(numbers: readonly string[]): Promise<number> {
    return numbers.length === 0 ? Promise.resolve(0) : this.outbox.orphan(numbers, this.clock.now());
  }

  async recent(number: string, forMs: number): Promise<{ contactId: string; at: number }[]> {
    const since = new Date(this.clock.now().getTime() - forMs);
    const rows = await this.outbox.sentSince(number, since);
    return rows.map(({ contactId, claimedAt, sentAt }) => ({
      contactId,
      at: Math.max((claimedAt ?? since).getTime(), sentAt?.getTime() ?? 0),
    }));
  }

  /** Sends one message and writes down what became of it. */
  async attempt(number: string, waiting: Waiting): Promise<Verdict> {
    const began = performance.now();
    const result = await this.attempting.send(waiting);
    const outcome = this.attempting.outcome(waiting.row, result, this.clock.now());
    await this.write(outcome);
    const line = outcome.isOpen ? 'stop' : 'done';
    return { line, ...this.restOf(number, result, began) };
  }

  /** From now on an outcome that cannot be written is given up: the next process finds the message in doubt. */
  close(): void {
    this.closing = true;
  }

  private async write(outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        return await this.outcomes.add([outcome]);
      } catch (error) {
        this.log.error(
          `the outcome of message ${outcome.id} could not be written yet: ${redact(messageOf(error))}`,
        );
        if (this.closing) return;
      }
      await pause(1_000, undefined, { ref: false });
    }
  }

  /** Numbers that mark at the same time share a commit. */
  private async mark(marks: readonly Mark[]): Promise<void> {
    const all = marks.flatMap((mark) => mark.waiting.map((waiting) => ({ mark, waiting })));
    const claims = all.map(({ mark, waiting }) => ({ id: waiting.row.id, at: mark.at }));
    for (const index of await this.outbox.claim(claims)) {
      const claimed = all[index];
      claimed?.mark.ours.push(claimed.waiting);
    }
  }

  private async unmark(): Promise<void> {
    const marks = this.halfMarked.splice(0);
    try {
      for (const { ids, at } of marks) await this.outbox.giveBack(ids, at);
    } catch (error) {
      // A mark that was taken back is not found again.
      this.halfMarked.push(...marks);
      throw error;
    }
  }

  private restOf(number: string, result: SendResult, began: number): { pauseMs?: number } {
    if (result.outcome !== 'retry' || result.scope !== 'number') {
      if (result.outcome === 'sent') this.troubles.delete(number);
      return {};
    }
    const last = this.troubles.get(number);
    const isSame = last !== undefined && began < last.since;
    const { code, meaning } = result.error;
    const trouble = isSame ? last : { count: (last?.count ?? 0) + 1, since: performance.now(), code };
    this.troubles.set(number, trouble);
    const pauseMs = result.afterMs ?? Math.min(LONGEST_REST_MS, 1_000 * 2 ** (trouble.count - 1));
    const news = `number ${number} rests for ${Math.round(pauseMs / 1_000)} s: ${code} ${meaning}`;
    // A trouble that lasts is told once.
    if (last?.code === code) this.log.debug(news);
    else this.log.warn(news);
    return { pauseMs };
  }
}
