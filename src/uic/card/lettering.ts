import { readFileSync } from 'node:fs';

type Outline = readonly [advance: number, path: string];

interface Face {
  letters: Readonly<Record<string, Outline>>;
}

/** A text broken into lines, and the size at which they fit. */
export interface Fitted {
  lines: readonly string[];
  size: number;
}

/** Room for a text: letters as large as `size` and as small as `least`, in at most `lines` lines. */
export interface Box {
  width: number;
  size: number;
  least: number;
  lines: number;
}

/** Units per em in which the outlines are given. */
const EM = 1000;
/** How far a mark above climbs from small letters to capitals. */
const CLIMB = 178;

/**
 * Draws text as outlines, so that a picture looks the same on a machine without any font. What the face has no letter for is
 * drawn by its base letters, and left out when there are none: no box of a missing letter ever shows.
 */
export class Lettering {
  constructor(private readonly face: Face) {}

  /** The width of a line at a size. */
  width(line: string, size: number): number {
    return this.outlines(line).reduce((sum, [, [advance]]) => sum + advance, 0) * (size / EM);
  }

  /** SVG paths of a line that begins at 0 on the baseline 0. */
  draw(line: string, size: number): string {
    let pen = 0;
    let base: Outline = [0, ''];
    let capital = false;
    const paths = this.outlines(line).map(([letter, [advance, path]]) => {
      if (/\p{M}/u.test(letter)) {
        const y = capital && !BELOW.test(letter) ? -CLIMB : 0;
        return `<path transform="translate(${pen - base[0] / 2} ${y})" d="${path}"/>`;
      }
      base = [advance, path];
      capital = /\p{Lu}/u.test(letter);
      const drawn = `<path transform="translate(${pen})" d="${path}"/>`;
      pen += advance;
      return path === '' ? '' : drawn;
    });
    return `<g transform="scale(${size / EM})">${paths.join('')}</g>`;
  }

  /**
   * Sets a text into the first of the boxes that takes it: broken at its spaces, smaller where it must be. What even the last box
   * does not take is cut there, with an ellipsis.
   */
  fit(text: string, boxes: readonly Box[]): Fitted {
    const words = this.drawable(text).split(' ').filter(Boolean);
    for (const box of boxes) {
      for (let size = box.size; size >= box.least; size -= 2) {
        const lines = this.wrap(words, size, box.width);
        if (lines.length <= box.lines && lines.every((line) => this.width(line, size) <= box.width))
          return { lines, size };
      }
    }
    const last = boxes.at(-1);
    if (last === undefined) return { lines: [], size: 0 };
    const kept = this.wrap(words, last.least, last.width).slice(0, last.lines);
    return { lines: kept.map((line) => this.cut(line, last)), size: last.least };
  }

  private wrap(words: readonly string[], size: number, width: number): string[] {
    const lines: string[] = [];
    for (const word of words) {
      const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
      if (lines.length > 0 && this.width(longer, size) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  private cut(line: string, { least, width }: Box): string {
    const letters = [...line];
    while (letters.length > 0 && this.width(`${letters.join('')}…`, least) > width) letters.pop();
    return letters.length === [...line].length ? line : `${letters.join('')}…`;
  }

  /** The text in letters that the face has. */
  private drawable(text: string): string {
    return [...text.normalize('NFC').replace(/\s+/g, ' ').trim()]
      .flatMap((letter) => (letter in this.face.letters ? letter : [...letter.normalize('NFKD')]))
      .filter((letter) => letter in this.face.letters)
      .join('');
  }

  private outlines(line: string): [string, Outline][] {
    return [...this.drawable(line)].flatMap((letter): [string, Outline][] => {
      const outline = this.face.letters[letter];
      return outline ? [[letter, outline]] : [];
    });
  }
}

const BELOW = /[\u0323\u0327\u0331]/;

/** The two faces that are shipped: a plain one, and a monospaced one in which 0 and O, 1 and I cannot be taken for each other. */
export function shippedLettering(): { text: Lettering; code: Lettering } {
  const file = readFileSync(new URL('../data/letters.json', import.meta.url), 'utf8');
  const faces = JSON.parse(file) as { text: Face; code: Face };
  return { text: new Lettering(faces.text), code: new Lettering(faces.code) };
}
