import type { FailureOutcome, GatewayFailure } from '../../../dhis2/dhis2.port.js';
import type { Detail } from './failure.js';

/**
 * What an error code of an import means for a registration. `ours`: it was done before, if the id is ours; `enrolled`: the person is
 * in the program; `taken`: another client has the value; `deleted`: the id cannot be used again; `setup`: DHIS2 or the file has to
 * be changed, for everybody; `data`: this registration can never be taken; `later`: it comes true by waiting.
 */
export type Meaning = 'ours' | 'enrolled' | 'taken' | 'deleted' | 'setup' | 'data' | 'later';

interface Code {
  means: Meaning;
  advice: string;
}

const CHECK = 'Lancez « dhis2:check » après la correction, puis relancez.';
const DATA = 'Corrigez le réglage ou la donnée, puis relancez cet enregistrement.';
const SHARING = 'Donnez au compte le partage « saisie de données » (capture and view)';
const MAPPING = 'Vérifiez attributes dans DHIS2_CONFIG_FILE.';
const RULE =
  'Une règle du programme refuse la personne : voyez cette règle dans DHIS2 (Maintenance › Programme › Règles).';
const HANDLED = 'Relais vérifie de lui-même que le client est bien le sien.';
const DELETED =
  'Ce client a été supprimé dans DHIS2, où son identifiant ne peut plus servir. Une personne doit décider.';

const setup = (advice: string): Code => ({ means: 'setup', advice: `${advice} ${CHECK}` });
const data = (advice: string): Code => ({ means: 'data', advice: `${advice} ${DATA}` });

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
  E1007: data(`Une valeur n’est pas du type que l’attribut demande. ${MAPPING}`),
  E1010: setup('Le programme n’existe pas : vérifiez program dans DHIS2_CONFIG_FILE.'),
  E1011: setup('L’unité d’organisation n’existe pas : vérifiez orgUnit dans DHIS2_CONFIG_FILE.'),
  E1014: setup(
    'Ce programme n’inscrit personne (programme d’événements) : choisissez un programme de suivi.',
  ),
  E1015: { means: 'enrolled', advice: HANDLED },
  E1016: { means: 'enrolled', advice: HANDLED },
  E1018: data(
    'Un attribut obligatoire du programme n’a pas de valeur : donnez-lui une source dans attributes.',
  ),
  E1019: data(`Un attribut n’appartient pas au programme. ${MAPPING}`),
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
  E1025: data('La date d’inscription manque ou n’est pas lisible.'),
  E1041: setup('L’unité d’organisation n’est pas rattachée au programme : rattachez-la, ou changez orgUnit.'),
  E1048: data('Un identifiant n’a pas la forme que DHIS2 demande.'),
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
  E1075: data(`Un attribut est envoyé sans identifiant. ${MAPPING}`),
  E1076: data(`Un attribut obligatoire est vide. ${MAPPING}`),
  E1077: data('Une valeur est trop longue pour son attribut.'),
  E1080: { means: 'ours', advice: HANDLED },
  E1084: data('DHIS2 ne trouve pas un fichier. Aucun n’est attendu : vérifiez le type des attributs.'),
  E1085: data(`Une valeur n’est pas du type que l’attribut demande. ${MAPPING}`),
  E1090: data(
    'Un attribut obligatoire du type d’entité n’a pas de valeur : donnez-lui une source dans attributes.',
  ),
  E1091: setup(`${SHARING} du programme.`),
  E1102: setup('Le compte n’a pas accès à ce client dans ce programme : étendez ses unités, ou le partage.'),
  E1112: setup(
    'Un attribut est confidentiel, et DHIS2 n’est pas réglé pour chiffrer : voyez dhis.conf (encryption.password).',
  ),
  E1113: { means: 'deleted', advice: DELETED },
  E1114: { means: 'deleted', advice: DELETED },
  E1125: data('Une valeur n’est pas une option de l’attribut : complétez options dans DHIS2_CONFIG_FILE.'),
  E1300: data(RULE),
  E1301: data(RULE),
  E1302: data(`Une valeur n’est pas valable. ${MAPPING}`),
  E1306: data(RULE),
  E1309: data(RULE),
};

const STRANGE =
  'DHIS2 refuse l’enregistrement pour une raison que Relais ne connaît pas : lisez ses mots, corrigez, puis relancez.';

const OUTCOMES: Readonly<Record<Meaning, FailureOutcome>> = {
  ours: 'rejected',
  enrolled: 'rejected',
  taken: 'rejected',
  deleted: 'rejected',
  setup: 'misconfigured',
  data: 'rejected',
  later: 'retryable',
};

export function meaningOf(code: string): Meaning {
  return CODES[code]?.means ?? 'data';
}

export function adviceOf(code: string): string {
  return CODES[code]?.advice ?? STRANGE;
}

/** The failure that a code means where nobody has taken it for a success; `null` where the code is unknown. */
export function codeFailure(code: string, detail: Detail): GatewayFailure | null {
  return CODES[code] === undefined ? null : importFailure(code, detail);
}

/** As `codeFailure`, for any code of an import. */
export function importFailure(code: string, detail: Detail): GatewayFailure {
  const means = meaningOf(code);
  const cause = /^E\d{4}$/.test(code) ? code : 'import-refused';
  return { outcome: OUTCOMES[means], cause, words: '', advice: adviceOf(code), ...REVIEWS[means], ...detail };
}

/** Where no attempt helps, but a person does. */
const REVIEWS: Readonly<Partial<Record<Meaning, Pick<GatewayFailure, 'review'>>>> = {
  ours: { review: 'unclear' },
  enrolled: { review: 'unclear' },
  taken: { review: 'unclear' },
  deleted: { review: 'gone' },
};
