import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { say } from '../medium/servers.js';
import { signed } from '../story/person.js';
import { until } from '../until.js';
import { type Books, sqliteBooks } from './books.js';
import { Crowd, inboxKey, textMessage } from './crowd.js';
import { figures } from './figures.js';
import { Stage } from './stage.js';

describe('nowhere to keep what comes', () => {
  let stage: Stage;
  let books: Books;
  beforeEach(async () => {
    stage = new Stage();
    await stage.open();
    books = sqliteBooks(stage.folder);
  });
  afterEach(() => stage.close());

  const kept = async () => {
    const rows = await books.query("SELECT dedupe_key AS k FROM whatsapp_inbox WHERE kind = 'message'");
    return new Set(rows.map((row) => String(row['k'])));
  };

  it('without database and journal a delivery is refused with a wait, and taken as soon as one of them is back', async () => {
    const spool = join(stage.folder, 'spool');
    const server = stage.add(books, { SPOOL_DIR: spool });
    await server.start();
    const other = new DatabaseSync(books.url.slice('sqlite:'.length));
    other.exec('BEGIN EXCLUSIVE');
    rmSync(spool, { recursive: true });
    writeFileSync(spool, 'a file where a folder should be');
    const deliver = () =>
      fetch(`${server.address}/whatsapp/webhook`, {
        method: 'POST',
        ...signed(textMessage('243850000001', 'wamid.refused', 'Bonjour')),
      });
    const refused = await deliver();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    other.close();
    await until('it is taken', async () => (await deliver()).status === 200);
    await until('it is answered', () => stage.graph.wordsTo('243850000001').length === 1);
    expect(await kept()).toEqual(new Set([inboxKey('wamid.refused')]));
    expect(await server.stop()).toBe(0);
  });

  it('a server whose journal cannot be written does not start, and says which setting is wrong', async () => {
    const file = join(stage.folder, 'not-a-folder');
    writeFileSync(file, '');
    const server = stage.add(books, { SPOOL_DIR: join(file, 'spool') });
    const failure = await server.start().then(
      () => 'it started',
      (error: unknown) => String(error),
    );
    expect(failure).toContain('the server ended with 1');
    const sentences = server.output.split('\n').filter((line) => !line.startsWith('{'));
    expect(sentences.join('\n')).toContain('SPOOL_DIR');
  });

  const disk = smallDisk();
  if (disk === null)
    say('nowhere to keep what comes: no small disk can be mounted here, the full disk is left out');
  else {
    it('on a disk that fills up, what is acknowledged is kept and the rest refused', async () => {
      const small = disk();
      try {
        books = sqliteBooks(small.folder);
        const server = stage.add(books, { SPOOL_DIR: join(small.folder, 'spool') });
        await server.start();
        const taken: string[] = [];
        const statuses: number[] = [];
        for (let at = 0; at < 3_000 && statuses.filter((status) => status === 503).length < 5; at += 1) {
          const id = `wamid.full-${at}`;
          const request = { method: 'POST', ...signed(textMessage('243850000002', id, 'x'.repeat(4_000))) };
          const status = await stage.postman.attempt(request);
          statuses.push(status);
          if (status === 200) taken.push(id);
        }
        const refused = statuses.filter((status) => status === 503).length;
        expect(new Set(statuses)).toEqual(new Set([200, 503]));
        small.relieve();
        const crowd = new Crowd(stage.postman, '2438500', 1);
        const writer = await crowd.converse(['Bonjour']);
        await until('the journal is in', async () => {
          const keys = await kept();
          return taken.every((id) => keys.has(inboxKey(id)));
        });
        await until('it goes on', () => stage.graph.wordsTo(writer.waId).length === 1);
        figures('a disk that fills up', { acknowledged: taken.length, 'refused with 503': refused, lost: 0 });
        await server.stop('SIGKILL');
      } finally {
        small.unmount();
      }
    }, 120_000);
  }
});

interface SmallDisk {
  folder: string;
  /** Makes room. */
  relieve(): void;
  unmount(): void;
}

/** A disk of 6 MB in memory, where this process may mount one. */
function smallDisk(): (() => SmallDisk) | null {
  const folder = mkdtempSync(join(tmpdir(), 'relais-small-'));
  const mount = () =>
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], { stdio: 'ignore' });
  const unmount = () => execFileSync('umount', ['-l', folder], { stdio: 'ignore' });
  try {
    mount();
    unmount();
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  return () => {
    mkdirSync(folder, { recursive: true });
    mount();
    const relieve = () => void execFileSync('mount', ['-o', 'remount,size=64m', folder], { stdio: 'ignore' });
    return {
      folder,
      relieve,
      unmount: () => {
        unmount();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  };
}
