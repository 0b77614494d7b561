import QRCode from 'qrcode';
import sharp from 'sharp';
import { type Fitted, type Lettering, shippedLettering } from './lettering.js';

const WIDTH = 1080;
const HEIGHT = 1350;
const CENTRE = WIDTH / 2;
/** Whole pixels, so that no module has a grey edge. */
const MODULE = 20;
const QUIET_ZONE = 4;

const INK = '#12333b';
const MUTED = '#5b747a';
const ACCENT = '#1f8a7d';
const PAPER = '#eef4f2';

let faces: ReturnType<typeof shippedLettering> | null = null;

/**
 * The card of a code as PNG, 1080 pixels wide: the QR of the bare code, and the code in large letters, under a neutral name. No
 * system font takes part; everything heavy happens in threads of the image library.
 */
export function drawCard(code: string, serviceName: string): Promise<Buffer> {
  return sharp(Buffer.from(cardSvg(code, serviceName)))
    .flatten({ background: '#ffffff' })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

/** The card as a drawing without any text element. */
export function cardSvg(code: string, serviceName: string): string {
  faces ??= shippedLettering();
  const { text, code: mono } = faces;
  const heading = text.fit(serviceName, { width: 880, size: 60, least: 34, lines: 2 });
  const letters = mono.fit(code, { width: 900, size: 150, least: 90, lines: 1 });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>`,
    `<rect x="48" y="48" width="984" height="1254" rx="44" fill="#ffffff"/>`,
    `<rect x="48" y="48" width="984" height="1254" rx="44" fill="none" stroke="#d5e3e0" stroke-width="2"/>`,
    `<rect x="480" y="104" width="120" height="8" rx="4" fill="${ACCENT}"/>`,
    centred(text, heading, { baseline: heading.lines.length > 1 ? 182 : 208, fill: INK }),
    centred(text, { lines: ['Code d’identification (CIU)'], size: 38 }, { baseline: 306, fill: MUTED }),
    qrCode(code, 352),
    centred(mono, letters, { baseline: 1106, fill: INK }),
    centred(
      text,
      { lines: ['Gardez cette image : montrez-la à l’accueil.'], size: 36 },
      { baseline: 1222, fill: MUTED },
    ),
    '</svg>',
  ].join('');
}

function centred(
  face: Lettering,
  { lines, size }: Fitted,
  { baseline, fill }: { baseline: number; fill: string },
): string {
  return lines
    .map((line, row) => {
      const x = CENTRE - face.width(line, size) / 2;
      const y = baseline + row * size * 1.25;
      return `<g fill="${fill}" transform="translate(${x} ${y})">${face.draw(line, size)}</g>`;
    })
    .join('');
}

/** The code as QR, level Q, black on white with its quiet zone, each run of dark modules as one rectangle. */
function qrCode(code: string, top: number): string {
  const { size, data } = QRCode.create(code, { errorCorrectionLevel: 'Q' }).modules;
  const side = (size + 2 * QUIET_ZONE) * MODULE;
  const left = CENTRE - side / 2;
  const runs: string[] = [];
  for (let row = 0; row < size; row++) {
    for (let from = 0; from < size; from++) {
      if (!data[row * size + from]) continue;
      let to = from;
      while (to < size && data[row * size + to]) to++;
      runs.push(`M${from} ${row}h${to - from}v1h${from - to}z`);
      from = to;
    }
  }
  const start = QUIET_ZONE * MODULE;
  return [
    `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="#ffffff"/>`,
    `<path transform="translate(${left + start} ${top + start}) scale(${MODULE})" fill="#000000" shape-rendering="crispEdges" d="${runs.join('')}"/>`,
  ].join('');
}
