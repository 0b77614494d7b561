import { z } from 'zod';

/** As DHIS2 makes them. */
export const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;
const MOST_CHARACTERS = 200;

const A_UID = 'un identifiant DHIS2 est attendu : 11 lettres et chiffres, d’abord une lettre';
const A_TEXT = 'un texte est attendu (un nombre se met entre guillemets)';
const A_UNIT =
  'une unité d’organisation est attendue : son identifiant, ou son code avec orgUnitIdScheme: CODE';

const uid = (about: string) => z.string(A_UID).regex(UID, A_UID).describe(about);
const unit = (about: string) => z.string(A_UNIT).min(1, A_UNIT).max(50, A_UNIT).describe(about);
const text = z
  .string(A_TEXT)
  .min(1, A_TEXT)
  .max(MOST_CHARACTERS, `au plus ${MOST_CHARACTERS} caractères sont permis`);
const yesOrNo = z.boolean('true ou false est attendu');
const block = 'un bloc de réglages est attendu';
const table = <Value extends z.ZodType>(value: Value, about: string) =>
  z.record(z.string(), value, block).describe(about);

const answer = z.union(
  [
    uid('Attribut qui prend la réponse telle quelle.'),
    z.strictObject(
      {
        attribute: uid('Attribut qui prend la réponse.'),
        options: table(text, 'Valeur de la réponse → code de l’option dans DHIS2.').optional(),
      },
      block,
    ),
  ],
  'un identifiant DHIS2, ou un bloc avec attribute et options, est attendu',
);

/** `DHIS2_CONFIG_FILE` with `DHIS2_MODE=tracker`: where in DHIS2 a registration goes. */
export const planFile = z.strictObject(
  {
    $schema: z.string(A_TEXT).optional().describe('Pour les éditeurs ; Relais ne le lit pas.'),
    program: uid('Programme dans lequel la personne est inscrite.'),
    trackedEntityType: uid('Type d’entité de la personne.'),
    orgUnit: unit('Unité d’organisation, quand orgUnits n’en donne pas d’autre.'),
    orgUnits: table(unit('Unité.'), 'Valeur de la réponse à orgUnitBy → unité d’organisation.').default({}),
    orgUnitBy: text.default('town').describe('Question dont la réponse choisit l’unité.'),
    orgUnitIdScheme: z
      .enum(['UID', 'CODE'], 'UID ou CODE est attendu')
      .default('UID')
      .describe('Ce que sont orgUnit et orgUnits : identifiants (UID) ou codes du pays (CODE).'),
    attributes: z.strictObject(
      {
        code: uid('Attribut qui porte le CIU.'),
        answers: table(answer, 'Question → attribut. Une question absente n’est pas envoyée.').default({}),
        constants: table(text, 'Attribut → valeur, la même pour chaque personne.').default({}),
      },
      block,
    ),
    uniqueCode: yesOrNo
      .optional()
      .describe('Si l’attribut du code est unique dans DHIS2. Absent : lu dans DHIS2.'),
    enrol: yesOrNo.default(true).describe('Si la personne est inscrite au programme, ou seulement créée.'),
  },
  'le fichier doit contenir program, trackedEntityType, orgUnit et attributes',
);

/** Where an answer goes; without options it goes as it is. */
export interface AnswerPlace {
  attribute: string;
  options?: Readonly<Record<string, string>>;
}

/** What the file says, ready for use. */
export interface TrackerPlan {
  program: string;
  trackedEntityType: string;
  orgUnit: string;
  orgUnits: Readonly<Record<string, string>>;
  orgUnitBy: string;
  unitsAre: 'UID' | 'CODE';
  attributes: {
    code: string;
    answers: Readonly<Record<string, AnswerPlace>>;
    constants: Readonly<Record<string, string>>;
  };
  uniqueCode?: boolean;
  enrol: boolean;
}

export function planOf(file: z.output<typeof planFile>): TrackerPlan {
  const { program, trackedEntityType, orgUnit, orgUnits, orgUnitBy, orgUnitIdScheme, uniqueCode, enrol } =
    file;
  const answers = Object.entries(file.attributes.answers).map(([key, place]): [string, AnswerPlace] => [
    key,
    typeof place === 'string' ? { attribute: place } : place,
  ]);
  return {
    program,
    trackedEntityType,
    orgUnit,
    orgUnits,
    orgUnitBy,
    unitsAre: orgUnitIdScheme,
    attributes: { ...file.attributes, answers: Object.fromEntries(answers) },
    uniqueCode,
    enrol,
  };
}

/** Every attribute that the plan fills, with its place in the file. */
export function attributesOf({ attributes }: TrackerPlan): { uid: string; path: readonly string[] }[] {
  return [
    { uid: attributes.code, path: ['attributes', 'code'] },
    ...Object.entries(attributes.answers).map(([key, { attribute }]) => ({
      uid: attribute,
      path: ['attributes', 'answers', key],
    })),
    ...Object.keys(attributes.constants).map((uid) => ({ uid, path: ['attributes', 'constants', uid] })),
  ];
}

/** Every question whose answer the plan sends, or follows. */
export function questionsOf({ attributes, orgUnits, orgUnitBy }: TrackerPlan): string[] {
  const choosing = Object.keys(orgUnits).length > 0 ? [orgUnitBy] : [];
  return [...new Set([...Object.keys(attributes.answers), ...choosing])];
}

/** Every organisation unit of the plan, the general one first, none twice. */
export function unitsOf({ orgUnit, orgUnits }: TrackerPlan): string[] {
  return [...new Set([orgUnit, ...Object.values(orgUnits)])];
}
