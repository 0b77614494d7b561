import { randomBytes } from 'node:crypto';
import { Secret } from '../../kernel/secret.js';
import { KeyRing } from './key-ring.js';
import { BEGINNING_BYTES, isCurrentStream, openStream, sealStream } from './sealed-stream.js';

const REFUSED = /authenticate|sealed/;
const PIECE = 64 * 1024;
const secret = () => new Secret(randomBytes(32).toString('base64'));
const ring = new KeyRing([secret()]);

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function whole(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sealed = (plain: Buffer, context = 'file-1') => whole(sealStream(ring, cut(plain, 10_000), context));
const opened = (bytes: Buffer, context = 'file-1', size = 7_777) =>
  whole(openStream(ring, cut(bytes, size), context));

describe('a sealed stream', () => {
  it.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])(
    'of %i bytes opens as it was, however it is cut on the way',
    async (size) => {
      const plain = randomBytes(size);
      const bytes = await sealed(plain);
      for (const step of [1_000, PIECE, 1_000_000])
        expect((await opened(bytes, 'file-1', step)).equals(plain)).toBe(true);
      expect(bytes.length).toBeGreaterThan(size + BEGINNING_BYTES);
      expect(bytes.includes(Buffer.concat([plain, Buffer.alloc(17)]).subarray(0, 17))).toBe(false);
    },
  );

  it('arrives byte by byte', async () => {
    const bytes = await sealed(Buffer.from('bonjour'));
    expect((await opened(bytes, 'file-1', 1)).toString()).toBe('bonjour');
  });

  it('is refused where a single byte is other, wherever it stands', async () => {
    const bytes = await sealed(randomBytes(2 * PIECE + 100));
    const places = [0, 5, 12, BEGINNING_BYTES, PIECE, PIECE + 50, 2 * PIECE + 90, bytes.length - 1];
    for (const place of places) {
      const other = Buffer.from(bytes);
      other[place] = (other[place] ?? 0) ^ 1;
      await expect(opened(other)).rejects.toThrow(REFUSED);
    }
  });

  it('is refused where it was cut off, lengthened, or its pieces were exchanged, repeated or left out', async () => {
    const bytes = await sealed(randomBytes(3 * PIECE));
    const head = bytes.subarray(0, BEGINNING_BYTES);
    const step = PIECE + 16;
    const [a, b, c] = [0, 1, 2].map((n) =>
      bytes.subarray(BEGINNING_BYTES + n * step, BEGINNING_BYTES + (n + 1) * step),
    );
    if (!a || !b || !c) throw new Error('three pieces');
    const wrong = [
      [],
      [a],
      [a, b],
      [b, a, c],
      [a, a, b, c],
      [a, c],
      [a, b, c, c],
      [a, b, c, Buffer.from('x')],
      [a, b, c.subarray(0, 100)],
    ];
    for (const parts of wrong) await expect(opened(Buffer.concat([head, ...parts]))).rejects.toThrow(REFUSED);
    await expect(opened(head.subarray(0, 10))).rejects.toThrow('not a sealed stream');
    await expect(opened(Buffer.alloc(0))).rejects.toThrow('not a sealed stream');
    expect(await opened(Buffer.concat([head, a, b, c]))).toHaveLength(3 * PIECE);
  });

  it('opens in its own place only, and never looks the same twice', async () => {
    const plain = Buffer.from('une photo');
    const bytes = await sealed(plain);
    await expect(opened(bytes, 'file-2')).rejects.toThrow(REFUSED);
    expect((await sealed(plain)).equals(bytes)).toBe(false);
  });

  it('opens after a rotation, is told from a new one, and opens no more when its key is gone', async () => {
    const [old, fresh] = [secret(), secret()];
    const bytes = await whole(sealStream(new KeyRing([old]), cut(Buffer.from('avant'), 9), 'f'));
    const both = new KeyRing([fresh, old]);
    expect((await whole(openStream(both, cut(bytes, 9), 'f'))).toString()).toBe('avant');
    const again = await whole(sealStream(both, cut(Buffer.from('après'), 9), 'f'));
    expect([isCurrentStream(both, bytes), isCurrentStream(both, again)]).toEqual([false, true]);
    await expect(whole(openStream(new KeyRing([fresh]), cut(bytes, 9), 'f'))).rejects.toThrow(
      'not configured',
    );
  });

  it('gives nothing of a piece before it is proven, and lets its source go when nobody reads on', async () => {
    let ended = false;
    const bytes = await sealed(randomBytes(3 * PIECE));
    const source = async function* () {
      try {
        yield* cut(bytes, PIECE);
      } finally {
        ended = true;
      }
    };
    for await (const piece of openStream(ring, source(), 'file-1')) {
      expect(piece).toHaveLength(PIECE);
      break;
    }
    expect(ended).toBe(true);
  });
});
