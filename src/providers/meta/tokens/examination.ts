import type { Secret } from '../../../kernel/secret.js';
import { failureOf, type Failure, textOf } from '../graph/failure.js';
import type { Answered, Credential, GraphCall, GraphClient } from '../graph/graph.client.js';
import { deathOf, type Debugged, debuggedFrom } from './debugged.js';
import { IssuerUnreachable } from './issuer.errors.js';

/** What is asked about. */
export interface Subject {
  token: Secret;
  appId?: string;
  appSecret?: Secret;
  businessAccountId?: string;
  /** Something that the token opens: where Meta says nothing about a token, it shows that it lives. */
  probe: string;
}

export interface Examination extends Debugged {
  /** Whether Meta knows our app by this id and secret; `null` where they were not both given. */
  appIsKnown: boolean | null;
  /** The token was made by another app than ours. */
  ofAnotherApp: boolean;
}

const UNKNOWN: Debugged = {
  valid: true,
  kind: 'unknown',
  expiresAt: null,
  issuedAt: null,
  missingScopes: [],
  reason: null,
  appId: null,
  scopes: [],
  ofSystem: false,
};

/** Answers of Meta about tokens: asked with our app where it is known, else with the token itself. */
export class Examiner {
  constructor(private readonly graph: GraphClient) {}

  /** Rejects with `IssuerUnreachable` when nothing can be told. */
  async examine(subject: Subject): Promise<Examination> {
    const { appId } = subject;
    const byApp = await this.askedByApp(subject);
    const seen = byApp?.seen ?? (await this.askedByItself(subject));
    const ofAnotherApp =
      byApp?.isForeign === true || (!!appId && seen.appId !== null && seen.appId !== appId);
    return { ...seen, appIsKnown: byApp?.isKnown ?? null, ofAnotherApp };
  }

  /** A call that is no send; an answer, whatever it says. */
  async answered(call: GraphCall, credential?: Credential): Promise<Answered> {
    const outcome = await this.graph.call(call, credential);
    if (outcome.end === 'answered') return outcome;
    throw new IssuerUnreachable(
      `Meta est injoignable (${outcome.cause}). Vérifiez l’accès à Internet et WHATSAPP_GRAPH_BASE_URL.`,
    );
  }

  private async askedByApp({ token, appId, appSecret, businessAccountId }: Subject) {
    if (!appId || !appSecret) return null;
    const query = { input_token: token.reveal(), access_token: `${appId}|${appSecret.reveal()}` };
    const answer = await this.answered({ method: 'GET', path: 'debug_token', query });
    const failure = failureOf(answer);
    if (!failure) return { seen: read(answer, businessAccountId), isKnown: true, isForeign: false };
    mustNotPass(failure);
    // Meta tells nothing of a token to an app that has not made it.
    const isForeign = failure.error?.title?.includes('did not match') ?? false;
    return { seen: null, isKnown: isForeign, isForeign };
  }

  private async askedByItself({ token, appSecret, businessAccountId, probe }: Subject): Promise<Debugged> {
    const credential = { token, appSecret };
    const query = { input_token: token.reveal() };
    const answer = await this.answered({ method: 'GET', path: 'debug_token', query }, credential);
    const failure = failureOf(answer);
    if (!failure) return read(answer, businessAccountId);
    mustNotPass(failure);
    if (failure.cause === 'token') return { ...UNKNOWN, valid: false, reason: reasonOf(failure) };
    return this.probed(probe, credential);
  }

  private async probed(path: string, credential: Credential): Promise<Debugged> {
    const failure = failureOf(
      await this.answered({ method: 'GET', path, query: { fields: 'id' } }, credential),
    );
    if (failure) mustNotPass(failure);
    return failure?.cause === 'token' ? { ...UNKNOWN, valid: false, reason: reasonOf(failure) } : UNKNOWN;
  }
}

function read(answer: Answered, businessAccountId: string | undefined): Debugged {
  const seen = debuggedFrom(answer.body?.['data'], businessAccountId);
  if (!seen) throw new IssuerUnreachable('La réponse de Meta sur le jeton est incompréhensible.');
  return seen;
}

/** Why the token does not do. */
export function reasonOf(failure: Failure): string {
  return failure.cause === 'token' && failure.error ? deathOf(failure.error) : textOf(failure);
}

/** What tells nothing about the token now may do so later. */
export function mustNotPass(failure: Failure): void {
  const passes = failure.cause === 'passing' || failure.cause === 'quota' || failure.cause === 'malformed';
  if (passes) throw new IssuerUnreachable(textOf(failure));
}
