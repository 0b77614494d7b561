import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from './journal.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function all(journal: Journal<number>): Promise<number[]> {
  const items: number[] = [];
  for (const file of await journal.files()) {
    const taken = await journal.take(file);
    if (taken !== null) for await (const portion of journal.read(taken, 2)) items.push(...portion);
  }
  return items;
}

/** Takes a file in and removes it, as a replay does. */
async function drain(journal: Journal<number>, file: string): Promise<number[]> {
  const taken = await journal.take(file);
  if (taken === null) return [];
  const items: number[] = [];
  for await (const portion of journal.read(taken, 2)) items.push(...portion);
  await journal.remove(taken);
  return items;
}

describe('the journal', () => {
  it('gives back what was appended, in order, over files and restarts', async () => {
    const journal = new Journal<number>(folder);
    await journal.append([1, 2]);
    await journal.append([3]);
    await journal.close();
    await journal.append([4]);
    await journal.close();
    expect(await all(new Journal<number>(folder))).toEqual([1, 2, 3, 4]);
  });

  it('drops a last line that a crash cut short', async () => {
    const journal = new Journal<number>(folder);
    await journal.append([1, 2]);
    await journal.close();
    const [file = ''] = await journal.files();
    appendFileSync(file, '{"half');
    expect(await all(journal)).toEqual([1, 2]);
  });

  it('is readable by its owner only', async () => {
    const journal = new Journal<number>(folder);
    await journal.append([1]);
    await journal.close();
    const [name] = readdirSync(folder);
    expect(statSync(join(folder, name ?? '')).mode & 0o077).toBe(0);
  });

  it('loses nothing when two processes share the folder and one takes what the other has in hand', async () => {
    const [writer, reader] = [new Journal<number>(folder), new Journal<number>(folder)];
    const taken: number[] = [];
    let appended = 0;
    for (let round = 0; round < 20; round += 1) {
      const appending = writer.append([(appended += 1)]);
      for (const file of await reader.files()) taken.push(...(await drain(reader, file)));
      await appending;
      await writer.append([(appended += 1)]);
    }
    taken.push(...(await all(reader)));
    expect([...new Set(taken)].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: appended }, (_, at) => at + 1),
    );
    await writer.close();
  });

  it('is taken up again where a reader was killed half-way', async () => {
    const writer = new Journal<number>(folder);
    await writer.append([1, 2]);
    await writer.close();
    const [file = ''] = await writer.files();
    expect(await new Journal<number>(folder).take(file)).not.toBeNull();
    expect(await all(new Journal<number>(folder))).toEqual([1, 2]);
  });

  it('does not say that something is kept when its folder is gone', async () => {
    const journal = new Journal<number>(folder);
    await journal.append([1]);
    rmSync(folder, { recursive: true });
    await expect(journal.append([2])).rejects.toThrow(/ENOENT/);
    await journal.close();
  });

  it('refuses a folder that cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(new Journal(join(file, 'spool')).prepare()).rejects.toThrow(/ENOTDIR/);
  });
});
