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
  for (const file of await journal.files())
    for await (const portion of journal.read(file, 2)) items.push(...portion);
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
    const [file] = await journal.files();
    appendFileSync(file ?? '', '{"half');
    expect(await all(journal)).toEqual([1, 2]);
  });

  it('is readable by its owner only', async () => {
    const journal = new Journal<number>(folder);
    await journal.append([1]);
    await journal.close();
    const [name] = readdirSync(folder);
    expect(statSync(join(folder, name ?? '')).mode & 0o077).toBe(0);
  });

  it('refuses a folder that cannot be made', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expect(new Journal(join(file, 'spool')).prepare()).rejects.toThrow(/ENOTDIR/);
  });
});
