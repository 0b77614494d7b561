import type { FailureOutcome, GatewayFailure } from '../../../dhis2/dhis2.port.js';
import type { Detail } from './failure.js';

/**
 * What an error code of an import means for a registration. `ours`: it was done before, if the id is ours; `enrolled`: the person is
 * in the program; `taken`: another client has the value; `deleted`: the id cannot be used again; `setup`: DHIS2 or the file has to
 * be changed, for everybody; `some`: for those who answered so, while others get through; `data`: this registration can never be
 * taken; `later`: it comes true by waiting.
 */
export type Meaning = 'ours' | 'enrolled' | 'taken' | 'deleted' | 'setup' | 'some' | 'data' | 'later';

interface Code {
  means: Meaning;
  advice: string;
  /** A value, or its absence, is refused: where it is this person's own answer, it concerns those who answered so only. */
  about?: 'value' | 'absence';
}

const CHECK = 'Lancez « dhis2:check » après la correction, puis relancez.';
const SHARING = 'Donnez au compte le partage « saisie de données » (capture and view)';
const MAPPING = 'Vérifiez attributes dans DHIS2_CONFIG_FILE.';
const RULE = 'voyez cette règle dans DHIS2 (Maintenance › Programme › Règles).';
const SOURCE =
  'donnez-lui une source dans attributes, rendez sa question obligatoire, ou l’attribut facultatif dans DHIS2.';
const HANDLED = 'Relais vérifie de lui-même que le client est bien le sien.';
const DELETED =
  'Ce client a été supprimé dans DHIS2, où son identifiant ne peut plus servir. Une personne doit décider.';

const setup = (advice: string): Code => ({ means: 'setup', advice: `${advice} ${CHECK}` });
const value = (advice: string): Code => ({ ...setup(advice), about: 'value' });
const absence = (advice: string): Code => ({ ...setup(advice), about: 'absence' });

const CODES: Readonly<Record<string, Code>> = {
  E1000: setup(
    'Le compte ne peut pas saisir dans cette unité d’organisation : ajoutez-la à ses unités de saisie.',
  ),
  E1001: setup(`${SHARING} du type d’entité.`),
  E1002: { means: 'ours', advice: HANDLED },
  E1003: setup(
    'L’unité d’organisation qui possède ce client n’est pas ouverte au compte : étendez ses unités.',
  ),
  E1005: setup('Le type d’entité n’existe pas : vérifiez trackedEntityType dans DHIS2_CONFIG_FILE.'),
  E1006: setup(`Un attribut n’existe pas, ou n’est pas partagé avec le compte. ${MAPPING}`),
  E1007: value(`Une valeur n’est pas du type que l’attribut demande. ${MAPPING}`),
  E1010: setup('Le programme n’existe pas : vérifiez program dans DHIS2_CONFIG_FILE.'),
  E1011: setup('L’unité d’organisation n’existe pas : vérifiez orgUnit dans DHIS2_CONFIG_FILE.'),
  E1014: setup(
    'Ce programme n’inscrit personne (programme d’événements) : choisissez un programme de suivi.',
  ),
  E1015: { means: 'enrolled', advice: HANDLED },
  E1016: { means: 'enrolled', advice: HANDLED },
  E1018: absence(`Un attribut obligatoire du programme n’a pas de valeur : ${SOURCE}`),
  E1019: setup(`Un attribut n’appartient pas au programme. ${MAPPING}`),
  E1020: {
    means: 'later',
    advice:
      'La date d’inscription est dans l’avenir pour DHIS2 : comparez les horloges. Relais relit l’heure de DHIS2 et réessaie.',
  },
  E1021: {
    means: 'later',
    advice:
      'La date de l’incident est dans l’avenir pour DHIS2 : comparez les horloges. Relais relit l’heure de DHIS2 et réessaie.',
  },
  E1022: setup(
    'Le type d’entité n’est pas celui du programme : vérifiez trackedEntityType dans DHIS2_CONFIG_FILE.',
  ),
  E1023: setup('Le programme demande une date d’incident.'),
  E1025: setup('La date d’inscription manque ou n’est pas lisible.'),
  E1041: setup('L’unité d’organisation n’est pas rattachée au programme : rattachez-la, ou changez orgUnit.'),
  E1048: setup('Un identifiant n’a pas la forme que DHIS2 demande.'),
  E1049: setup(
    'L’unité d’organisation n’existe pas : vérifiez orgUnit et orgUnitIdScheme dans DHIS2_CONFIG_FILE.',
  ),
  E1063: { means: 'later', advice: 'DHIS2 n’a pas trouvé le client de cette inscription. Relais réessaie.' },
  E1064: {
    means: 'taken',
    advice:
      'Dans DHIS2, ce code doit être unique et un autre client le porte, peut-être hors de la vue du compte. Une personne décide : même personne, ou deux personnes.',
  },
  E1068: { means: 'later', advice: 'DHIS2 n’a pas trouvé le client de cette inscription. Relais réessaie.' },
  E1069: setup(
    'Le programme n’existe pas, ou n’est pas partagé avec le compte : vérifiez program dans DHIS2_CONFIG_FILE.',
  ),
  E1070: setup(
    'L’unité d’organisation n’existe pas : vérifiez orgUnit et orgUnitIdScheme dans DHIS2_CONFIG_FILE.',
  ),
  E1075: setup(`Un attribut est envoyé sans identifiant. ${MAPPING}`),
  E1076: absence(`Un attribut obligatoire est vide : ${SOURCE}`),
  E1077: value('Une valeur est trop longue pour son attribut.'),
  E1080: { means: 'ours', advice: HANDLED },
  E1084: value('DHIS2 ne trouve pas un fichier. Aucun n’est attendu : vérifiez le type des attributs.'),
  E1085: value(`Une valeur n’est pas du type que l’attribut demande. ${MAPPING}`),
  E1090: absence(`Un attribut obligatoire du type d’entité n’a pas de valeur : ${SOURCE}`),
  E1091: setup(`${SHARING} du programme.`),
  E1102: setup('Le compte n’a pas accès à ce client dans ce programme : étendez ses unités, ou le partage.'),
  E1112: setup(
    'Un attribut est confidentiel, et DHIS2 n’est pas réglé pour chiffrer : voyez dhis.conf (encryption.password).',
  ),
  E1113: { means: 'deleted', advice: DELETED },
  E1114: { means: 'deleted', advice: DELETED },
  E1125: value('Une valeur n’est pas une option de l’attribut : complétez options dans DHIS2_CONFIG_FILE.'),
  E1300: { means: 'data', advice: `Une règle du programme refuse la personne : ${RULE}` },
  E1301: setup(`Une règle du programme exige une donnée que Relais n’envoie pas : ${RULE}`),
  E1302: value(`Une valeur n’est pas valable. ${MAPPING}`),
  E1306: absence(`Une règle du programme exige un attribut : ${SOURCE}`),
  E1309: value(
    `Une règle du programme calcule cet attribut elle-même : retirez-le de attributes, ou ${RULE}`,
  ),
};

