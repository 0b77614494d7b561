import { z } from 'zod';
import type { GatewayFailure } from '../../../dhis2/dhis2.port.js';
import { failure } from '../failures/failure.js';
import {
  adviceOf,
  importFailure,
  type Meaning,
  meaningFor,
  type OwnAnswers,
} from '../failures/import-codes.js';
import { refusalOf } from '../failures/refusal.js';
import { type Answer, asObject, type Json, wordsOf } from '../failures/reply.js';
import type { Ids } from './uid.js';

/** What an import came to. `look`: DHIS2 has our ids already; whoever asked has to see whether it is our client. */
export type Verdict =
  | { end: 'imported' }
  | { end: 'look'; because: GatewayFailure }
  | { end: 'taken'; words: string; advice: string }
  | { end: 'failed'; failure: GatewayFailure };

interface Refusal {
  code: string;
  message: string;
  uid: string;
}

/** What is asked of an import: the ids it was to make, the attribute of the code, what is the person's own, whether a client had to come of it. */
export interface Asked {
  ids: Ids;
  codeAttribute: string;
  own: OwnAnswers;
  rehearsal?: boolean;
}

const word = z.string().catch('');
const report = z.object({
  status: word,
  message: word,
  validationReport: z
    .object({ errorReports: z.array(z.object({ errorCode: word, message: word, uid: word })).catch([]) })
    .nullable()
    .catch(null),
  stats: z
    .object({ created: z.number().catch(0) })
    .nullable()
    .catch(null),
});

/** Judged by what the body says: DHIS2 has 409 for everything, and 200 for an import that it has only put aside. */
export function verdictOf(answer: Answer, asked: Asked): Verdict {
  const { json, status } = answer;
  const { data } = report.safeParse(reportIn(json));
  if (isJob(json)) return { end: 'failed', failure: failure('async-import', { status }) };
  const refusals = (data?.validationReport?.errorReports ?? []).map(
    ({ errorCode, message, uid }): Refusal => ({ code: errorCode, message, uid }),
  );
  if (refusals.length > 0) return judged(refusals, { ...asked, status });
  if (data?.status === 'OK' || data?.status === 'WARNING')
    return done(data.stats?.created ?? 0, { ...asked, status });
  if (data?.validationReport && data.status === 'ERROR')
    return { end: 'failed', failure: failure('import-aborted', { status, words: data.message }) };
  return { end: 'failed', failure: withoutReport(answer) };
}

/** The report stands by itself, or within a message around it. */
function reportIn(json: Json): Json {
  const inner = asObject(json['response']);
  return inner !== null && 'validationReport' in inner ? inner : json;
}

function isJob(json: Json): boolean {
  const location: unknown = asObject(json['response'])?.['location'];
  return (
    /job added/i.test(wordsOf(json)) || (typeof location === 'string' && location.includes('/tracker/jobs/'))
  );
}

function done(created: number, { rehearsal, status }: Asked & { status: number }): Verdict {
  if (status < 300 && (created > 0 || rehearsal === true)) return { end: 'imported' };
  return { end: 'failed', failure: failure('nothing-created', { status }) };
}

/** Nothing was validated: the request itself was refused, or DHIS2 stumbled. Neither is said by the status. */
function withoutReport(answer: Answer): GatewayFailure {
  const refusal = refusalOf(answer);
  if (refusal.cause === 'unexpected-answer') return { ...refusal, outcome: 'unknown' };
  return refusal.cause === 'http-409'
    ? failure('import-aborted', { status: 409, words: refusal.words })
    : refusal;
}

/** The most telling of several reasons: that it was done before, then what concerns everybody, then this person only. */
const WEIGHT: readonly Meaning[] = ['deleted', 'ours', 'enrolled', 'setup', 'taken', 'some', 'data', 'later'];

/** An enrolment without its client, and the like: they only repeat that another object was refused. */
const CONSEQUENCE = /^E500\d$/;

function judged(refusals: readonly Refusal[], asked: Asked & { status: number }): Verdict {
  const words = refusals
    .map(({ code, message }) => (message.includes(code) ? message : `${code} ${message}`))
    .join(' ; ');
  const causes = refusals.filter(({ code }) => !CONSEQUENCE.test(code));
  const meant = (causes.length > 0 ? causes : refusals).map((refusal) => ({
    refusal,
    means: meaningHere(refusal, asked),
  }));
  const first = WEIGHT.map((means) => meant.find((each) => each.means === means)).find(
    (each) => each !== undefined,
  );
  const { code } = first?.refusal ?? { code: '' };
  const because = importFailure(code, { status: asked.status, words }, first?.means);
  if (first?.means === 'ours' || first?.means === 'enrolled') return { end: 'look', because };
  if (first?.means === 'taken') return { end: 'taken', words, advice: adviceOf(code) };
  return { end: 'failed', failure: because };
}

/** Some codes speak of one id or one attribute: of another than ours they mean something else. */
function meaningHere({ code, uid, message }: Refusal, { ids, codeAttribute, own }: Asked): Meaning {
  const means = meaningFor(code, message, own);
  if (means === 'ours')
    return [ids.client, ids.enrolment].some((id) => uid === id || message.includes(id)) ? 'ours' : 'data';
  if (means !== 'taken') return means;
  const [, attribute = codeAttribute] = /attribute\W+([a-z][a-z0-9]{10})\b/i.exec(message) ?? [];
  if (attribute === codeAttribute) return 'taken';
  return own.constant.includes(attribute) ? 'setup' : 'data';
}
