import { createHash } from 'node:crypto';
import type { Somebody } from './privacy-people.js';

/**
 * What can be found of somebody: the code, a phone number, WhatsApp's id of the person, what was typed for an answer, the letters that
 * are kept of it, the name on WhatsApp, words for the team, or a hash of a code or a number that needs no key.
 */
export const KINDS = ['code', 'phone', 'id', 'answer', 'letters', 'profile', 'told', 'hash'] as const;
export type Kind = (typeof KINDS)[number];

export interface Finding {
  kind: Kind;
  /** What it belongs to: the code, the word, the number. */
  of: string;
  /** What stands around it. */
  around: string;
}

const SOUNDS: Readonly<Record<string, Kind>> = {
  a: 'answer',
  i: 'answer',
  o: 'answer',
  u: 'profile',
  y: 'told',
};
const GAP = '[ \\u00a0·._-]?';
const CODE = new RegExp(
  ['q', '[a-z]', 'z', 'x', '[a-z]', 'j', '\\d', '[a-z]', '[a-z]', '[1-4]'].join(GAP),
  'gi',
);
const WORD = /[a-z]{3}vw[aiouy][a-z]{4}/gi;
/**
 * Three letters stand by chance in some sealed bytes of every database: they count where somebody could read them, after words or as a
 * text of its own in a list of them.
 */
const LETTERS = new RegExp(
  `(?:(?<=[ -~à-üÃ©¨ª§]{12})["'>:= ]|(?<=["'][,:\\[{]["'])|(?<=^["'\\[{]{0,3}))(q[a-z]z|x[a-z]j)(?=["'<,;& ])`,
  'gi',
);
/** Whole, with a nought in front, or as it is spelt in groups. */
const PHONE = /(?:243|(?<![0-9a-f.])0?)994711\d{3}(?![0-9a-f])/g;
const SPELT = /(?:\+?243|\b0?)[ .-]?99[ .-]?4[ .-]?7[ .-]?11[ .-]?\d[ .-]?\d[ .-]?\d\b/g;
const PERSON = /\bCD\.\d{15,25}\b/g;
const BASE64 = /[\w+/-]{20,}/g;
const HEX = /(?:[0-9a-f]{2}){10,}/gi;

/** Knows everything that may be nowhere. */
export class Search {
  private readonly known = new Map<string, Kind>();
  private readonly hashes = new Map<string, string>();

  constructor(people: readonly Somebody[]) {
    for (const { profile, number, code, earlier, steps } of people) {
      for (const [word] of JSON.stringify([profile, steps]).matchAll(WORD))
        this.known.set(word.toLowerCase(), kindOf(word));
      for (const each of [code, earlier ?? code]) {
        this.known.set(each, 'code');
        this.hash(each, [each, each.toLowerCase(), `lllfffyccg-v1|${each}`]);
      }
      this.hash(number, [number, `+${number}`, `0${number.slice(3)}`]);
    }
  }

  /** Every trace in a text: as it stands, in base64, in hexadecimal, percent-encoded. */
  in(text: string): Finding[] {
    return [text, ...coded(text)].flatMap((each) => [...this.plain(each), ...this.hashed(each)]);
  }

  private plain(text: string): Finding[] {
    const at = (kind: Kind, of: string, place: number): Finding => ({
      kind,
      of,
      around: text.slice(Math.max(0, place - 60), place + of.length + 40).replace(/[^\x20-\x7e]+/g, '·'),
    });
    const codes = [...text.matchAll(CODE)].flatMap(({ 0: found, index }) => {
      const bare = found.replace(/[^a-z0-9]/gi, '').toUpperCase();
      return this.known.has(bare) ? [at('code', bare, index)] : [];
    });
    const words = [...text.matchAll(WORD)].flatMap(({ 0: found, index }) =>
      this.known.has(found.toLowerCase()) ? [at(kindOf(found), found.toLowerCase(), index)] : [],
    );
    const ids = [...text.matchAll(PERSON)].map(({ 0: found, index }) => at('id', found, index));
    const letters = [...text.matchAll(LETTERS)].map(({ 1: found = '', index }) =>
      at('letters', found, index),
    );
    const phones = [PHONE, SPELT].flatMap((shape) =>
      [...text.matchAll(shape)].map(({ 0: found, index }) => at('phone', found.slice(-9), index)),
    );
    return [...codes, ...words, ...ids, ...letters, ...phones];
  }

  private hashed(text: string): Finding[] {
    if (text.length < 20) return [];
    return [...text.matchAll(BASE64), ...text.matchAll(HEX)].flatMap(([found]) => {
      const of = this.hashes.get(found) ?? this.hashes.get(found.toLowerCase());
      return of === undefined ? [] : [{ kind: 'hash' as const, of, around: found }];
    });
  }

  private hash(of: string, texts: readonly string[]): void {
    for (const text of texts) {
      for (const algorithm of ['sha256', 'sha1', 'md5', 'sha512']) {
        const digest = createHash(algorithm).update(text).digest();
        for (const form of ['hex', 'base64', 'base64url'] as const)
          this.hashes.set(digest.toString(form).replace(/=+$/, ''), of);
      }
    }
  }
}

/** The sound in the middle of a made-up word says what it is. */
function kindOf(word: string): Kind {
  return SOUNDS[word.charAt(5).toLowerCase()] ?? 'answer';
}

/** What a text holds in another writing. */
function coded(text: string): string[] {
  const percent = /%[0-9a-f]{2}/i.test(text)
    ? [text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))]
    : [];
  const inside = [
    ...[...text.matchAll(BASE64)].map(([found]) => Buffer.from(found, 'base64').toString('latin1')),
    ...[...text.matchAll(HEX)].map(([found]) => Buffer.from(found, 'hex').toString('latin1')),
  ];
  return [...percent, inside.join('\n')];
}
