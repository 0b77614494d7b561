// A small model of who might be registered. Invented for this purpose: plausible names, not a sample of any population.

const FAMILIES =
  'Ilunga Kabongo Mbuyi Tshibangu Mukendi Kasongo Mwamba Kalala Mutombo Banza Ngoy Lukusa Mulumba Ntumba ' +
  'Mbala Nsimba Matondo Kiala Luzolo Bokele Lokwa Bolamba Ekofo Kambale Paluku Muhindo Kahindo Byamungu Bahati ' +
  'Cirhuza Nabintu Furaha Yav Chola Sendwe Kyungu Umba Lenge Badibanga Wembo Okito Shako Omari Djamba';
const GIVEN =
  'Jean Marie Joseph Pierre Esther Paul Ruth Emmanuel Grace David Rachel Daniel Sarah Patrick Gloire ' +
  'Chantal Nadine Mireille Dieudonne Clarisse Trésor Bibiche Olivier Solange Fiston Florence Guy Henriette ' +
  'Landry Odette Moise Naomie Papy Sylvie Rodrigue Therese Viviane Yannick Albertine Elodie';
const TOWNS = ['KI', 'LU', 'MB', 'KA', 'KS', 'GO'];
const GENDERS = ['2', '1', '3', '4'];
const YEARS = ['0', '5', '8', '2', '7', '3', '9', '1', '4', '6'];

const folded = (name) =>
  name
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toUpperCase()
    .slice(0, 3)
    .padEnd(3, 'X');
const beginnings = (names) => [...new Set(names.split(' ').map(folded))];

/** What each part of a code can be, the most frequent first. */
export const MODEL = {
  family: beginnings(FAMILIES),
  given: beginnings(GIVEN),
  year: YEARS,
  town: TOWNS,
  gender: GENDERS,
};

/** What the same dictionary would hold with all names of a country: letters of names measured on a larger model. */
export const PLAUSIBLE = 2_050 * 2_550 * 10 * 60 * 4;

export const SIZE = Object.values(MODEL).reduce((product, { length }) => product * length, 1);

/** Every code of the model, roughly the most probable first. */
export function* candidates(most = SIZE) {
  const { family, given, year, town, gender } = MODEL;
  let count = 0;
  for (const [g, y, c] of tails(gender, year, town))
    for (let sum = 0; sum < family.length + given.length - 1; sum += 1)
      for (let at = Math.max(0, sum - given.length + 1); at <= Math.min(sum, family.length - 1); at += 1) {
        yield `${family[at]}${given[sum - at]}${y}${c}${g}`;
        if ((count += 1) >= most) return;
      }
}

function* tails(genders, years, towns) {
  for (const c of towns) for (const g of genders) for (const y of years) yield [g, y, c];
}

/** People of the model: few names are frequent, many are rare. */
export function someCodes(count, random) {
  const pick = (list, steepness) => list[Math.floor(list.length * random() ** steepness)];
  return Array.from({ length: count }, () => {
    const { family, given, year, town, gender } = MODEL;
    const names = `${pick(family, 2)}${pick(given, 2)}`;
    return `${names}${pick(year, 1)}${pick(town, 3)}${pick(gender, 2.5)}`;
  });
}
