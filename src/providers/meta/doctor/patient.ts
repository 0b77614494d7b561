import type { MetaAccount } from '../graph/accounts.js';
import { type Failure, failureOf, unreachable } from '../graph/failure.js';
import type { Answered, Credential, GraphClient } from '../graph/graph.client.js';
import type { Json } from '../graph/json.js';

/** What Meta said to one question. */
export type Reply = { ok: true; body: Json; answer: Answered } | { ok: false; failure: Failure };

/** An account under examination. Its questions change nothing: a dead token is not renewed by looking at it. */
export class Patient {
  constructor(
    readonly account: MetaAccount,
    readonly appId: string | undefined,
    readonly credential: Credential,
    private readonly graph: GraphClient,
  ) {}

  /** `GET /{path}`, with the account's token, or with the app's own where the query brings it. */
  async ask(
    path: string,
    query: Readonly<Record<string, string>>,
    as: 'account' | 'app' = 'account',
  ): Promise<Reply> {
    const outcome = await this.graph.call(
      { method: 'GET', path, query },
      as === 'account' ? this.credential : undefined,
    );
    if (outcome.end !== 'answered') return { ok: false, failure: unreachable(outcome) };
    const failure = failureOf(outcome);
    return failure ? { ok: false, failure } : { ok: true, body: outcome.body ?? {}, answer: outcome };
  }
}
