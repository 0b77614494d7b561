import type { AnswerKey, Question, Reading } from '../../uic/uic.contract.js';
import { fold } from '../../kernel/fold.js';

const TOWNS: readonly [string, string][] = [
  ['KI', 'Kinshasa'],
  ['LU', 'Lubumbashi'],
  ['MB', 'Mbuji-Mayi'],
  ['KS', 'Kisangani'],
  ['KA', 'Kananga'],
  ['BU', 'Bukavu'],
  ['GO', 'Goma'],
  ['MA', 'Matadi'],
  ['KO', 'Kolwezi'],
  ['DA', 'Dakar'],
];

export const questions: readonly Question[] = [
  { key: 'family', kind: 'letters', options: [] },
  { key: 'given', kind: 'letters', options: [] },
  { key: 'year', kind: 'year', options: [] },
  { key: 'town', kind: 'town', options: TOWNS.map(([value, name]) => ({ value, name })) },
  {
    key: 'gender',
    kind: 'choice',
    options: [
      { value: '1', name: 'homme' },
      { value: '2', name: 'femme' },
      { value: '3', name: 'trans' },
      { value: '4', name: 'autre' },
    ],
  },
];

const ok = (value: string, shown = value, sure = true): Reading => ({ ok: true, value, shown, sure });
const READERS: Record<AnswerKey, (text: string) => Reading> = {
  family: name,
  given: name,
  year: (text) => (/\d$/.test(text.trim()) ? ok(text.trim().slice(-1)) : { ok: false, fault: 'not-a-year' }),
  town(text) {
    const found = TOWNS.find(([code, town]) => fold(town) === fold(text) || fold(code) === fold(text));
    return found ? ok(found[0], `${found[0]} (${found[1]})`) : { ok: false, fault: 'unknown-town' };
  },
  gender(text) {
    const words = ['homme', 'femme', 'trans', 'autre'];
    const index = words.indexOf(fold(text)) + 1 || Number(fold(text));
    return index >= 1 && index <= 4
      ? ok(String(index), words[index - 1])
      : { ok: false, fault: 'not-an-option' };
  },
};

/** Reads the answers to questions of one's own, by their kind. */
export function readerOf(asked: readonly Question[]): (key: AnswerKey, text: string) => Reading {
  return (key, text) => {
    const question = asked.find((each) => each.key === key);
    if (question === undefined) throw new Error(`no question is called ${key}`);
    return byKind(question, text);
  };
}

function byKind({ kind, options }: Question, text: string): Reading {
  if (kind === 'letters') return name(text);
  if (kind === 'year') return read('year', text);
  if (kind === 'town') return read('town', text);
  if (kind === 'choice') {
    const said = (names: readonly string[]) => names.some((each) => fold(each) === fold(text));
    const found = options.find(({ value, names = {} }) => said([value, ...Object.values(names)]));
    return found ? ok(found.value) : { ok: false, fault: 'not-an-option' };
  }
  const isNumber = /^\d{1,2}$/.test(text) && (kind === 'number' || (Number(text) >= 1 && Number(text) <= 12));
  if (isNumber) return ok(text.padStart(2, '0'));
  return { ok: false, fault: kind === 'month' ? 'not-a-month' : 'not-a-number' };
}

/** A reading simple enough to be looked through; the real one belongs to the room of the code. */
export function read(key: AnswerKey, text: string): Reading {
  return READERS[key]?.(text) ?? { ok: false, fault: 'empty' };
}

function name(text: string): Reading {
  const folded = fold(text);
  if (/\d/.test(folded)) return { ok: false, fault: 'digits' };
  if (folded === 'bonjour docteur papa') return { ok: false, fault: 'greeting' };
  if (['', 'aucun', 'ok', 'oui', 'non'].includes(folded))
    return { ok: false, fault: folded === '' ? 'empty' : 'no-name' };
  if (!/^[a-z ]+$/.test(folded)) return { ok: false, fault: 'not-latin' };
  const letters = folded.replaceAll(' ', '').toUpperCase().slice(0, 3);
  return ok(letters.padEnd(3, 'X'), letters.padEnd(3, 'X'), letters.length > 1);
}
