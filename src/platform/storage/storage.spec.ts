import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { TestBucket } from '../../../test/bucket.js';
import { testSettings } from '../../../test/settings.js';
import { Vault } from '../vault/vault.js';
import { FolderStorage } from './folder.js';
import { S3Storage } from './s3.js';
import { SealedStorage } from './sealed.js';
import type { FileStorage } from './storage.js';

const MIB = 1024 * 1024;
const folder = (): string => mkdtempSync(join(tmpdir(), 'relais-files-'));

async function* cut(bytes: Buffer, size = 100_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* breaking(bytes: Buffer): AsyncGenerator<Buffer> {
  yield* cut(bytes);
  throw new Error('the line broke');
}

async function whole(stream: Readable | null): Promise<Buffer | null> {
  return stream === null ? null : Buffer.concat((await stream.toArray()) as Buffer[]);
}

const server = new TestBucket();
beforeAll(() => server.open());
afterAll(() => server.close());

const bucket = (over: Record<string, string> = {}): FileStorage => {
  const { s3 } = testSettings({ ...server.settings, ...over }).storage;
  if (!s3) throw new Error('a bucket is set');
  return new S3Storage(s3);
};

const vault = new Vault(testSettings());
const places: [string, () => FileStorage][] = [
  ['a folder', () => new FolderStorage(folder())],
  ['a bucket', () => bucket()],
  ['a sealed folder', () => new SealedStorage(new FolderStorage(folder()), vault)],
  ['a sealed bucket', () => new SealedStorage(bucket(), vault)],
];

describe.each(places)('files in %s', (_name, make) => {
  let storage: FileStorage;
  let day = 0;
  const key = (name: string) => `media/d${day}/${name}`;
  beforeAll(() => (storage = make()));
  beforeEach(() => (day += 1));

  it.each([0, 1, 70_000, 8 * MIB - 1, 8 * MIB, 20 * MIB + 3])(
    'of %i bytes come back as they were',
    async (size) => {
      const bytes = randomBytes(size);
      await storage.put(key('a'), cut(bytes));
      expect((await whole(await storage.get(key('a'))))?.equals(bytes)).toBe(true);
    },
  );

  it('are replaced, are taken away, and are not there before', async () => {
    expect(await storage.get(key('a'))).toBeNull();
    await storage.put(key('a'), cut(Buffer.from('un')));
    await storage.put(key('a'), cut(Buffer.from('deux')));
    expect((await whole(await storage.get(key('a'))))?.toString()).toBe('deux');
    await storage.remove(key('a'));
    await storage.remove(key('a'));
    expect(await storage.get(key('a'))).toBeNull();
  });

  it.each([10, 100_000, 20 * MIB])(
    'whose stream breaks after %i bytes leave nothing, and the one before stays',
    async (size) => {
      await storage.put(key('old'), cut(Buffer.from('avant')));
      for (const name of ['old', 'new'])
        await expect(storage.put(key(name), breaking(randomBytes(size)))).rejects.toThrow('the line broke');
      expect((await whole(await storage.get(key('old'))))?.toString()).toBe('avant');
      expect((await storage.list(key(''), null, 10)).map((file) => file.key)).toEqual([key('old')]);
    },
  );

  it('are listed below a prefix, in order, page by page, with their time', async () => {
    const names = ['a-b', 'b', 'c/1', 'c/2', 'd'];
    for (const name of names.toReversed()) await storage.put(key(name), cut(Buffer.from(name)));
    const expected = names.map(key);
    const first = await storage.list(key(''), null, 2);
    const second = await storage.list(key(''), first.at(-1)?.key ?? null, 10);
    expect([...first, ...second].map((file) => file.key)).toEqual(expected);
    expect(Math.abs(Date.now() - (first[0]?.storedAt.getTime() ?? 0))).toBeLessThan(60_000);
    expect(await storage.list('nothing/', null, 10)).toEqual([]);
    await expect(storage.tidy(new Date())).resolves.toBeUndefined();
  });

  it.each([
    '../secret',
    'media/../../secret',
    '/etc/passwd',
    'a//b',
    'A',
    'a.b',
    '',
    'a\0b',
    'a\\b',
    `a${'b'.repeat(200)}`,
  ])('have keys of ours only: %j is refused everywhere', async (wrong) => {
    await expect(storage.put(wrong, cut(Buffer.from('x')))).rejects.toThrow('not a key');
    await expect(storage.get(wrong)).rejects.toThrow('not a key');
    await expect(storage.remove(wrong)).rejects.toThrow('not a key');
  });

  it('say that they can be kept', async () => {
    await expect(storage.check()).resolves.toBeUndefined();
  });

  it('may be let go unread', async () => {
    await storage.put(key('a'), cut(randomBytes(MIB)));
    const stream = await storage.get(key('a'));
    stream?.destroy();
    expect(stream?.destroyed).toBe(true);
  });
});

describe('a folder of files', () => {
  it('is for its owner only, keeps no half of a file, and forgets old halves', async () => {
    const root = folder();
    const storage = new FolderStorage(join(root, 'files'));
    await storage.put('media/d/a', cut(Buffer.from('x')));
    expect((await stat(join(root, 'files/media/d/a'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(root, 'files/media/d'))).mode & 0o777).toBe(0o700);
    const parts = join(root, 'files/.parts');
    await mkdir(parts, { recursive: true });
    await writeFile(join(parts, 'old'), 'half');
    await writeFile(join(parts, 'new'), 'half');
    await utimes(join(parts, 'old'), new Date(0), new Date(0));
    await storage.tidy(new Date(Date.now() - 60_000));
    expect(await readdir(parts)).toEqual(['new']);
    await storage.remove('media/d/a');
    await expect(stat(join(root, 'files/media/d'))).rejects.toThrow('ENOENT');
  });

  it('lists keys as a bucket would, also where a folder and a file begin alike', async () => {
    const storage = new FolderStorage(folder());
    const keys = ['m/a-b', 'm/a/x', 'm/a/y', 'm/aa', 'm/b'];
    for (const key of keys) await storage.put(key, cut(Buffer.from('x')));
    const found: string[] = [];
    for (
      let page = await storage.list('m/', null, 1);
      page[0];
      page = await storage.list('m/', page[0].key, 1)
    )
      found.push(page[0].key);
    expect(found).toEqual(keys);
  });

  it('takes many files at once while others are taken away', async () => {
    const storage = new FolderStorage(folder());
    await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        await storage.put(`media/d/${n}`, cut(Buffer.from('x')));
        if (n % 2 === 0) await storage.remove(`media/d/${n}`);
      }),
    );
    expect(await storage.list('media/', null, 1_000)).toHaveLength(50);
  });

  it('that cannot be written says so', async () => {
    const file = join(folder(), 'file');
    await writeFile(file, '');
    await expect(new FolderStorage(file).check()).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});

describe('a bucket', () => {
  it('that is not there says so', async () => {
    const storage = bucket({ STORAGE_S3_BUCKET: 'nobody' });
    await expect(storage.check()).rejects.toThrow(/NotFound|Unknown/);
  });
});

describe('sealed files', () => {
  it('show nothing to whoever holds the folder, and cannot be exchanged or altered', async () => {
    const root = folder();
    const storage = new SealedStorage(new FolderStorage(root), vault);
    await storage.put('media/d/a', cut(Buffer.from('la photo de Mbuyi')));
    await storage.put('media/d/b', cut(Buffer.from('une autre')));
    const path = (name: string) => join(root, 'media/d', name);
    const bytes = await readFile(path('a'));
    expect(bytes.toString('latin1')).not.toContain('Mbuyi');
    await writeFile(path('b'), bytes);
    await expect(whole(await storage.get('media/d/b'))).rejects.toThrow('authenticate');
    await writeFile(path('a'), bytes.subarray(0, -5));
    await expect(whole(await storage.get('media/d/a'))).rejects.toThrow('authenticate');
  });

  it('are sealed anew after a rotation, once', async () => {
    const [old, fresh] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    const inner = new FolderStorage(folder());
    const under = (keys: string) =>
      new SealedStorage(inner, new Vault(testSettings({ DATA_ENCRYPTION_KEY: keys })));
    await under(old).put('media/d/a', cut(Buffer.from('avant')));
    const both = under(`${fresh},${old}`);
    expect([
      await both.renew('media/d/a'),
      await both.renew('media/d/a'),
      await both.renew('media/d/b'),
    ]).toEqual([true, false, false]);
    expect((await whole(await under(fresh).get('media/d/a')))?.toString()).toBe('avant');
  });
});
