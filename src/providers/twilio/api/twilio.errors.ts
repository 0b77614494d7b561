import { redact } from '../../../kernel/redact.js';
import { plainName } from '../../../kernel/text.js';
import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';
import { ENGLISH } from './english.js';
import type { Json } from './json.js';
import {
  ACCOUNT,
  AUTH,
  CANCELLED,
  CONTENT,
  REQUEST,
  TEMPLATE,
  TEMPORARY,
  THROTTLE,
  UNDELIVERABLE,
} from './meanings.js';

/** What to do with a message that met the error; `number`: everything that goes out from this number waits. */
export type Plan = { outcome: 'refused' } | Later;

export interface Later {
  outcome: 'retry';
  scope: 'message' | 'number';
  /** How long; absent: the queue knows better. */
  afterMs?: number;
  /** The number sends too fast. */
  slower?: true;
}

/** What an answer or a report says of a failure. */
export interface Failure {
  /** Twilio's number for it, as a text. */
  code?: string;
  /** Twilio's words: they may name people. */
  message?: string;
}

interface Family {
  meanings: ReadonlyMap<string, string>;
  plan: Plan;
  advice: string;
  english: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const REFUSED: Plan = { outcome: 'refused' };
const WINDOW_CLOSED = '63016';
const CODE = /^(?:\d{3,9}|canceled)$/;

const FAMILIES: readonly Family[] = [
  {
    meanings: AUTH,
    plan: { outcome: 'retry', scope: 'number', afterMs: MINUTE },
    advice: 'Vérifiez ou remplacez le jeton du compte. Les messages attendent et partiront ensuite.',
    english: 'Check or replace the token of the account. The messages wait and will leave then.',
  },
  {
    meanings: ACCOUNT,
    plan: { outcome: 'retry', scope: 'number', afterMs: 5 * MINUTE },
    advice: 'Réglez ce que la console de Twilio signale pour ce compte ou ce numéro. Les messages attendent.',
    english: 'Settle what the console of Twilio says about this account or number. The messages wait.',
  },
  {
    meanings: THROTTLE,
    plan: { outcome: 'retry', scope: 'number', slower: true },
    advice: 'Il n’y a rien à faire : Relais ralentit et reprend de lui-même.',
    english: 'There is nothing to do: Relais slows down and goes on by itself.',
  },
  {
    meanings: UNDELIVERABLE,
    plan: REFUSED,
    advice: 'Ce message ne sera pas renvoyé. La personne peut être jointe par un autre moyen.',
    english: 'This message will not be sent again. The person may be reached in another way.',
  },
  {
    meanings: TEMPLATE,
    plan: REFUSED,
    advice: 'Vérifiez le modèle dans la console de Twilio et TWILIO_CONTENT_TEMPLATES, puis renvoyez.',
    english: 'Check the template in the console of Twilio and TWILIO_CONTENT_TEMPLATES, then send again.',
  },
  {
    meanings: CONTENT,
    plan: REFUSED,
    advice: 'Corrigez le message ou le fichier, puis renvoyez-le.',
    english: 'Correct the message or the file, then send it again.',
  },
  {
    meanings: REQUEST,
    plan: REFUSED,
    advice: 'C’est une erreur de configuration ou de Relais : signalez-la avec ce code.',
    english: 'This is a fault of the settings or of Relais: report it with this code.',
  },
  {
    meanings: TEMPORARY,
    plan: { outcome: 'retry', scope: 'message' },
    advice: 'Il n’y a rien à faire : Relais réessaie. Si cela dure, consultez status.twilio.com.',
    english: 'There is nothing to do: Relais tries again. If it lasts, see status.twilio.com.',
  },
  {
    meanings: CANCELLED,
    plan: REFUSED,
    advice: 'Renvoyez-le s’il doit partir.',
    english: 'Send it again if it is to leave.',
  },
];

/** Where a code departs from its family. */
const PLANS = new Map<string, Plan>([
  ['20503', { outcome: 'retry', scope: 'number' }],
  // Until the next day, in the account's own time: looked at every hour.
  ['63038', { outcome: 'retry', scope: 'number', afterMs: HOUR }],
]);

const ADVICE = new Map<string, readonly [french: string, english: string]>([
  [
    '63016',
    [
      'Attendez que la personne écrive de nouveau, ou envoyez-lui un modèle approuvé.',
      'Wait until the person writes again, or send an approved template.',
    ],
  ],
  [
    '21610',
    [
      'Ne lui écrivez plus. Elle peut se réabonner en envoyant START à ce numéro.',
      'Write no more. The person can subscribe again by sending START to this number.',
    ],
  ],
  [
    '63015',
    [
      'Demandez à la personne d’envoyer le mot de passe du bac à sable, ou passez à un numéro à vous.',
      'Ask the person to send the join code of the sandbox, or move to a number of your own.',
    ],
  ],
  [
    '63007',
    [
      'Comparez TWILIO_WHATSAPP_NUMBER avec les expéditeurs WhatsApp de la console. Les messages attendent.',
      'Compare TWILIO_WHATSAPP_NUMBER with the WhatsApp senders of the console. The messages wait.',
    ],
  ],
  [
    '63019',
    [
      'Vérifiez que PUBLIC_BASE_URL mène bien à ce serveur depuis Internet, puis renvoyez.',
      'Check that PUBLIC_BASE_URL leads to this server from the Internet, then send again.',
    ],
  ],
]);

const UNKNOWN = {
  french: 'Twilio a refusé pour une raison que Relais ne connaît pas encore',
  english: 'Twilio refused for a reason that Relais does not know yet',
  advice: 'Cherchez ce code dans la documentation de Twilio, et signalez-le.',
  adviceInEnglish: 'Look this code up in the documentation of Twilio, and report it.',
};

const FAMILY_OF = new Map<string, Family>(
  FAMILIES.flatMap((family) => [...family.meanings.keys()].map((code) => [code, family] as const)),
);

/** The error in an answer: `{"code": 21211, "message": …}`. */
export function failureIn(body: Json): Failure {
  return { code: codeOf(body['code']), message: plainName(body['message']) };
}

/** A number of Twilio's, whether it came as a text or as a number. */
export function codeOf(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && CODE.test(text) ? text : undefined;
}

/** What to do, as far as the error itself tells; `null` when only the HTTP status can. */
export function planOf({ code = '' }: Failure): Plan | null {
  return PLANS.get(code) ?? FAMILY_OF.get(code)?.plan ?? null;
}

/** The error in words for people, without anything personal. */
export function channelError({ code, message }: Failure): ChannelError {
  const family = FAMILY_OF.get(code ?? '');
  if (code === undefined || family === undefined) return unknown(code, message);
  const [advice, english] = ADVICE.get(code) ?? [family.advice, family.english];
  return {
    code,
    meaning: family.meanings.get(code) ?? UNKNOWN.french,
    advice,
    en: { meaning: ENGLISH.get(code) ?? UNKNOWN.english, advice: english },
    ...(code === WINDOW_CLOSED && { windowClosed: true }),
  };
}

/** Whether no call with this token can succeed any more. */
export function saysTokenIsDead({ code }: Failure): boolean {
  return code === '20003';
}

function unknown(code: string | undefined, message: string | undefined): ChannelError {
  const said = message === undefined ? '' : redact(message);
  return {
    code: code ?? 'unknown',
    meaning: `${UNKNOWN.french}${said && ` (« ${said} »)`}.`,
    advice: UNKNOWN.advice,
    en: { meaning: `${UNKNOWN.english}${said && ` (“${said}”)`}.`, advice: UNKNOWN.adviceInEnglish },
  };
}
