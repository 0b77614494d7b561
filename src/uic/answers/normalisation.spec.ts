import { composeCode } from '../code.js';
import { loadQuestions } from '../questions/questions-file.js';
import { loadTowns } from '../towns/towns-file.js';
import type { Answers } from '../uic.contract.js';
import { readerOf } from './normalisation.js';

const { questions, scheme } = loadQuestions();
const readers = questions.map((asked) => ({ ...asked, read: readerOf(asked) }));
const circumstances = { towns: loadTowns(), townMode: 'open', year: 2026 } as const;

function codeOf(...texts: string[]): string {
  const answers = readers.map(({ key, read }, index) => {
    const reading = read(texts[index] ?? '', circumstances);
    if (!reading.ok) throw new Error(`${key}: ${reading.fault} in ${texts[index]}`);
    return [key, reading.value];
  });
  return composeCode(scheme, Object.fromEntries(answers) as Answers);
}

/** A sequence that is the same on every machine. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const ACCENTS = ['', '', '\u0300', '\u0301', '\u0302', '\u0308', '\u0327', '\u200b'];
const FORMS = ['NFC', 'NFD', 'NFKC'] as const;

/** The same letters, written as a hurried thumb might. */
function disguise(text: string, roll: (sides: number) => number, joints: readonly string[]): string {
  const letters = [...text].map((letter, index) => {
    const cased = roll(2) === 0 ? letter.toUpperCase() : letter.toLowerCase();
    const joint = index > 1 && roll(4) === 0 ? joints[roll(joints.length)] : '';
    return `${joint}${cased}${/[a-z]/i.test(letter) ? ACCENTS[roll(ACCENTS.length)] : ''}`;
  });
  return `${' '.repeat(roll(3))}${letters.join('')}${' '.repeat(roll(3))}`.normalize(FORMS[roll(3)]);
}

describe('answers make a code', () => {
  it('as in the examples', () => {
    expect(codeOf('MBE', 'IBR', '7', 'DA', '1')).toBe('MBEIBR7DA1');
    expect(codeOf('Mbengue', 'Ibrahim', '1997', 'Dakar', 'homme')).toBe('MBEIBR7DA1');
    expect(codeOf('Mobutu', 'Marie', '1963', 'Kinshasa', 'trans')).toBe('MOBMAR3KI3');
    expect(codeOf('Mobutu', 'Marie', '1963', 'Kinshasa', 'femme')).toBe('MOBMAR3KI2');
    expect(codeOf('K', 'Ko', 'sept', 'à Kinshasa', 'F')).toBe('KXXKOX7KI2');
  });

  it('that is the same whatever the accents, case, apostrophes, hyphens and spaces', () => {
    const roll = dice(20_261_121);
    for (let round = 0; round < 2_000; round++) {
      const name = (text: string) => disguise(text, roll, [' ', '-', "'", '’', 'ʼ', '‑', '.', '\u00a0']);
      const texts = [
        name('Mbengue'),
        name('Ibrahima'),
        disguise('1997', roll, ['']),
        disguise('mbujimayi', roll, ['-', ' ', "'", '\u2011']),
        disguise('homme', roll, ['']),
      ];
      expect({ texts, code: codeOf(...texts) }).toEqual({ texts, code: 'MBEIBR7MB1' });
    }
  });

  it('that is the same each time, whatever was read before', () => {
    const texts = ['N’Landu-Œ', 'Ɔ́lɛ', 'nonante-neuf', 'Élisabethville', 'autre'];
    const first = codeOf(...texts);
    codeOf('MBE', 'IBR', '7', 'DA', '1');
    expect(codeOf(...texts)).toBe(first);
    expect(first).toBe('NLAOLE9LU4');
  });
});

describe('any text at all', () => {
  it('is answered with a value that fits the formula or with a fault, never with an exception', () => {
    const roll = dice(7);
    for (let round = 0; round < 3_000; round++) {
      const text = Array.from({ length: roll(12) }, () => String.fromCodePoint(roll(0xd7ff))).join('');
      const readings = readers.map(({ read }) => read(text, circumstances));
      const lengths = readings.map((reading, index) =>
        reading.ok ? reading.value.length : reading.fault && readers[index]!.length,
      );
      expect(lengths).toEqual([3, 3, 1, 2, 1]);
    }
  });

  it('of 4,096 characters that a backtracking pattern would choke on is refused at once', () => {
    for (const text of ['bonjour '.repeat(512), 'a '.repeat(2048), "' -".repeat(1365), 'M. '.repeat(1365)]) {
      for (const { read } of readers) {
        expect(read(text, circumstances)).toEqual({ ok: false, fault: 'too-long' });
      }
    }
  });
});
