import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { together } from '../../platform/database/together.js';
import type { Address } from '../contacts/address.js';
import { Attempting } from './attempting.js';
import { Endings } from './endings.js';
import { GroupWriter } from '../group-writer.js';
import type { Waiting } from './lines.js';
import type { Verdict } from './number-sender.js';
import type { OpenRow } from './outbox-rows.js';
import { type Look, OutboxRepository, type Place } from './outbox.repository.js';
import { Rechecking } from './rechecking.js';
import type { Channel, SendResult } from '../whatsapp.port.js';

const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 300_000;
/** A rest of at least this that the channel asked for outlives the process. */
const HOLD_FROM_MS = 120_000;
/** Numbers that were stopped together do not all begin again together. */
const SPREAD = 0.25;

/** Messages of one number that are about to be sent, and those of them that still waited. */
interface Mark {
  waiting: readonly Waiting[];
  at: Date;
  ours: Waiting[];
}

/** Where messages to these contacts go. */
type Addresses = (contactIds: readonly string[]) => Promise<ReadonlyMap<string, Address>>;

type Waits = Pick<Extract<SendResult, { outcome: 'retry' }>, 'afterMs' | 'longestMs'>;

/** Failures in a row that concerned a whole number; what was under way when the last rest began belongs to the same one. */
interface Trouble {
  count: number;
  /** How many of them were the same. */
  alike: number;
  since: number;
  code: string;
}

/** What the senders read and write: marks before a message leaves, outcomes after, many to a commit. */
@Injectable()
export class Delivering {
  private readonly log = new Logger('Sender');
  private readonly marks: GroupWriter<Mark>;
  private readonly troubles = new Map<string, Trouble>();
  /** How many messages are on their way, by channel. */
  private readonly calls = new Map<string, number>();
  /** Marks of which nobody knows whether they were written: these messages did not leave. */
  private halfMarked: { ids: string[]; at: Date }[] = [];

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly attempting: Attempting,
    private readonly rechecking: Rechecking,
    private readonly endings: Endings,
    private readonly clock: Clock,
  ) {
    this.marks = new GroupWriter((marks) => this.mark(marks), 1, 500);
  }

  async open(number: string, after: Place | null, look: Look): Promise<OpenRow[]> {
    await this.unmark();
    return this.outbox.open(number, after, look);
  }

  /** Marks what still waits as being sent, and looks up where it goes at the same time. */
  async claim(waiting: readonly Waiting[], addresses: Addresses): Promise<Waiting[]> {
    const at = this.clock.now();
    await this.rechecking.look(waiting, at);
    const mark: Mark = { waiting, at, ours: [] };
    try {
      const wanted = addresses(waiting.map(({ row }) => row.contactId));
      const [, found] = await together(this.marks.add([mark]), wanted);
      for (const each of waiting) each.to = found.get(each.row.contactId) ?? {};
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

  /** What was sent from a number lately, the oldest first. */
  async recent(number: string, forMs: number): Promise<{ contactId: string; at: number }[]> {
    const since = new Date(this.clock.now().getTime() - forMs);
    const rows = await this.outbox.sentSince(number, since);
    return rows
      .map(({ contactId, claimedAt, sentAt }) => ({
        contactId,
        at: Math.max((claimedAt ?? since).getTime(), sentAt?.getTime() ?? 0),
      }))
      .toSorted((a, b) => a.at - b.at);
  }

  /** Sends one message and writes down what became of it. */
  async attempt(number: string, waiting: Waiting, leaving?: () => void): Promise<Verdict> {
    const began = performance.now();
    const result = await this.underWay(waiting, leaving);
    const outcome = this.attempting.outcome(waiting.row, result, this.clock.now());
    await this.endings.write({ row: waiting.row, outcome });
    const line = outcome.isOpen ? 'stop' : 'done';
    return { line, ...this.restOf(number, result, began) };
  }

  /** So often in a row the number was held back before this process served it. */
  recall(number: string, { times, code }: { times: number; code: string }): void {
    if (!this.troubles.has(number))
      this.troubles.set(number, { count: times, alike: times, since: performance.now(), code });
  }

  /** How many more messages may be on their way through this channel. */
  room({ name, mostCalls }: Channel): number {
    return mostCalls - (this.calls.get(name) ?? 0);
  }

  /** From now on an outcome that cannot be written is given up: the next process finds the message in doubt. */
  close(): void {
    this.endings.close();
  }

  private async underWay(waiting: Waiting, leaving?: () => void): Promise<SendResult> {
    const { channel } = waiting.row;
    const count = (by: number) => this.calls.set(channel, (this.calls.get(channel) ?? 0) + by);
    count(1);
    try {
      return await this.attempting.send(waiting, leaving);
    } finally {
      count(-1);
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

  private restOf(number: string, result: SendResult, began: number): Omit<Verdict, 'line'> {
    const last = this.troubles.get(number);
    const isSame = last !== undefined && began < last.since;
    if (result.outcome !== 'retry' || result.scope !== 'number') {
      // What was under way when the trouble began does not prove that it is over.
      if (result.outcome !== 'sent' || isSame) return {};
      this.troubles.delete(number);
      return { isSent: true };
    }
    const { code, meaning } = result.error;
    const trouble = isSame ? last : next(last, code);
    this.troubles.set(number, trouble);
    const pauseMs = restMs(result, trouble);
    const news = `number ${number} rests for ${Math.round(pauseMs / 1_000)} s: ${code} ${meaning}`;
    // A trouble that lasts is told once.
    if (last?.code === code) this.log.debug(news);
    else this.log.warn(news);
    if (isSame) return { pauseMs };
    const isHeld = result.afterMs !== undefined && pauseMs >= HOLD_FROM_MS;
    return {
      pauseMs,
      ...(result.slower === true && { slower: true }),
      ...(isHeld && { hold: { ms: pauseMs, times: trouble.alike, error: result.error } }),
    };
  }
}

function next(last: Trouble | undefined, code: string): Trouble {
  const alike = last?.code === code ? last.alike + 1 : 1;
  return { count: (last?.count ?? 0) + 1, alike, since: performance.now(), code };
}

/** How long a number rests after so many troubles in a row: as the provider says, or longer each time. */
function restMs({ afterMs, longestMs }: Waits, { count, alike }: Trouble): number {
  if (afterMs !== undefined && longestMs === undefined) return afterMs;
  const least = afterMs ?? FIRST_REST_MS;
  const doubled = least * 2 ** ((afterMs === undefined ? count : alike) - 1);
  return Math.min(longestMs ?? LONGEST_REST_MS, doubled) * (1 + SPREAD * Math.random());
}
