/** What stands for something personal that was taken out of a text. */
export interface Removed {
  phone: string;
  code: string;
  email: string;
}

const NOTES: Readonly<Record<string, Removed>> = {
  fr: { phone: '(numéro retiré)', code: '(code retiré)', email: '(adresse retirée)' },
  en: { phone: '(number removed)', code: '(code removed)', email: '(address removed)' },
};

const INVISIBLE = /[\p{Cf}\p{Variation_Selector}]/gu;
/** Bounded as addresses are: without bounds a long word costs the square of its length. */
const EMAIL =
  /[\p{L}\p{N}._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/giu;
const GAP = String.raw`[\s.,·•_/\\|()\[\]–—-]{0,3}`;
const DIGITS = new RegExp(String.raw`(?<![\p{L}\p{N}])\(?\+?\(?\p{Nd}(?:${GAP}\p{Nd}){6,}`, 'giu');
const BETWEEN = String.raw`[\s._·–—-]?`;
const LETTER = String.raw`[a-zà-öø-ÿœ]`;
/** Three letters, three letters, a digit, two letters and a letter or digit, however they are spaced. */
const CODE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${LETTER}${BETWEEN}){6}\p{Nd}${BETWEEN}(?:${LETTER}${BETWEEN}){2}[a-z\p{Nd}](?![\p{L}\p{N}])`,
  'giu',
);
const GROUPED = /^\p{Nd}{1,3}(?:[\s.,]\p{Nd}{3})+(?:[.,]\p{Nd}{1,2})?$/u;
const CURRENCY = /^\s?(?:fc\b|cdf\b|usd\b|\$|dollars?\b|francs?\b|eur\b|euros?\b|€|f?cfa\b|xaf\b|xof\b)/i;

/** A text without phone numbers, codes of people and e-mail addresses; prices stay. It is for strangers: in doubt something is taken out. */
export function withoutPersonalData(text: string, language: string): string {
  const notes = NOTES[language.slice(0, 2)] ?? NOTES['fr'];
  if (notes === undefined) return '';
  const plain = text.normalize('NFKC').replace(INVISIBLE, '');
  return plain
    .replace(EMAIL, notes.email)
    .replace(CODE, notes.code)
    .replace(DIGITS, (found: string, at: number, whole: string) =>
      isAmount(found, whole.slice(at + found.length)) ? found : notes.phone,
    );
}

/** Whether a text holds something that is taken out. */
export function hasPersonalData(text: string): boolean {
  return withoutPersonalData(text, 'fr') !== text.normalize('NFKC').replace(INVISIBLE, '');
}

/** Thousands in groups, or any number before a currency; never what begins like a phone number. */
function isAmount(found: string, after: string): boolean {
  if (/^[+(]|^0/.test(found)) return false;
  const digits = found.replace(/\P{Nd}/gu, '').length;
  return CURRENCY.test(after) ? digits <= 10 : digits <= 9 && GROUPED.test(found);
}
