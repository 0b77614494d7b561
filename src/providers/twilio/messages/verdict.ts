import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import type { SendResult } from '../../../whatsapp/whatsapp.port.js';
import type { AccountOutcome } from '../api/account.client.js';
import type { Answered } from '../api/twilio.client.js';
import {
  channelError,
  type Failure,
  failureIn,
  type Later,
  type Plan,
  planOf,
} from '../api/twilio.errors.js';
import { sidOf } from '../api/words.js';

const LONGEST_WAIT = 24 * 3_600_000;
/** Short, because looking again costs no call: so every instance notices soon that a token works again. */
const TOKENLESS_REST_MS = 5_000;
const NUMBER_LATER: Later = { outcome: 'retry', scope: 'number' };
const NUMBER_SLOWER: Later = { ...NUMBER_LATER, slower: true };
const WILL_BE_TOLD = 'Relais attend l’accusé d’envoi qui tranchera.';
const WILL_BE_TOLD_IN_ENGLISH = 'Relais waits for the report that will decide.';

const NO_TOKEN: ChannelError = {
  code: 'token',
  meaning: 'Le jeton de ce compte ne fonctionne pas.',
  advice: 'Remplacez le jeton du compte. Les messages attendent et partiront d’eux-mêmes ensuite.',
  en: {
    meaning: 'The token of this account does not work.',
    advice: 'Replace the token of the account. The messages wait and will leave by themselves.',
  },
};
const FOREIGN: ChannelError = {
  code: 'http',
  meaning: 'La réponse ne vient pas de l’API de Twilio.',
  advice: 'Vérifiez TWILIO_BASE_URL et ce qui se trouve entre Relais et Twilio. Les messages attendent.',
  en: {
    meaning: 'The answer does not come from the API of Twilio.',
    advice: 'Check TWILIO_BASE_URL and what stands between Relais and Twilio. The messages wait.',
  },
};

/** What the outcome of a call means for the message. */
export function verdictOn(outcome: AccountOutcome, now: Date): SendResult {
  if (outcome.end === 'tokenless') return tokenless(outcome.answer);
  if (outcome.end === 'unknown') return { outcome: 'unknown', error: lost(outcome.cause) };
  if (outcome.end === 'unsent') return { ...NUMBER_LATER, error: unreachable(outcome.cause) };
  return outcome.status < 300 ? taken(outcome) : refusal(outcome, now);
}

/** No token of the account works: the call was not made, or did nothing. */
export function tokenless(answer?: Answered): SendResult {
  const error = answer?.body ? channelError(failureIn(answer.body)) : NO_TOKEN;
  return { ...NUMBER_LATER, afterMs: TOKENLESS_REST_MS, error };
}

/** A success that names no message: nobody knows whether there is one. */
function taken({ body = {} }: Answered): SendResult {
  const providerId = sidOf(body['sid']);
  if (providerId !== undefined) return { outcome: 'sent', providerId };
  const meaning = 'Twilio a répondu sans dire si le message est pris.';
  const en = {
    meaning: 'Twilio answered without saying whether the message is taken.',
    advice: WILL_BE_TOLD_IN_ENGLISH,
  };
  return { outcome: 'unknown', error: { code: 'answer', meaning, advice: WILL_BE_TOLD, en } };
}

function refusal(answer: Answered, now: Date): SendResult {
  const failure = answer.body && failureIn(answer.body);
  if (failure?.code === undefined) return refusalByStatus(answer, failure, now);
  const plan = planOf(failure) ?? planOfStatus(answer.status);
  const error = channelError(failure);
  return plan.outcome === 'refused' ? { outcome: 'refused', error } : put(plan, answer, now, error);
}

/**
 * Not Twilio's own words. A gateway that gave up (502, 504) cannot know what happened behind it; before any other status the message
 * was not even looked at, so that all others of the number would fare no better.
 */
function refusalByStatus(answer: Answered, failure: Failure | undefined, now: Date): SendResult {
  const code = String(answer.status);
  if (answer.status === 502 || answer.status === 504) return { outcome: 'unknown', error: lost(code) };
  if (answer.status === 429) return put(NUMBER_SLOWER, answer, now, channelError({ code: '20429' }));
  if (answer.status >= 500) return put(NUMBER_LATER, answer, now, channelError({ code: '20503' }));
  const isTwilios = failure?.message !== undefined && answer.status === 400;
  if (isTwilios) return { outcome: 'refused', error: { ...channelError(failure), code } };
  return put(NUMBER_LATER, answer, now, { ...FOREIGN, code });
}

/** For error numbers that the tables do not know. */
function planOfStatus(status: number): Plan {
  if (status === 429) return NUMBER_SLOWER;
  if (status === 401 || status === 403) return NUMBER_LATER;
  return status >= 500 ? { outcome: 'retry', scope: 'message' } : { outcome: 'refused' };
}

function put(plan: Later, { headers }: Answered, now: Date, error: ChannelError): SendResult {
  const { scope, afterMs, slower } = plan;
  const wait = Math.min(retryAfterMs(headers, now) || (afterMs ?? 0), LONGEST_WAIT);
  return { outcome: 'retry', scope, ...(wait > 0 && { afterMs: wait }), ...(slower && { slower }), error };
}

/** A call that broke after it left. */
function lost(cause: string): ChannelError {
  return {
    code: cause,
    meaning: 'La connexion à Twilio s’est rompue avant la réponse : le message est peut-être parti.',
    advice: WILL_BE_TOLD,
    en: {
      meaning: 'The connection to Twilio broke before the answer: the message may have left.',
      advice: WILL_BE_TOLD_IN_ENGLISH,
    },
  };
}

/** A call that never left. */
function unreachable(cause: string): ChannelError {
  return {
    code: cause,
    meaning: 'Twilio est injoignable : le message n’est pas parti.',
    advice: 'Vérifiez l’accès à Internet et TWILIO_BASE_URL. Les messages attendent et partiront ensuite.',
    en: {
      meaning: 'Twilio cannot be reached: the message has not left.',
      advice: 'Check the way to the Internet and TWILIO_BASE_URL. The messages wait and will leave then.',
    },
  };
}
