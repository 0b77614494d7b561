import { redact } from '../../../kernel/redact.js';
import type { ChannelError } from '../../../whatsapp/whatsapp.contract.js';
import {
  ACCOUNT,
  AUTH,
  MEDIA,
  REGISTRATION,
  REQUEST,
  TEMPLATE,
  TEMPORARY,
  THROTTLE,
  UNDELIVERABLE,
} from './meanings.js';
import { asObject } from './json.js';
import { plainName } from './text.js';

/** What to do with a message that met the error; `number`: everything that goes out from this number waits. */
export type Plan = { outcome: 'refused' } | Later;

export interface Later {
  outcome: 'retry';
  scope: 'message' | 'number';
  /** How long, after so many attempts before this one; absent: the queue knows better. */
  wait?: (attempt: number) => number;
}

export interface GraphError {
  code?: number;
  subcode?: number;
  /** Meta itself says that the same call may succeed later. */
  transient: boolean;
  title?: string;
  /** What Meta wrote for people, where it did: about templates it is the most exact. */
  explanation?: string;
  /** What Meta's support asks for. */
  trace?: string;
}

interface Family {
  meanings: ReadonlyMap<string, string>;
  plan: Plan;
  advice: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const REFUSED: Plan = { outcome: 'refused' };

function later(scope: 'message' | 'number', afterMs?: number): Later {
  return { outcome: 'retry', scope, ...(afterMs !== undefined && { wait: () => afterMs }) };
}

/** As Meta asks for messages to one person: 1, 4, 16 … seconds. */
const PAIR: Later = {
  outcome: 'retry',
  scope: 'message',
  wait: (attempt) => Math.min(4 ** attempt * SECOND, 10 * MINUTE),
};

const FAMILIES = {
  auth: {
    meanings: AUTH,
    // Short: a person repairs it at any moment, and nobody tells us that a permission was given.
    plan: later('number', MINUTE),
    advice:
      'Vérifiez ou renouvelez le jeton d’accès et ses permissions. Les messages attendent et partiront d’eux-mêmes ensuite.',
  },
  account: {
    meanings: ACCOUNT,
    plan: later('number', HOUR),
    advice:
      'Ouvrez le gestionnaire WhatsApp de Meta et réglez ce qu’il signale. Les messages attendent jusque-là.',
  },
  throttle: {
    meanings: THROTTLE,
    plan: later('number', 5 * MINUTE),
    advice: 'Il n’y a rien à faire : Relais ralentit et reprend de lui-même.',
  },
  undeliverable: {
    meanings: UNDELIVERABLE,
    plan: REFUSED,
    advice: 'Ce message ne sera pas renvoyé. La personne peut être jointe par un autre moyen.',
  },
  template: {
    meanings: TEMPLATE,
    plan: REFUSED,
    advice: 'Synchronisez les modèles, puis corrigez le modèle ou ses paramètres avant de renvoyer.',
  },
  request: {
    meanings: REQUEST,
    plan: REFUSED,
    advice: 'C’est une erreur de configuration ou de Relais : signalez-la avec ce code.',
  },
  temporary: {
    meanings: TEMPORARY,
    plan: later('number'),
    advice: 'Il n’y a rien à faire : Relais réessaie de lui-même. Si cela dure, consultez metastatus.com.',
  },
  media: {
    meanings: MEDIA,
    plan: later('message'),
    advice: 'Relais réessaie. Si cela dure, vérifiez la taille et le format du fichier.',
  },
  registration: {
    meanings: REGISTRATION,
    plan: later('number', HOUR),
    advice: 'Terminez l’enregistrement du numéro chez Meta. Les messages attendent jusque-là.',
  },
} satisfies Record<string, Family>;

/** Where a code departs from its family. */
const PLANS = new Map<string, Plan>([
  ['131056', PAIR],
  ['130429', later('number')],
  ['131048', later('number', HOUR)],
  ['131064', later('number', HOUR)],
  ['133016', later('number', HOUR)],
  ['132069', later('message', 10 * MINUTE)],
  ['134101', later('message', 10 * MINUTE)],
  ['1', later('message')],
  ['131000', later('message')],
  ['133015', later('number', 5 * MINUTE)],
  ['130497', REFUSED],
  ['131063', REFUSED],
  ['131052', REFUSED],
]);

const ADVICE = new Map<string, string>([
  [
    '190/458',
    'Autorisez à nouveau l’application dans les paramètres de l’entreprise, puis créez un nouveau jeton.',
  ],
  [
    '190/459',
    'Connectez-vous à Facebook avec ce compte et suivez ce qui est demandé, puis créez un nouveau jeton.',
  ],
  ['190/460', 'Créez un nouveau jeton d’accès, de préférence celui d’un utilisateur système.'],
  ['190/463', 'Créez un nouveau jeton d’accès ; celui d’un utilisateur système peut ne pas expirer.'],
  ['190/467', 'Créez un nouveau jeton d’accès dans les paramètres de l’entreprise.'],
  ['100/proof', 'Vérifiez WHATSAPP_APP_SECRET : l’application exige une preuve faite avec ce secret.'],
  ['100/33', 'Vérifiez WHATSAPP_PHONE_NUMBER_ID et que le jeton d’accès donne droit à ce compte.'],
  ['130497', 'Aucun message ne peut partir vers ce pays avec ce compte : consultez les règles de Meta.'],
  ['131042', 'Ajoutez ou corrigez le moyen de paiement du compte. Les messages attendent jusque-là.'],
  ['131063', 'Utilisez l’API Marketing Messages pour ce genre de message.'],
  ['131048', 'Envoyez moins, et seulement à qui l’attend : des personnes ont bloqué ou signalé ce numéro.'],
  ['131026', 'Demandez à la personne de mettre WhatsApp à jour et d’en accepter les conditions.'],
  ['131047', 'Attendez que la personne écrive de nouveau, ou envoyez-lui un modèle approuvé.'],
  ['131049', 'Attendez au moins 24 heures avant un autre message marketing à cette personne.'],
  ['131050', 'N’envoyez plus de messages marketing à cette personne.'],
  ['131030', 'Ajoutez ce destinataire à la liste de test de l’application, ou passez-la en production.'],
  ['130403', 'Débloquez cette personne si elle doit recevoir vos messages.'],
  ['131062', 'Ce modèle demande un numéro de téléphone : choisissez-en un autre.'],
  ['132015', 'Attendez la fin de la pause et améliorez la qualité du modèle.'],
  ['132016', 'Créez un nouveau modèle : celui-ci ne peut plus servir.'],
  ['134101', 'Il n’y a rien à faire : Relais réessaie dans dix minutes.'],
  ['131052', 'Demandez à la personne de renvoyer son fichier.'],
]);

const UNKNOWN = 'Meta a refusé pour une raison que Relais ne connaît pas encore';
const NAMES = Object.keys(FAMILIES) as (keyof typeof FAMILIES)[];
const FAMILY_OF = new Map<string, Family>(
  Object.values(FAMILIES).flatMap((family) =>
    [...family.meanings.keys()].map((code) => [code, family] as const),
  ),
);

/** The `error` of an answer, or one of the `errors` of a webhook. */
export function graphErrorOf(value: unknown): GraphError {
  const error = asObject(value);
  const trace = error?.['fbtrace_id'];
  return {
    code: whole(error?.['code']),
    subcode: whole(error?.['error_subcode']),
    transient: error?.['is_transient'] === true,
    title: plainName(error?.['title'] ?? error?.['message']),
    explanation: plainName(error?.['error_user_msg'] ?? asObject(error?.['error_data'])?.['details']),
    trace: typeof trace === 'string' && /^[\w-]{1,64}$/.test(trace) ? trace : undefined,
  };
}

/** What to do, as far as the error itself tells; `null` when only the HTTP status can. */
export function planOf(error: GraphError): Plan | null {
  const key = keyOf(error);
  const known = key === undefined ? null : (PLANS.get(key) ?? FAMILY_OF.get(key)?.plan ?? null);
  return error.transient && known?.outcome !== 'retry' ? later('message') : known;
}

/** The error in words for people, without anything personal. */
export function channelError(error: GraphError): ChannelError {
  const code = String(error.code ?? 'unknown');
  const key = keyOf(error);
  const family = key ? FAMILY_OF.get(key) : undefined;
  const trace = error.trace ? ` Référence pour l’assistance de Meta : ${error.trace}.` : '';
  if (!key || !family) {
    const title = error.title ? ` (« ${redact(error.title)} »).` : '.';
    return { code, meaning: `${UNKNOWN}${title}`, advice: `${FAMILIES.request.advice}${trace}` };
  }
  return {
    code,
    meaning: family.meanings.get(key) ?? UNKNOWN,
    advice: `${ADVICE.get(key) ?? family.advice}${trace}`,
  };
}

/** The family of the error, where the tables know it. */
export function familyOf(error: GraphError): keyof typeof FAMILIES | null {
  const key = keyOf(error);
  const family = key ? FAMILY_OF.get(key) : undefined;
  return NAMES.find((name) => FAMILIES[name] === family) ?? null;
}

/** Whether no call with this token can succeed any more. */
export function saysTokenIsDead({ code }: GraphError, status: number): boolean {
  return code === 190 || code === 102 || (code === 0 && status === 401);
}

/** The most exact name under which the tables know the error. */
function keyOf({ code, subcode, title }: GraphError): string | undefined {
  const names = [
    // Meta has no number of its own for it.
    code === 100 && title?.includes('appsecret_proof') ? '100/proof' : '',
    `${code}/${subcode}`,
    `${code}`,
    code !== undefined && code >= 200 && code <= 299 ? '200' : '',
  ];
  return names.find((name) => FAMILY_OF.has(name));
}

function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}
