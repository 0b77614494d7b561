import { redact } from '../../../kernel/redact.js';
import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';
import { type FamilyName, familyNamed, rowOf, UNKNOWN } from './error-table.js';
import { asObject } from './json.js';
import { later, type Plan } from './plan.js';
import { plainName } from '../../../kernel/text.js';

const WINDOW_CLOSED = 131_047;
/** Comes with several numbers, whichever quota is used up. */
const TOO_MANY_CALLS = 2_446_079;

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
  const known = knownOf(error)?.plan ?? null;
  return error.transient && known?.outcome !== 'retry' ? later('message') : known;
}

/** The error in words for people, without anything personal. */
export function channelError(error: GraphError): ChannelError {
  const code = String(error.code ?? 'unknown');
  const known = knownOf(error);
  const { fr, en } = known ?? titled(error);
  const { trace } = error;
  return {
    code,
    meaning: fr.meaning,
    advice: trace ? `${fr.advice} Référence pour l’assistance de Meta : ${trace}.` : fr.advice,
    en: {
      meaning: en.meaning,
      advice: trace ? `${en.advice} Reference for Meta’s support: ${trace}.` : en.advice,
    },
    ...(error.code === WINDOW_CLOSED && { windowClosed: true }),
  };
}

/** The family of the error, where the table knows it. */
export function familyOf(error: GraphError): FamilyName | null {
  return knownOf(error)?.family ?? null;
}

/** Whether no call with this token can succeed any more. */
export function saysTokenIsDead({ code }: GraphError, status: number): boolean {
  return code === 190 || code === 102 || (code === 0 && status === 401);
}

function titled({ title }: GraphError): Pick<NonNullable<ReturnType<typeof rowOf>>, 'fr' | 'en'> {
  const { fr, en } = familyNamed('request');
  const [french, english] = title ? [` (« ${redact(title)} »).`, ` (“${redact(title)}”).`] : ['.', '.'];
  return {
    fr: { meaning: `${UNKNOWN.fr}${french}`, advice: fr },
    en: { meaning: `${UNKNOWN.en}${english}`, advice: en },
  };
}

/** What the table says, under the most exact name. */
function knownOf({ code, subcode, title }: GraphError): ReturnType<typeof rowOf> {
  if (code === undefined) return undefined;
  // Meta has no number of its own for it.
  const isProof = code === 100 && title?.includes('appsecret_proof') === true;
  const isPermission = code >= 200 && code <= 299;
  const isLimit = subcode === TOO_MANY_CALLS;
  return (
    (isProof ? rowOf('100/proof') : undefined) ??
    rowOf(`${code}/${subcode}`) ??
    rowOf(`${code}`) ??
    (isPermission ? rowOf('200') : undefined) ??
    (isLimit ? rowOf('80008') : undefined)
  );
}

function whole(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}
