import { faultsInFile, faultsInKindOfFile } from './file-faults.js';

const KB = 1024;
const MB = 1024 * KB;

/** The head of an extended WebP with the given flags and size, filled up to a length. */
function webp(bytes: number, { flags = 0, width = 512, height = 512 } = {}): Buffer {
  const file = Buffer.alloc(bytes);
  file.write('RIFF....WEBPVP8X', 'latin1');
  file[20] = flags;
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}

/** The two simple kinds, which tell their size elsewhere. */
function simpleWebp(kind: 'VP8 ' | 'VP8L', side: number): Buffer {
  const file = Buffer.alloc(KB);
  file.write(`RIFF....WEBP${kind}`, 'latin1');
  if (kind === 'VP8L') file.writeUInt32LE((side - 1) | ((side - 1) << 14), 21);
  else [26, 28].forEach((at) => file.writeUInt16LE(side, at));
  return file;
}

const full = (bytes: number) => Buffer.alloc(bytes, 1);

describe('a file for WhatsApp', () => {
  it.each([
    ['image', 'image/png', full(5 * MB)],
    ['image', 'IMAGE/JPEG', full(1)],
    ['video', 'video/mp4', full(16 * MB)],
    ['audio', 'audio/ogg; codecs=opus', full(1)],
    ['document', 'application/pdf', full(1)],
    ['document', 'text/plain; charset=utf-8', full(1)],
    ['sticker', 'image/webp', webp(100 * KB)],
    ['sticker', 'image/webp', webp(500 * KB, { flags: 0x02 })],
    ['sticker', 'image/webp', simpleWebp('VP8 ', 512)],
    ['sticker', 'image/webp', simpleWebp('VP8L', 512)],
  ] as const)('%s of %s is taken', (media, mime, bytes) => {
    expect(faultsInFile({ media, mime, bytes })).toEqual([]);
  });

  it.each([
    ['image', 'image/gif', full(1), /genre/],
    ['image', 'image/webp', full(1), /genre/],
    ['image', 'image/png', full(5 * MB + 1), /5 Mo/],
    ['image', 'image/png', full(0), /vide/],
    ['video', 'video/webm', full(1), /genre/],
    ['audio', 'audio/wav', full(1), /genre/],
    ['audio', 'audio/mpeg', full(16 * MB + 1), /16 Mo/],
    ['document', 'text/html', full(1), /genre/],
    ['sticker', 'image/webp', webp(100 * KB + 1), /100 Ko/],
    ['sticker', 'image/webp', webp(500 * KB + 1, { flags: 0x02 }), /500 Ko/],
    ['sticker', 'image/webp', webp(KB, { width: 256 }), /512/],
    ['sticker', 'image/webp', simpleWebp('VP8 ', 511), /512/],
    ['sticker', 'image/webp', simpleWebp('VP8L', 511), /512/],
    ['sticker', 'image/webp', full(10), /512/],
    ['sticker', 'image/webp', full(KB), /512/],
  ] as const)('%s of %s is refused with the reason', (media, mime, bytes, message) => {
    const [fault] = faultsInFile({ media, mime, bytes });
    expect(fault).toMatchObject({ field: 'source', message: expect.stringMatching(message) as string });
  });

  it('is refused by its kind and size alone, before it is handed over', () => {
    const fault = (media: 'image' | 'sticker', mime: string, size: number) =>
      faultsInKindOfFile({ media, mime, size });
    expect(fault('image', 'image/jpeg', 5 * MB)).toEqual([]);
    expect(fault('image', 'image/jpeg', 5 * MB + 1)).toMatchObject([{ limit: 5 * MB, length: 5 * MB + 1 }]);
    expect(fault('image', 'image/gif', 1)).toMatchObject([
      { message: expect.stringContaining('JPEG ou PNG') as string },
    ]);
    // Whether one moves, only its bytes tell.
    expect(fault('sticker', 'image/webp', 400 * KB)).toEqual([]);
  });
});
