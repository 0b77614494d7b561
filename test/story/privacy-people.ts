/** What somebody does besides answering five questions. */
export const MANNERS = [
  'plain',
  'misspelt',
  'spoken',
  'corrected',
  'repeated',
  'twin',
  'cancelled',
  'expired',
  'found',
  'asked',
  'erased',
  'renewed',
  'helped',
] as const;
export type Manner = (typeof MANNERS)[number];

/** A message, and how many come back at least. */
export interface Step {
  say: { type: 'text'; text: string } | { type: 'voice' | 'document'; [field: string]: string };
  replies: number;
}

/** Somebody who is made up, so that nothing about it can be anywhere by chance. */
export interface Somebody {
  number: string;
  profile: string;
  manner: Manner;
  /** What is typed for the five questions. */
  answers: { family: string; given: string; year: string; town: string; gender: string };
  code: string;
  /** A code that it gave up. */
  earlier?: string;
  steps: Step[];
}

/** How far before it the person comes whose answers a twin has. */
export const TWIN = MANNERS.indexOf('twin');

const TOWNS = [
  ['Kinshasa', 'KI'],
  ['Lubumbashi', 'LU'],
  ['Goma', 'GO'],
] as const;

const text = (words: string, replies = 1): Step => ({ say: { type: 'text', text: words }, replies });

/** Ten letters that only this person has; the sound in the middle says what they are. */
function word(at: number, [first, last]: readonly [string, string], sound: string): string {
  const [one, two] = pair(at);
  return `${first}${sound === 'i' ? two : one}${last}vw${sound}${one}${two}la`.toLowerCase();
}

function pair(at: number): [string, string] {
  const letter = (place: number) => String.fromCharCode(97 + (place % 26));
  return [letter(at), letter(Math.floor(at / 26))];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function answersOf(at: number): Somebody['answers'] {
  const [town] = TOWNS[at % TOWNS.length] ?? TOWNS[0];
  return {
    family: capital(word(at, ['q', 'z'], 'a')),
    given: capital(word(at, ['x', 'j'], 'i')),
    year: String(1960 + (at % 40)),
    town,
    gender: String(1 + (at % 4)),
  };
}

function codeOf({ family, given, year, town, gender }: Somebody['answers']): string {
  const [, short] = TOWNS.find(([name]) => name === town) ?? TOWNS[0];
  return `${family.slice(0, 3)}${given.slice(0, 3)}${year.slice(-1)}${short}${gender}`.toUpperCase();
}

/** People, one after another; every thirteenth has the same manner. */
export function people(count: number, from = 0): Somebody[] {
  return Array.from({ length: count }, (_, place) => somebody(from + place));
}

function somebody(at: number): Somebody {
  const manner = MANNERS[at % MANNERS.length] ?? 'plain';
  const answers = answersOf(manner === 'twin' ? at - TWIN : at);
  const mine = { at, answers };
  const person: Somebody = {
    number: `243994711${String(at).padStart(3, '0')}`,
    profile: capital(word(at, ['p', 'r'], 'u')),
    manner,
    answers,
    code: codeOf(answers),
    steps: STEPS[manner](mine),
  };
  if (manner === 'renewed') return { ...person, earlier: person.code, code: codeOf(later(answers)) };
  return manner === 'corrected' ? { ...person, earlier: codeOf(mistaken(mine)) } : person;
}

interface Mine {
  at: number;
  answers: Somebody['answers'];
}

/** What was meant at first by somebody who says otherwise at the summary. */
function mistaken({ at, answers }: Mine): Somebody['answers'] {
  return { ...answers, given: capital(word(at + 13, ['x', 'j'], 'i')) };
}

function later(answers: Somebody['answers']): Somebody['answers'] {
  return { ...answers, gender: answers.gender === '4' ? '1' : String(Number(answers.gender) + 1) };
}

const begun = () => [text('Bonjour'), text('oui')];
const answered = ({ family, given, year, town, gender }: Somebody['answers']) =>
  [family, given, year, town, gender].map((answer) => text(answer));
const confirmed = () => text('oui', 2);
const whole = ({ answers }: Mine) => [...begun(), ...answered(answers), confirmed()];
const strange = (at: number) => capital(word(at, ['z', 'k'], 'o'));
const told = (at: number) => capital(word(at, ['t', 't'], 'y'));
const file = (words: string) => Buffer.from(`OggS ${words} ${'.'.repeat(200)}`).toString('base64');

const STEPS: Record<Manner, (mine: Mine) => Step[]> = {
  plain: whole,
  /** A town that nobody knows, then one that has to be asked about. */
  misspelt: ({ at, answers }) => {
    const [family, given, year, , gender] = answered(answers);
    const town = [text(strange(at)), text(`${answers.town}, ${strange(at)}`), text('oui')];
    return [
      ...begun(),
      ...[family, given, year].flatMap((each) => each ?? []),
      ...town,
      gender ?? text('1'),
      confirmed(),
    ];
  },
  /** A voice note, and a paper whose name names somebody. */
  spoken: ({ at, answers }) => {
    const [family, ...rest] = answered(answers);
    const said: Step = { say: { type: 'voice', base64: file(strange(at)), mime: 'audio/ogg' }, replies: 1 };
    const paper: Step = {
      say: {
        type: 'document',
        base64: file(strange(at)),
        mime: 'application/pdf',
        filename: `${strange(at)}.pdf`,
      },
      replies: 1,
    };
    return [...begun(), said, paper, family ?? text(''), ...rest, confirmed()];
  },
  corrected: (mine) => [
    ...begun(),
    ...answered(mistaken(mine)),
    text('2'),
    text(mine.answers.given),
    confirmed(),
  ],
  repeated: (mine) => [...whole(mine), ...whole(mine)],
  twin: whole,
  cancelled: ({ answers }) => [...begun(), ...answered(answers).slice(0, 3), text('annuler')],
  expired: ({ answers }) => [...begun(), ...answered(answers).slice(0, 4)],
  found: (mine) => [...whole(mine), text('mon code'), text(mine.answers.given)],
  asked: (mine) => [...whole(mine), text('mes données')],
  erased: (mine) => [...whole(mine), text('supprimer'), text('oui')],
  renewed: (mine) => [
    ...whole(mine),
    text('corriger'),
    text('oui'),
    ...answered(later(mine.answers)),
    confirmed(),
  ],
  /** A person of the team is told a name, and gets a paper that has it. */
  helped: (mine) => [
    ...whole(mine),
    text('une personne'),
    {
      say: { type: 'document', base64: file(told(mine.at)), mime: 'text/plain', filename: 'lettre.txt' },
      replies: 0,
    },
    text(`Ici ${told(mine.at)}`, 0),
  ],
};
