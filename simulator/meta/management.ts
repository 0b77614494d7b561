import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../world/account.js';
import type { Surface } from '../world/faults.js';
import type { Line } from '../world/lines.js';
import type { World } from '../world/world.js';
import type { Settings } from '../settings.js';
import type { Gate } from './gate.js';
import { answerCall } from './graph-call.js';
import { noSuchObject } from './graph.errors.js';
import type { Fate, Taken } from './switchboard.js';
import type { Usage } from './usage.js';

/** A call that manages the account, as the ledger knows it. */
export interface Managed {
  on: Surface;
  what: string;
  body?: unknown;
}

/** Calls about the account itself: they need a permission of their own and use up a quota. */
export class Management {
  constructor(
    readonly world: World,
    readonly settings: Settings,
    private readonly gate: Gate,
    private readonly usage: Usage,
  ) {}

  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    { on, what, body }: Managed,
    work: (fate: Fate) => Taken,
  ): Promise<FastifyReply> {
    this.usage.count(reply);
    const id = (request.params as { id?: string }).id ?? '';
    return answerCall(this.world, reply, { what, on, body: body ?? request.query }, (fate) => {
      this.gate.need(request, 'whatsapp_business_management', id);
      this.usage.check();
      return work(fate);
    });
  }

  /** The account that is addressed, with its numbers. */
  mustBeOurAccount(request: FastifyRequest): { lines: readonly Line[]; account: Account } {
    const { id } = request.params as { id: string };
    const lines = this.world.lines.ofAccount(id);
    const [line] = lines;
    if (!line) throw noSuchObject(id, request.method.toLowerCase());
    return { lines, account: line.account };
  }
}
