import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { cardSvg, drawCard } from './card.js';

const CODE = 'MBEIBR7DA1';
const NAME = 'Centre Espoir';

// The package is CommonJS: its function is the import here, a property of it for the compiler.
const readQr = 'default' in jsqr ? jsqr.default : jsqr;

async function scan(picture: Buffer): Promise<string | undefined> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return readQr(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

/** As a phone holds it at arm's length, which is quicker to read as well. */
async function glance(picture: Buffer): Promise<string | undefined> {
  return scan(await sharp(picture).resize({ width: 300 }).png().toBuffer());
}

/** How much of a part of the picture is dark, from 0 to 1. */
async function darkness(picture: Buffer, top: number, height: number): Promise<number> {
  const part = { left: 100, top, width: 880, height };
  const { data } = await sharp(picture).extract(part).greyscale().raw().toBuffer({ resolveWithObject: true });
  return data.filter((value) => value < 128).length / data.length;
}

describe('the card', () => {
  it('is a light PNG of 1080 pixels that a scanner reads as the bare code', async () => {
    const card = await drawCard(CODE, NAME);
    const { format, width, height, hasAlpha } = await sharp(card).metadata();
    expect({ format, width, height, hasAlpha }).toEqual({
      format: 'png',
      width: 1080,
      height: 1350,
      hasAlpha: false,
    });
    expect(card.length).toBeLessThan(100_000);
    expect(await scan(card)).toBe(CODE);
  });

  it.each([
    [1080, 50],
    [640, 50],
    [480, 40],
    [320, 30],
    [240, 30],
    [200, 20],
  ])('is still read at %i pixels and JPEG quality %i', async (width, quality) => {
    const card = await drawCard(CODE, NAME);
    expect(await scan(await sharp(card).resize({ width }).jpeg({ quality }).toBuffer())).toBe(CODE);
  });

  it('is read on a dark screen', async () => {
    const card = await drawCard(CODE, NAME);
    const border = { top: 40, bottom: 40, left: 40, right: 40, background: '#000000' };
    expect(await glance(await sharp(card).extend(border).png().toBuffer())).toBe(CODE);
  });

  it.each(['AAAAAA0AA1', 'ZZZZZZ9ZZ4', 'OIQOIQ0OI1', 'WWWWWW8WM3'])('of %s is read', async (code) =>
    expect(await glance(await drawCard(code, NAME))).toBe(code),
  );

  it.each(['CD-MBEIBR7DA', 'M'.repeat(17), 'W'.repeat(40)])(
    'of a longer formula shows and codes all of %s',
    async (code) => {
      const card = await drawCard(code, NAME);
      expect(await glance(card)).toBe(code);
      const drawn = (of: string) => cardSvg(of, NAME).match(/<path/g)?.length ?? 0;
      expect(drawn(code) - drawn(CODE)).toBe(code.length - CODE.length);
      // Nothing stands in the quiet zone of the QR.
      expect(await darkness(card, 962, 20)).toBe(0);
    },
  );

  it('shows name, caption, code and help, each in its place', async () => {
    const card = await drawCard(CODE, NAME);
    for (const [top, height] of [
      [160, 70],
      [280, 50],
      [990, 110],
      [1180, 50],
    ] as const)
      expect(await darkness(card, top, height)).toBeGreaterThan(0.02);
    expect(await darkness(card, 1110, 60)).toBe(0);
  });

  it('shows the code in letters of at least 90 pixels, another code in other letters', async () => {
    const [card, other] = [await drawCard(CODE, NAME), await drawCard('MBEIBR7DA2', NAME)];
    const code = { left: 100, top: 980, width: 880, height: 130 };
    const { data, info } = await sharp(card).extract(code).trim().raw().toBuffer({ resolveWithObject: true });
    expect(info.height).toBeGreaterThanOrEqual(90);
    const { data: changed } = await sharp(other)
      .extract(code)
      .trim()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data.equals(changed)).toBe(false);
  });

  it('takes any name, and none', async () => {
    const names = [
      'Programme national d’accueil, d’écoute et d’orientation de la ville',
      'W'.repeat(60),
      '😀',
      '',
      '<b>&amp;</b>',
    ];
    for (const name of names) expect(await glance(await drawCard(CODE, name))).toBe(CODE);
  });

  it('is the same, to the last byte, on a machine without any font', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'no-fonts-'));
    const draw =
      "let svg = ''; process.stdin.on('data', (part) => (svg += part)).on('end', () => require('sharp')(Buffer.from(svg)).removeAlpha().png({ compressionLevel: 4 }).toBuffer().then((png) => process.stdout.write(png.toString('base64'))));";
    const env = {
      PATH: process.env['PATH'],
      HOME: empty,
      FONTCONFIG_PATH: empty,
      FONTCONFIG_FILE: join(empty, 'none'),
    };
    const elsewhere = await new Promise<{ png: string; complaints: string }>((resolve, reject) => {
      const child = execFile(
        process.execPath,
        ['-e', draw],
        { env, maxBuffer: 2 ** 24 },
        (error, png, complaints) => (error ? reject(error) : resolve({ png, complaints })),
      );
      child.stdin?.end(cardSvg(CODE, NAME));
    });
    rmSync(empty, { recursive: true });
    expect(elsewhere.complaints).toBe('');
    expect(Buffer.from(elsewhere.png, 'base64').equals(await drawCard(CODE, NAME))).toBe(true);
    expect(cardSvg(CODE, NAME)).not.toMatch(/<text|font/);
  });
});
