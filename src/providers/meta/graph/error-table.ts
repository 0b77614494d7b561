import { ACCOUNT, AUTH, REGISTRATION } from './access-table.js';
import { MEDIA, TEMPLATE, UNDELIVERABLE } from './delivery-table.js';
import { growing, HOUR, later, MINUTE, type Plan, REFUSED, type Rows } from './plan.js';
import { REQUEST, TEMPORARY, THROTTLE } from './traffic-table.js';

interface Family {
  rows: Rows;
  plan: Plan;
  /** Advice, where a row has none of its own. */
  fr: string;
  en: string;
}

interface Words {
  meaning: string;
  advice: string;
}

/** What is known of one error. */
export interface Known {
  family: FamilyName;
  plan: Plan;
  fr: Words;
  en: Words;
}

const FAMILIES = {
  auth: {
    rows: AUTH,
    // Short: a person repairs it at any moment, and nobody tells us that a permission was given.
    plan: later('number', MINUTE),
    fr: 'Vérifiez ou renouvelez le jeton d’accès et ses permissions. Les messages attendent et partiront d’eux-mêmes ensuite.',
    en: 'Check or renew the access token and its permissions. Messages wait, and leave by themselves afterwards.',
  },
  account: {
    rows: ACCOUNT,
    plan: later('number', HOUR),
    fr: 'Ouvrez le gestionnaire WhatsApp de Meta et réglez ce qu’il signale. Les messages attendent jusque-là.',
    en: 'Open Meta’s WhatsApp Manager and settle what it reports. Messages wait until then.',
  },
  throttle: {
    rows: THROTTLE,
    plan: growing(later('number', 5 * MINUTE), HOUR),
    fr: 'Il n’y a rien à faire : Relais ralentit et reprend de lui-même.',
    en: 'There is nothing to do: Relais slows down and goes on by itself.',
  },
  undeliverable: {
    rows: UNDELIVERABLE,
    plan: REFUSED,
    fr: 'Ce message ne sera pas renvoyé. La personne peut être jointe par un autre moyen.',
    en: 'This message will not be sent again. The person can be reached by other means.',
  },
  template: {
    rows: TEMPLATE,
    plan: REFUSED,
    fr: 'Synchronisez les modèles, puis corrigez le modèle ou ses paramètres avant de renvoyer.',
    en: 'Synchronise the templates, then correct the template or its parameters before sending again.',
  },
  request: {
    rows: REQUEST,
    plan: REFUSED,
    fr: 'C’est une erreur de configuration ou de Relais : signalez-la avec ce code.',
    en: 'This is a fault of the configuration or of Relais: report it with this code.',
  },
  temporary: {
    rows: TEMPORARY,
    plan: later('number'),
    fr: 'Il n’y a rien à faire : Relais réessaie de lui-même. Si cela dure, consultez metastatus.com.',
    en: 'There is nothing to do: Relais tries again by itself. If it lasts, see metastatus.com.',
  },
  media: {
    rows: MEDIA,
    plan: { ...later('message'), tries: 2 },
    fr: 'Relais réessaie une fois. Si cela dure, vérifiez la taille et le format du fichier.',
    en: 'Relais tries once more. If it lasts, check the size and the format of the file.',
  },
  registration: {
    rows: REGISTRATION,
    plan: later('number', HOUR),
    fr: 'Terminez l’enregistrement du numéro chez Meta. Les messages attendent jusque-là.',
    en: 'Finish the registration of the number with Meta. Messages wait until then.',
  },
} satisfies Record<string, Family>;

/** A class of errors. */
export type FamilyName = keyof typeof FAMILIES;

export const UNKNOWN = {
  fr: 'Meta a refusé pour une raison que Relais ne connaît pas encore',
  en: 'Meta refused for a reason that Relais does not know yet',
};

const TABLE = new Map<string, Known>(
  (Object.keys(FAMILIES) as FamilyName[]).flatMap((family) => knownIn(family)),
);

/** What the table has under `code` or `code/subcode`. */
export function rowOf(name: string): Known | undefined {
  return TABLE.get(name);
}

export function familyNamed(name: FamilyName): Family {
  return FAMILIES[name];
}

/** Every name in the table. */
export function knownErrors(): readonly string[] {
  return [...TABLE.keys()];
}

function knownIn(name: FamilyName): [string, Known][] {
  const family: Family = FAMILIES[name];
  return Object.entries(family.rows).map(([code, { fr, en, plan = family.plan }]) => [
    code,
    {
      family: name,
      plan,
      fr: { meaning: fr[0], advice: fr[1] ?? family.fr },
      en: { meaning: en[0], advice: en[1] ?? family.en },
    },
  ]);
}
