import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Line } from '../world/lines.js';
import type { Token } from '../world/tokens.js';
import type { World } from '../world/world.js';
import { GraphError, noSuchObject } from './graph.errors.js';

/** What a call may need. */
export type Scope = 'whatsapp_business_management' | 'whatsapp_business_messaging';

const SESSION = 'Error validating access token: ';
const DEATHS: Record<number, string> = {
  458: 'The user has not authorized the application.',
  459: 'You cannot access the app till you log in to www.facebook.com and follow the instructions given.',
  460: 'The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.',
  464: 'Sessions for the user are not allowed because the user is not a confirmed user.',
  467: 'The session is invalid because the user logged out.',
};
const EXPIRED = 463;

/** Looks at the token of every call. */
export class Gate {
  private readonly holders = new WeakMap<FastifyRequest, Token>();

  constructor(private readonly world: World) {}

  /** Lets a call in, or says why its token opens nothing. */
  admit(request: FastifyRequest): void {
    const value = valueIn(request);
    if (value === undefined) throw new GraphError(104);
    this.checkProof(request, value);
    const token = this.open(value);
    this.world.tokens.used(token);
    this.holders.set(request, token);
  }

  /** The token behind this value, if it is alive. */
  open(value: string): Token {
    const token = this.world.tokens.known(value);
    if (!token) throw new GraphError(190);
    const death = deathOf(token, Date.now());
    if (death) throw death;
    return token;
  }

  /** The token of the call must be one of our app and carry this permission. */
  need(request: FastifyRequest, scope: Scope, id: string): void {
    const token = this.holders.get(request);
    if (token?.app !== 'ours' || !this.opens(token, id)) throw noSuchObject(id, request.method.toLowerCase());
    if (!token.scopes.includes(scope))
      throw new GraphError(scope === 'whatsapp_business_messaging' ? 10 : 200);
  }

  /** What belongs to an account opens with a token of that account alone. */
  private opens(token: Token, id: string): boolean {
    const owners = this.world.lines
      .all()
      .filter(({ settings }) =>
        [settings.phoneNumberId, settings.businessAccountId, settings.appId].includes(id),
      );
    const { businessAccountId } = this.lineOf(token).settings;
    return (
      owners.length === 0 || owners.some(({ settings }) => settings.businessAccountId === businessAccountId)
    );
  }

  private lineOf(token: Token | undefined): Line {
    return this.world.lines.ofAccount(token?.account ?? '')[0] ?? this.world.lines.first;
  }

  private checkProof(request: FastifyRequest, token: string): void {
    const given = (request.query as Record<string, unknown>)['appsecret_proof'];
    if (given === undefined && !this.world.desk.options.graph.proof) return;
    const { appSecret } = this.lineOf(this.world.tokens.known(token)).settings;
    const right = createHmac('sha256', appSecret).update(token).digest('hex');
    const proof = typeof given === 'string' ? given : '';
    if (proof.length === right.length && timingSafeEqual(Buffer.from(proof), Buffer.from(right))) return;
    const message =
      given === undefined
        ? 'API calls from the server require an appsecret_proof argument'
        : 'Invalid appsecret_proof provided in the API argument';
    throw new GraphError(100, { message, type: 'GraphMethodException' });
  }
}

/** Why a token opens nothing any more; `undefined` while it lives. */
export function deathOf(token: Token, now: number): GraphError | undefined {
  if (token.dead !== null && token.dead !== EXPIRED) {
    return new GraphError(190, {
      subcode: token.dead,
      message: SESSION + (DEATHS[token.dead] ?? 'Invalid.'),
    });
  }
  const end = token.dead === EXPIRED ? Math.min(token.expiresAt ?? now, now) : token.expiresAt;
  if (end === null || end > now) return undefined;
  const [then, today] = [new Date(end), new Date(now)].map((date) => date.toUTCString());
  const message = `${SESSION}Session has expired on ${then}. The current time is ${today}.`;
  return new GraphError(190, { subcode: EXPIRED, message });
}

function valueIn(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  const query = (request.query as Record<string, unknown>)['access_token'];
  const given = header === undefined ? query : /^(?:Bearer|OAuth) (.+)$/i.exec(header)?.[1];
  if (typeof given === 'string') return given;
  return header === undefined ? undefined : '';
}
