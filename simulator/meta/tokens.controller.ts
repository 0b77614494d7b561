import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../world/world.js';
import { answerCall } from './graph-call.js';
import { VERSION, type ObjectParams } from './graph.controller.js';
import type { Taken } from './switchboard.js';
import type { TokenDesk } from './token-desk.js';

interface Parts {
  world: World;
  tokenDesk: TokenDesk;
}

interface Call {
  Params: ObjectParams;
  Querystring: Record<string, unknown>;
}

/** What the app asks with its own secret, with and without a version in front. */
export function tokensController(app: FastifyInstance, { world, tokenDesk }: Parts): void {
  const answer = (reply: FastifyReply, what: string, work: () => Taken): Promise<FastifyReply> =>
    answerCall(world, reply, { what, on: 'tokens', body: {} }, work);
  for (const version of ['', VERSION]) {
    app.get<Call>(`${version}/debug_token`, (request, reply) =>
      answer(reply, 'tokens:inspect', () => tokenDesk.inspect(request.query, bearerOf(request))),
    );
    app.get<Call>(`${version}/oauth/access_token`, ({ query }, reply) =>
      answer(reply, 'tokens:exchange', () => tokenDesk.exchange(query)),
    );
    app.get<Call>(`${version}/oauth/revoke`, ({ query }, reply) =>
      answer(reply, 'tokens:revoke', () => tokenDesk.revoke(query)),
    );
  }
  app.get<Call>(`${VERSION}/:id/subscriptions`, ({ query, params }, reply) =>
    answer(reply, 'tokens:subscriptions', () => tokenDesk.subscriptions(query, params.id)),
  );
}

function bearerOf(request: FastifyRequest): string | undefined {
  return /^(?:Bearer|OAuth) (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
