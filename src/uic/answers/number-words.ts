const UNITS =
  'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'.split(
    ' ',
  );
const TENS = ['', '', 'vingt', 'trente', 'quarante', 'cinquante', 'soixante'];
/** Those of Belgium, Switzerland and the Congo, where they are the usual ones. */
const OTHER_TENS: Readonly<Record<number, readonly string[]>> = {
  7: ['septante'],
  8: ['huitante', 'octante'],
  9: ['nonante'],
};
const ENGLISH = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** How a number from 0 to 99 can be written. */
function below100(number: number): string[] {
  const [ten, unit] = [Math.floor(number / 10), number % 10];
  if (number < 20) return [UNITS[number] ?? ''];
  const regular = (word: string) => (unit === 0 ? word : `${word} ${UNITS[unit]}`);
  if (ten < 7) return [regular(TENS[ten] ?? '')];
  const score = ten < 8 ? 'soixante' : 'quatre vingt';
  const rest = number - (ten < 8 ? 60 : 80);
  const vigesimal = rest === 0 ? score : `${score} ${UNITS[rest]}`;
  return [vigesimal, ...(OTHER_TENS[ten] ?? []).map(regular)];
}

function table(): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  const put = (text: string, number: number) => words.set(text.replace(/-/g, ' ').trim(), number);
  ENGLISH.forEach(put);
  for (let number = 0; number < 100; number++) {
    const spellings = below100(number);
    for (const text of spellings) put(text, number);
    const after = number === 0 ? [''] : spellings;
    for (const text of after) {
      put(`mille neuf cent ${text}`, 1900 + number);
      put(`dix neuf cent ${text}`, 1900 + number);
      put(`deux mille ${text}`, 2000 + number);
    }
  }
  return words;
}

const NUMBERS = table();

/** The number that French words say, from 0 to 99 and from 1900 to 2099 (English ones from 0 to 9); `null` when they say none. */
export function numberOf(words: readonly string[]): number | null {
  const canonical = words
    .filter((word) => word !== 'et')
    .map((word) =>
      word
        .replace(/^(vingt|cent)s$/, '$1')
        .replace(/^mil$/, 'mille')
        .replace(/^une$/, 'un'),
    );
  return NUMBERS.get(canonical.join(' ')) ?? null;
}
