import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Surface, Trouble } from '../world/faults.js';
import type { Call } from '../world/ledger.js';
import type { World } from '../world/world.js';
import { GraphError } from './graph.errors.js';
import type { Fate, Taken } from './switchboard.js';
import { traceId } from './trace.js';

/** What is known of a call before it is handled. */
export interface CallFacts {
  what: string;
  /** Which faults may strike; absent: none. */
  on?: Surface;
  to?: string;
  /** Digits of the recipient, to find the faults that wait for it. */
  digits?: string;
  type?: string;
  reference?: string;
  body: unknown;
}

type Outcome = { taken: Taken } | { refused: GraphError } | { nothing: true };

/** Handles a call and lets the trouble that waits for it strike. Every call ends in the ledger and in the journal. */
export async function answerCall(
  world: World,
  reply: FastifyReply,
  facts: CallFacts,
  work: (fate: Fate) => Taken,
): Promise<FastifyReply> {
  const started = Date.now();
  const trouble = troubleOf(world, facts);
  if (trouble?.kind === 'slow') await sleep(trouble.ms, undefined, { ref: false });
  const outcome = attempt(trouble, work);
  const answer = answerOf(trouble, outcome);
  note(world, facts, { started, outcome, answer, trouble });
  return send(reply, trouble, outcome);
}

function troubleOf(world: World, facts: CallFacts): Trouble | undefined {
  return facts.on && world.desk.faults.strike(facts.on, facts.digits);
}

function attempt(trouble: Trouble | undefined, work: (fate: Fate) => Taken): Outcome {
  if (trouble && 'accept' in trouble && !trouble.accept) return { nothing: true };
  try {
    if (trouble?.kind === 'graph') throw new GraphError(trouble.code, trouble);
    const failWith = trouble?.kind === 'fail' ? { failWith: trouble.code } : {};
    const listing = trouble?.kind === 'listing' ? { listing: trouble.how } : {};
    return {
      taken: work({ ...failWith, ...listing, held: trouble?.kind === 'held', cut: trouble?.kind === 'cut' }),
    };
  } catch (error) {
    if (error instanceof GraphError) return { refused: error };
    throw error;
  }
}

function answerOf(trouble: Trouble | undefined, outcome: Outcome): Call['answer'] {
  if (trouble?.kind === 'cut' || trouble?.kind === 'timeout') return trouble.kind;
  if (trouble?.kind === 'http') return trouble.status;
  return 'refused' in outcome ? outcome.refused.status : 200;
}

interface Happened {
  started: number;
  outcome: Outcome;
  answer: Call['answer'];
  trouble: Trouble | undefined;
}

function note(world: World, facts: CallFacts, { started, outcome, answer, trouble }: Happened): void {
  const { digits, on: _on, ...told } = facts;
  const code = 'refused' in outcome ? outcome.refused.code : undefined;
  world.ledger.note({
    at: new Date(started).toISOString(),
    ...told,
    ...('taken' in outcome && outcome.taken.id && { id: outcome.taken.id }),
    accepted: 'taken' in outcome,
    answer,
    ...(code !== undefined && { code }),
    ...(trouble && { fault: trouble.kind }),
  });
  const shown = code === undefined ? answer : `${answer} · ${code}`;
  const [what, ms] = [facts.type ?? facts.what, Date.now() - started];
  world.journal.note({
    at: started,
    way: 'call',
    what,
    ...(digits && { phone: digits }),
    outcome: shown,
    ms,
  });
}

function send(reply: FastifyReply, trouble: Trouble | undefined, outcome: Outcome): FastifyReply {
  if (trouble?.kind === 'timeout') return reply.hijack();
  if (trouble?.kind === 'cut') {
    reply.hijack().raw.destroy();
    return reply;
  }
  if (trouble?.kind === 'http') return sendOther(reply, trouble, outcome);
  if ('refused' in outcome) return reply.code(outcome.refused.status).send(outcome.refused.body(traceId()));
  return reply.send('taken' in outcome ? outcome.taken.body : {});
}

/** Another answer than the true one: the given body, or what Meta's front door says with such a status. */
function sendOther(
  reply: FastifyReply,
  trouble: Extract<Trouble, { kind: 'http' }>,
  outcome: Outcome,
): FastifyReply {
  reply.code(trouble.status);
  if (trouble.retryAfter !== undefined) reply.header('retry-after', String(trouble.retryAfter));
  reply.headers(trouble.headers ?? {});
  if (trouble.body !== undefined) return reply.send(trouble.body);
  if (trouble.status < 300) return reply.send('taken' in outcome ? outcome.taken.body : {});
  const code = trouble.status === 429 ? 4 : trouble.status >= 500 ? 2 : 100;
  return reply.send(new GraphError(code, { status: trouble.status }).body(traceId()));
}
