import type { Question } from '../../uic/uic.contract.js';

/** What somebody of the demonstration does. */
export type Part =
  | 'registers'
  | 'thanks'
  | 'buys'
  | 'leaves'
  | 'waits'
  | 'is-answered'
  | 'has-the-same-code'
  | 'refuses'
  | 'is-out-of-reach'
  | 'stops'
  | 'is-done';

/** Somebody who does not exist. */
export interface DemoPerson {
  /** Digits without `+`. */
  phone: string;
  name: string;
  part: Part;
  /** What makes the code, in the order of the questions. */
  answers: readonly string[];
}

/** No number of the Democratic Republic of the Congo begins with a zero behind the code of the country: nobody has these. */
const LINE = '243000000';
const DIGITS = 3;
export const MOST_PEOPLE = 200;

/** One after the other, again and again: half of the people end with a code. */
const PARTS: readonly Part[] = [
  'registers',
  'thanks',
  'buys',
  'is-answered',
  'registers',
  'waits',
  'has-the-same-code',
  'registers',
  'leaves',
  'is-out-of-reach',
  'is-done',
  'registers',
  'refuses',
  'stops',
];
/** Whose answers somebody of the part `has-the-same-code` gives: the one so many places before. */
const TWIN = 6;

const GIVEN = (
  'Grâce Josué Béatrice Patrick Chantal Dieudonné Espérance Fiston Gloria Héritier Irène Jonathan ' +
  'Kavira Léon Mireille Nathan Odette Pascal Rachel Samuel Thérèse Urbain Viviane'
).split(' ');
const FAMILY = (
  'Ilunga Mbuyi Kalala Tshibangu Mwamba Kabongo Ngalula Lukusa Kasongo Banza Mukendi Nzuzi Makiese Bolamba ' +
  'Ekanga Furaha Bahati Mapendo Ndaya Lokwa Mbombo Sefu Yav Kitenge Pembe Okito Djamba Longo Wembo'
).split(' ');

/** The first `count` people, the same ones each time, whatever the questions of the programme are. */
export function peopleOf(count: number, questions: readonly Question[]): DemoPerson[] {
  return Array.from({ length: count }, (_, n) => {
    const part = at(PARTS, n);
    const whose = part === 'has-the-same-code' ? n - TWIN : n;
    return {
      phone: phoneOf(n),
      name: `${at(GIVEN, n)} ${at(FAMILY, n * 5)} (démo)`,
      part,
      answers: questions.map((question, place) => answerOf(question, whose, place)),
    };
  });
}

/** Every number that the demonstration may have used. */
export function demoPhones(): string[] {
  return Array.from({ length: MOST_PEOPLE }, (_, n) => phoneOf(n));
}

export function isDemoPhone(phone: string | null): boolean {
  return phone !== null && phone.startsWith(LINE) && phone.length === LINE.length + DIGITS;
}

function phoneOf(n: number): string {
  return `${LINE}${String(n + 1).padStart(DIGITS, '0')}`;
}

function answerOf({ key, kind, options }: Question, n: number, place: number): string {
  switch (kind) {
    case 'letters':
      return key === 'given' ? at(GIVEN, n) : at(FAMILY, n * 5 + (key === 'family' ? 0 : place));
    case 'year':
      return String(1960 + ((n * 13) % 48));
    case 'month':
      return String(1 + (n % 12));
    case 'number':
      return String(n % 10);
    default:
      return options.length === 0 ? '1' : at(options, n * 7 + place).value;
  }
}

function at<T>(list: readonly T[], n: number): T {
  const found = list[n % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
}
