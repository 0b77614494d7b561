import QRCode from 'qrcode';
import { type Fitted, type Lettering, shippedLettering } from './lettering.js';

const WIDTH = 1080;
const HEIGHT = 1350;
const CENTRE = WIDTH / 2;
/** Whole pixels, so that no module has a grey edge. */
const MODULE = 20;
/** A long code has more modules than fit at that size. */
const SMALL_MODULE = 17;
const MOST_MODULES = 25;
const QUIET_ZONE = 4;

const INK = '#12333b';
const MUTED = '#587178';
const ACCENT = '#1f8a7d';
const PAPER = '#edf4f2';
const EDGE = '#d7e5e2';

/** One large line where it fits, else two smaller ones. */
const NAME_BOXES = [
  { width: 860, size: 60, least: 46, lines: 1 },
  { width: 860, size: 48, least: 34, lines: 2 },
];
const CODE_BOXES = [{ width: 860, size: 142, least: 34, lines: 1 }];
const CAPTION = { lines: ['Code d’identification (CIU)'], size: 38 };
const HELP = { lines: ['Gardez cette image et montrez-la à l’accueil.'], size: 36 };

let faces: ReturnType<typeof shippedLettering> | null = null;

/**
 * The card of a code as PNG, 1080 pixels wide: the QR of the bare code, and the code in large letters, under a neutral name. No
 * system font takes part; everything heavy happens in threads of the image library.
 */
export async function drawCard(code: string, serviceName: string): Promise<Buffer> {
  // Ten megabytes, which whoever never draws a card goes without.
  const { default: sharp } = await import('sharp');
  const drawing = Buffer.from(cardSvg(code, serviceName));
  return sharp(drawing).removeAlpha().png({ compressionLevel: COMPRESSION }).toBuffer();
}

/** Half the time of the usual level, and still far below what a phone on a slow network minds. */
const COMPRESSION = 4;

/** The card as a drawing without any text element. */
export function cardSvg(code: string, serviceName: string): string {
  faces ??= shippedLettering();
  const letters = faces.code.fit(code, CODE_BOXES);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">`,
    frame(faces.text, serviceName),
    qrCode(code, 356),
    centred(faces.code, letters, { baseline: 1094, fill: INK }),
    '</svg>',
  ].join('');
}

/** What all cards of a service have in common; kept, as one process serves one name. */
function frame(face: Lettering, serviceName: string): string {
  if (kept?.serviceName === serviceName) return kept.drawing;
  const name = face.fit(serviceName, NAME_BOXES);
  const drawing = [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${PAPER}"/>`,
    `<rect x="49" y="49" width="982" height="1252" rx="44" fill="#ffffff" stroke="${EDGE}" stroke-width="2"/>`,
    `<rect x="480" y="104" width="120" height="8" rx="4" fill="${ACCENT}"/>`,
    centred(face, name, { baseline: name.lines.length > 1 ? 180 : 216, fill: INK }),
    centred(face, CAPTION, { baseline: 318, fill: MUTED }),
    centred(face, HELP, { baseline: 1218, fill: MUTED }),
  ].join('');
  kept = { serviceName, drawing };
  return drawing;
}

let kept: { serviceName: string; drawing: string } | null = null;

function centred(
  face: Lettering,
  { lines, size }: Fitted,
  { baseline, fill }: { baseline: number; fill: string },
): string {
  return lines
    .map((line, row) => {
      const x = CENTRE - face.width(line, size) / 2;
      const y = baseline + row * size * 1.3;
      return `<g fill="${fill}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${face.draw(line, size)}</g>`;
    })
    .join('');
}

/** The code as QR, level Q, black on white with its quiet zone, each run of dark modules as one rectangle. */
function qrCode(code: string, top: number): string {
  const { size, data } = QRCode.create(code, { errorCorrectionLevel: 'Q' }).modules;
  const module = size > MOST_MODULES ? SMALL_MODULE : MODULE;
  const side = (size + 2 * QUIET_ZONE) * module;
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
  const start = QUIET_ZONE * module;
  return [
    `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="#ffffff"/>`,
    `<path transform="translate(${left + start} ${top + start}) scale(${module})" fill="#000000" shape-rendering="crispEdges" d="${runs.join('')}"/>`,
  ].join('');
}
