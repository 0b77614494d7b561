import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { BEFORE_ALL_IDS, idAt } from '../../platform/database/id-range.js';
import { DirectoryRepository } from '../contacts/directory.repository.js';
import { ReceivedRepository } from '../inbox/received.repository.js';
import { RetentionRepository } from './retention.repository.js';
import { SentRepository } from './sent.repository.js';

const BATCH = 1_000;
const NAMES = 500;
const DAY_MS = 86_400_000;

/** A table whose words have an age: rows in order of their ids. */
interface Aged {
  idsBetween(afterId: string, beforeId: string, limit: number): Promise<string[]>;
  /** Of these two and all between them. */
  eraseBetween(firstId: string, lastId: string): Promise<void>;
}

/**
 * Erases the words of messages that are older than they may be kept, a batch to a transaction, from the oldest on; rows stay, so
 * that they can be counted. Where it stopped is remembered: nothing is looked at twice. The names of people who wrote nothing for as
 * long go too and come back with their next message; numbers stay, for consents and refusals hang on them.
 */
@Injectable()
export class Retention {
  constructor(
    private readonly received: ReceivedRepository,
    private readonly sent: SentRepository,
    private readonly directory: DirectoryRepository,
    private readonly progress: RetentionRepository,
    private readonly database: Database,
  ) {}

  /** One batch of each; resolves `true` when there is more. */
  async round(now: Date, days: number): Promise<boolean> {
    const before = new Date(now.getTime() - days * DAY_MS);
    const steps = [
      await this.words('inbox', this.received, before),
      await this.words('outbox', this.sent, before),
      await this.names(now, before),
    ];
    return steps.some((more) => more);
  }

  private async words(name: string, rows: Aged, before: Date): Promise<boolean> {
    const row = await this.progress.find(name);
    const ids = await rows.idsBetween(row.position, idAt(before), BATCH);
    const [first, last] = [ids[0], ids.at(-1)];
    if (first === undefined || last === undefined) return false;
    await this.database.retrying(async () => {
      await rows.eraseBetween(first, last);
      await this.progress.note({ ...row, position: last });
    });
    return ids.length === BATCH;
  }

  /** Everybody once a day: who was silent yesterday may write today. */
  private async names(now: Date, before: Date): Promise<boolean> {
    const row = await this.progress.find('names');
    if (row.dueAt > now) return false;
    const named = await this.directory.named(row.position, idAt(before), NAMES);
    const ids = named.map(({ id }) => id);
    const heard = await this.received.heardSince(ids, before);
    const position = ids.length < NAMES ? BEFORE_ALL_IDS : (ids.at(-1) ?? BEFORE_ALL_IDS);
    const dueAt = ids.length < NAMES ? new Date(now.getTime() + DAY_MS) : row.dueAt;
    await this.database.retrying(async () => {
      await this.directory.eraseNames(ids.filter((id) => !heard.has(id)));
      await this.progress.note({ name: 'names', position, dueAt });
    });
    return ids.length === NAMES;
  }
}
