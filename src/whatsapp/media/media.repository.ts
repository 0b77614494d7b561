import { Injectable } from '@nestjs/common';
import { In, LessThan, LessThanOrEqual, MoreThan } from 'typeorm';
import { Clock } from '../../kernel/clock.js';
import { chunks } from '../../platform/database/chunks.js';
import { Database } from '../../platform/database/database.js';
import { newId } from '../../platform/database/id.js';
import { BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Vault } from '../../platform/vault/vault.js';
import { InboxRow } from '../inbox/inbox.entity.js';
import { OutboxRow } from '../outbox/outbox.entity.js';
import { MediaRow, type MediaState } from './media.entity.js';

/** A row to be made; what is not said has no value yet. */
export type NewMedia = Pick<MediaRow, 'direction' | 'kind' | 'state'> & Partial<MediaRow>;

/** A message that may have brought a file. */
export type Bearer = Pick<InboxRow, (typeof BEARER)[number]>;

const SHOWN = ['id', 'channel', 'numberId', 'contactId', 'body'] as const;
const BEARER = [...SHOWN, 'kind'] as const;
const OPEN: readonly MediaState[] = ['WANTED', 'FAILED'];
const BATCH = 500;

/** Files in the database: everything about them but their bytes. */
@Injectable()
export class MediaRepository {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  /** Makes rows of files that came with messages, where these have none yet. */
  async want(rows: readonly NewMedia[]): Promise<void> {
    const made = rows.map((row) => this.made(row));
    await this.database.insertIfAbsent(MediaRow, made, ['messageId']);
  }

  async add(row: NewMedia): Promise<MediaRow> {
    const made = this.made(row);
    await this.database.insertMany(MediaRow, [made]);
    return made;
  }

  find(id: string): Promise<MediaRow | null> {
    return this.database.manager.findOneBy(MediaRow, { id });
  }

  findByMessage(messageId: string): Promise<MediaRow | null> {
    return this.database.manager.findOneBy(MediaRow, { messageId });
  }

  /** The message that has this id, as far as its file is concerned: of a person, or written on the phone that shares our number. */
  async bearer(messageId: string): Promise<Bearer | null> {
    const [row] = await this.database.read(InboxRow, { pick: BEARER, where: { id: messageId } });
    if (row !== undefined && row.kind !== 'notice') return row;
    const where = { id: messageId, origin: 'phone' } as const;
    const [echo] = await this.database.read(OutboxRow, { pick: SHOWN, where });
    return echo === undefined ? null : { ...echo, kind: 'message' };
  }

  /** Ids of the files of messages, by message; of those that are here. */
  async idsOf(messageIds: readonly string[]): Promise<Map<string, string>> {
    const where = { messageId: messageIds, state: 'STORED' as const };
    const rows = await this.database.read(MediaRow, { pick: ['id', 'messageId'] as const, where });
    return new Map(rows.map(({ id, messageId }) => [messageId ?? id, id]));
  }