const STRANGE =
  'DHIS2 refuse l’enregistrement pour une raison que Relais ne connaît pas : lisez ses mots, corrigez, puis relancez.';

const OUTCOMES: Readonly<Record<Meaning, FailureOutcome>> = {
  ours: 'rejected',
  enrolled: 'rejected',
  taken: 'rejected',
  deleted: 'rejected',
  setup: 'misconfigured',
  some: 'misconfigured',
  data: 'rejected',
  later: 'retryable',
};

/** What was filled in that is one person's own. */
export interface OwnAnswers {
  /** Value by attribute. */
  said: ReadonlyMap<string, string>;
  /** Attributes whose question this person did not answer. */
  unsaid: readonly string[];
  /** Attributes that have the same value for everybody. */
  constant: readonly string[];
}

/** Of a code that nobody knows others may be free: each is kept, and none stands in the way. */
export function meaningOf(code: string): Meaning {
  return CODES[code]?.means ?? 'some';
}

/** The same in the light of what DHIS2 says of it and of what this person answered. */
export function meaningFor(code: string, message: string, own: OwnAnswers): Meaning {
  const { about } = CODES[code] ?? {};
  if (about === undefined) return meaningOf(code);
  const told = wordsIn(message);
  const isNamed = (word: string) => told.includes(wordsIn(word));
  if (about === 'absence') return own.unsaid.some(isNamed) ? 'some' : 'setup';
  return [...own.said].some((pair) => pair.some(isNamed)) ? 'some' : 'setup';
}

/** Whole words between single spaces, so that one can be looked for in another. */
function wordsIn(text: string): string {
  return ` ${text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

export function adviceOf(code: string): string {
  return CODES[code]?.advice ?? STRANGE;
}

/** The failure that a code means where nobody has taken it for a success; `null` where the code is unknown. */
export function codeFailure(code: string, detail: Detail): GatewayFailure | null {
  return CODES[code] === undefined ? null : importFailure(code, detail);
}

/** As `codeFailure`, for any code of an import. */
export function importFailure(
  code: string,
  detail: Detail,
  means: Meaning = meaningOf(code),
): GatewayFailure {
  const cause = /^E\d{4}$/.test(code) ? code : 'import-refused';
  return { outcome: OUTCOMES[means], cause, words: '', advice: adviceOf(code), ...MARKS[means], ...detail };
}

/** Where no attempt helps, but a person does; and where others get through meanwhile. */
const MARKS: Readonly<Partial<Record<Meaning, Pick<GatewayFailure, 'review' | 'partial'>>>> = {
  ours: { review: 'unclear' },
  enrolled: { review: 'unclear' },
  taken: { review: 'unclear' },
  deleted: { review: 'gone' },
  some: { partial: true },
};
