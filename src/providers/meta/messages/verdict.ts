import type { IncomingHttpHeaders } from 'node:http';
import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';
import type { SendResult } from '../../../whatsapp/whatsapp.port.js';
import { channelError, graphErrorOf, planOf } from '../graph/meta.errors.js';
import type { Later, Plan } from '../graph/plan.js';
import { retryAfterMs } from '../../../platform/http/retry-after.js';
import { usageOf } from '../graph/usage.js';
import { asObject, type Json } from '../graph/json.js';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Absent where the answer is no JSON object. */
  body: Json | undefined;
}

const LONGEST_WAIT = 24 * 3_600_000;
/** Short, because looking again costs no call: so every instance notices soon that a token works again. */
const TOKENLESS_REST_MS = 5_000;
const NUMBER_LATER: Later = { outcome: 'retry', scope: 'number' };
const NUMBER_SLOWER: Later = { ...NUMBER_LATER, slower: true };

/** Refusals of which Meta itself says nothing: told by the status alone. */
const LIMITED: ChannelError = {
  code: '429',
  meaning: 'Meta demande de ralentir.',
  advice: 'Il n’y a rien à faire : Relais attend le temps demandé et reprend.',
  en: {
    meaning: 'Meta asks to slow down.',
    advice: 'There is nothing to do: Relais waits as long as it was asked to, and goes on.',
  },
};
const FOREIGN: ChannelError = {
  code: 'http',
  meaning: 'La réponse ne vient pas de la Graph API.',
  advice:
    'Vérifiez WHATSAPP_GRAPH_BASE_URL et ce qui se trouve entre Relais et Meta. Les messages attendent.',
  en: {
    meaning: 'The answer does not come from the Graph API.',
    advice: 'Check WHATSAPP_GRAPH_BASE_URL and whatever stands between Relais and Meta. Messages wait.',
  },
};
const FAILED: ChannelError = {
  code: '5xx',
  meaning: 'Le service de Meta est en panne pour un moment.',
  advice: 'Il n’y a rien à faire : Relais réessaie de lui-même.',
  en: {
    meaning: 'Meta’s service is down for a moment.',
    advice: 'There is nothing to do: Relais tries again by itself.',
  },
};

const NO_TOKEN: ChannelError = {
  code: 'token',
  meaning: 'Aucun jeton d’accès de ce compte ne fonctionne.',
  advice: 'Remplacez le jeton d’accès. Les messages attendent et partiront d’eux-mêmes ensuite.',
  en: {
    meaning: 'No access token of this account works.',
    advice: 'Replace the access token. Messages wait, and leave by themselves afterwards.',
  },
};

/** An answer that names no message, in spite of its success: nobody knows whether there is one. */
export const UNEXPECTED: ChannelError = {
  code: 'answer',
  meaning: 'Meta a répondu sans dire si le message est pris.',
  advice: 'Relais attend l’accusé d’envoi qui tranchera.',
  en: {
    meaning: 'Meta answered without saying whether it has the message.',
    advice: 'Relais waits for the status report that will tell.',
  },
};

/** A call that broke after it left. */
export function lost(cause: string): ChannelError {
  return {
    code: cause,
    meaning: 'La connexion à Meta s’est rompue avant la réponse : le message est peut-être parti.',
    advice: 'Relais attend l’accusé d’envoi qui tranchera.',
    en: {
      meaning: 'The connection to Meta broke before the answer: the message may have left.',
      advice: 'Relais waits for the status report that will tell.',
    },
  };
}

/** A call that never left. */
export function unreachable(cause: string): ChannelError {
  return {
    code: cause,
    meaning: 'Meta est injoignable : le message n’est pas parti.',
    advice:
      'Vérifiez l’accès à Internet et WHATSAPP_GRAPH_BASE_URL. Les messages attendent et partiront ensuite.',
    en: {
      meaning: 'Meta cannot be reached: the message has not left.',
      advice:
        'Check the access to the Internet and WHATSAPP_GRAPH_BASE_URL. Messages wait, and leave afterwards.',
    },
  };
}

/** No token of the account works: the call was not made, or did nothing. */
export function tokenless(answer: Answer | undefined): Verdict {
  const said = asObject(answer?.body?.['error']);
  const error = said ? channelError(graphErrorOf(said)) : NO_TOKEN;
  return { outcome: 'retry', scope: 'number', afterMs: TOKENLESS_REST_MS, error };
}

/** When an answer came: `now` makes a date in `Retry-After` a wait, `attempt` counts the attempts before. */
export interface Moment {
  now: Date;
  attempt: number;
}

type Verdict = Exclude<SendResult, { outcome: 'sent' }>;

/** What an answer other than a success means for the message. */
export function verdictOn(answer: Answer, moment: Moment): Verdict {
  const raw = asObject(answer.body?.['error']);
  if (!raw) return verdictOnStatus(answer, moment);
  const error = graphErrorOf(raw);
  const plan = planOf(error) ?? planOfStatus(answer.status);
  const isOver = plan.outcome === 'retry' && plan.tries !== undefined && moment.attempt + 1 >= plan.tries;
  if (plan.outcome === 'refused' || isOver) return { outcome: 'refused', error: channelError(error) };
  return put(plan, answer.headers, moment, channelError(error));
}

/**
 * Not Meta's own words. A gateway that gave up (502, 504) cannot know what happened behind it; before any other status the message
 * was not even looked at, so that all others of the number would fare no better.
 */
function verdictOnStatus({ status, headers }: Answer, moment: Moment): Verdict {
  const code = String(status);
  if (status < 300) return { outcome: 'unknown', error: UNEXPECTED };
  if (status === 502 || status === 504) return { outcome: 'unknown', error: lost(code) };
  if (status === 413) return { outcome: 'refused', error: { ...FOREIGN, code } };
  if (status === 429) return put(NUMBER_SLOWER, headers, moment, LIMITED);
  return put(NUMBER_LATER, headers, moment, { ...(status >= 500 ? FAILED : FOREIGN), code });
}

/** For error numbers that the tables do not know. */
function planOfStatus(status: number): Plan {
  if (status === 429) return NUMBER_SLOWER;
  if (status === 401 || status === 403) return NUMBER_LATER;
  return status >= 500 ? { outcome: 'retry', scope: 'message' } : { outcome: 'refused' };
}

function put(
  plan: Later,
  headers: IncomingHttpHeaders,
  { now, attempt }: Moment,
  error: ChannelError,
): Verdict {
  const { scope, wait, longestMs, slower } = plan;
  const told = askedWait(headers, plan, now);
  const asked = told || wait?.(attempt);
  return {
    outcome: 'retry',
    scope,
    ...(asked !== undefined && { afterMs: Math.min(asked, LONGEST_WAIT) }),
    // Who says how long means it.
    ...(longestMs !== undefined && told === 0 && { longestMs }),
    ...(slower && { slower }),
    error,
  };
}

/** What `Retry-After` or Meta's usage report ask for, the longer of the two; 0 where they ask for nothing. */
function askedWait(headers: IncomingHttpHeaders, plan: Later, now: Date): number {
  const regain = plan.scope === 'number' ? usageOf(headers).regainMs : 0;
  return Math.max(retryAfterMs(headers, now), regain);
}