  /** Newest first, before `beforeId`. */
  list(
    where: { direction?: 'in' | 'out'; contactId?: string },
    beforeId: string,
    limit: number,
  ): Promise<MediaRow[]> {
    return this.database.manager.find(MediaRow, {
      where: { ...where, id: LessThan(beforeId) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  /** Files that are to be fetched and that nobody is fetching. */
  due(limit: number): Promise<MediaRow[]> {
    const now = this.clock.now();
    return this.database.manager.find(MediaRow, {
      where: { state: 'WANTED', dueAt: LessThanOrEqual(now), leasedUntil: LessThanOrEqual(now) },
      order: { dueAt: 'ASC', id: 'ASC' },
      take: limit,
    });
  }

  /** Takes a file for fetching, alone for so long; `null` where somebody else has it, or nothing is to be fetched any more. */
  async claim({ id, attempts }: MediaRow, leaseMs: number): Promise<number | null> {
    const now = this.clock.now();
    const mine = { id, attempts, state: In([...OPEN]), leasedUntil: LessThanOrEqual(now) };
    const taken = { attempts: attempts + 1, leasedUntil: new Date(now.getTime() + leaseMs) };
    const { affected } = await this.database.manager.update(MediaRow, mine, taken);
    return affected === 1 ? attempts + 1 : null;
  }

  /**
   * Writes down how an attempt ended; `false` where the file was given to somebody else or taken away in the meantime, or its message
   * erased: then nothing of it remains.
   */
  settle({ id, messageId }: MediaRow, attempt: number, set: Partial<MediaRow>): Promise<boolean> {
    const mine = { id, attempts: attempt, state: In([...OPEN]) };
    return this.database.retrying(async () => {
      const { affected } = await this.database.manager.update(MediaRow, mine, this.sealed(set));
      if (affected !== 1 || messageId === null) return false;
      const bearer = await this.bearer(messageId);
      if (bearer !== null && bearer.body !== null) return true;
      await this.remove([id]);
      return false;
    });
  }

  async touch(id: string, usedAt: Date): Promise<void> {
    await this.database.manager.update(MediaRow, { id }, { usedAt });
  }

  ofContacts(contactIds: readonly string[]): Promise<MediaRow[]> {
    return this.database.read(MediaRow, { where: { contactId: [...new Set(contactIds)] } });
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const part of chunks(ids, BATCH)) await this.database.manager.delete(MediaRow, { id: In(part) });
  }

  /** Files that are here and were last used before a moment. */
  unused(before: Date, limit: number): Promise<MediaRow[]> {
    return this.database.manager.find(MediaRow, {
      where: { state: 'STORED', usedAt: LessThan(before) },
      order: { usedAt: 'ASC', id: 'ASC' },
      take: limit,
    });
  }

  /** What remains of a file says that there was one. */
  async bury(ids: readonly string[], error: string): Promise<void> {
    const nothing = { state: 'GONE' as const, storageKey: null, filename: null, sha256: null, error };
    for (const part of chunks(ids, BATCH))
      await this.database.manager.update(MediaRow, { id: In(part) }, nothing);
  }

  /** Those of these keys that belong to a file. */
  async known(storageKeys: readonly string[]): Promise<Set<string>> {
    const pick = ['storageKey'] as const;
    const rows = await this.database.read(MediaRow, { pick, where: { storageKey: storageKeys } });
    return new Set(rows.flatMap(({ storageKey }) => storageKey ?? []));
  }

  nameOf({ filename }: MediaRow): string | null {
    return filename === null ? null : this.vault.open(filename);
  }

  /** Seals names anew whose key is not the first one; calls for each file that is here, and returns how many it or its name were. */
  async rotate(renew: (storageKey: string) => Promise<boolean>): Promise<number> {
    let renewed = 0;
    for (let after = BEFORE_ALL_IDS; ;) {
      const rows = await this.after(after);
      for (const row of rows) renewed += Number(await this.rotateOne(row, renew));
      const last = rows.at(-1);
      if (last === undefined) return renewed;
      after = last.id;
    }
  }

  private after(id: string): Promise<MediaRow[]> {
    return this.database.manager.find(MediaRow, {
      where: { id: MoreThan(id) },
      order: { id: 'ASC' },
      take: BATCH,
    });
  }

  private async rotateOne(row: MediaRow, renew: (storageKey: string) => Promise<boolean>): Promise<boolean> {
    const { id, filename, storageKey } = row;
    const isStale = filename !== null && !this.vault.isCurrent(filename);
    // Only where it is still the same: it may have been erased at this moment.
    if (isStale)
      await this.database.manager.update(
        MediaRow,
        { id, filename },
        this.sealed({ filename: this.vault.open(filename) }),
      );
    const isRenewed = storageKey !== null && (await renew(storageKey));
    return isStale || isRenewed;
  }

  private made(row: NewMedia): MediaRow {
    const now = this.clock.now();
    const nothing = {
      messageId: null,
      contactId: null,
      mime: null,
      byteCount: null,
      sha256: null,
      filename: null,
      storageKey: null,
      error: null,
    };
    const times = { attempts: 0, dueAt: now, leasedUntil: now, createdAt: now, usedAt: now };
    return { id: newId(), ...nothing, ...times, ...this.sealed(row) };
  }

  private sealed<T extends Partial<MediaRow>>(row: T): T {
    if (row.filename === undefined || row.filename === null) return row;
    return { ...row, filename: this.vault.seal(row.filename.slice(0, LONGEST_NAME)) };
  }
}

/** In characters; four bytes each still fit when sealed. */
const LONGEST_NAME = 200;
