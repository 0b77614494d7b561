import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import type { Database } from '../../platform/database/database.js';
import { type Job, Jobs } from '../../platform/jobs/jobs.js';
import { until } from '../../../test/until.js';
import { InboxStore } from './inbox-store.js';
import type { InboxRow } from './inbox.entity.js';
import type { InboxRepository } from './inbox.repository.js';
import { Journal } from './journal.js';
import { InboxUnavailable } from '../whatsapp.errors.js';

class JobsAtHand extends Jobs {
  replay: Job['run'] = () => Promise.resolve();
  readonly wake = jest.fn();

  define(job: Job): void {
    this.replay = (stopping) => job.run(stopping);
  }

  async stop(): Promise<void> {}
}

const now = new Date('2026-11-21T10:00:00Z');
const row = (id: string) => ({ id, kind: 'message', receivedAt: now, dueAt: now }) as InboxRow;
const { signal } = new AbortController();
const away = new Error('away');
const busy = new Error('busy');

describe('where updates become durable', () => {
  let folder: string;
  let stored: string[];
  let refuses: ((rows: readonly InboxRow[]) => Error | null) | null;
  let store: InboxStore;
  let jobs: JobsAtHand;

  beforeEach(async () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    folder = mkdtempSync(join(tmpdir(), 'spool-'));
    stored = [];
    refuses = null;
    const insert = async (rows: readonly InboxRow[]) => {
      const refusal = refuses?.(rows) ?? null;
      if (refusal !== null) throw refusal;
      stored.push(...rows.map(({ id }) => id));
      return rows.length;
    };
    const database = {
      dialect: 'postgres',
      ping: async () => undefined,
      isUnavailable: (error: unknown) => error === away,
      isRetryable: (error: unknown) => error === busy,
    };
    const settings = { whatsapp: { spoolDir: folder } } as Settings;
    jobs = new JobsAtHand();
    store = new InboxStore(
      { insert } as unknown as InboxRepository,
      database as unknown as Database,
      jobs,
      settings,
    );
    await store.onModuleInit();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await store.onApplicationShutdown();
    rmSync(folder, { recursive: true, force: true });
  });

  const journals = () => readdirSync(folder).filter((name) => name !== 'refused');
  const breakDatabase = () => (refuses = () => away);

  it('keeps what the database cannot take, and brings it there in order once it can', async () => {
    breakDatabase();
    await store.write([row('1'), row('2')]);
    await store.write([row('3')]);
    refuses = null;
    await store.write([row('4')]);
    expect(stored).toEqual([]);
    await jobs.replay(signal);
    await store.write([row('5')]);
    expect(stored).toEqual(['1', '2', '3', '4', '5']);
    expect(journals()).toEqual([]);
  });

  it('forgets none that is on its way into the journal at the moment when the journal seems empty', async () => {
    breakDatabase();
    await store.write([row('1')]);
    refuses = null;
    let slow: Promise<void> = Promise.resolve();
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const { append, remove } = Object.getOwnPropertyDescriptors(Journal.prototype);
    jest.spyOn(Journal.prototype, 'append').mockImplementation(async function (
      this: Journal<unknown>,
      items,
    ) {
      await gate;
      return append.value?.call(this, items);
    });
    jest.spyOn(Journal.prototype, 'remove').mockImplementationOnce(async function (
      this: Journal<unknown>,
      path,
    ) {
      await remove.value?.call(this, path);
      slow = store.write([row('2')]);
    });
    const replaying = jobs.replay(signal);
    await until('the first is there', () => stored.includes('1') && journals().length === 0);
    open();
    await Promise.all([slow, replaying]);
    await jobs.replay(signal);
    await store.write([row('3')]);
    expect(stored).toEqual(['1', '2', '3']);
  });

  it('goes on with a database that is back though the journal is broken', async () => {
    breakDatabase();
    await store.write([row('1')]);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'not a folder');
    await expect(store.write([row('2')])).rejects.toThrow(InboxUnavailable);
    refuses = null;
    await store.write([row('3')]);
    expect(stored).toEqual(['3']);
  });

  it('puts aside only what the database refuses for itself, never what met another writer', async () => {
    breakDatabase();
    await store.write([row('1'), row('bad'), row('2')]);
    let met = 0;
    refuses = (rows) => {
      met += 1;
      if (met === 3) return busy;
      return rows.some(({ id }) => id === 'bad') ? new Error('no such thing') : null;
    };
    await expect(jobs.replay(signal)).rejects.toThrow('busy');
    await jobs.replay(signal);
    expect([...new Set(stored)]).toEqual(['1', '2']);
    expect(readdirSync(join(folder, 'refused'))).toHaveLength(1);
  });
});
