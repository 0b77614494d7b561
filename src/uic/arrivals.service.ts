import { Injectable } from '@nestjs/common';
import { newId } from '../platform/database/id.js';
import { Events } from '../platform/events/events.js';
import { Pairing } from './duplicates/pairing.service.js';
import { HolderRepository } from './holders/holder.repository.js';
import { Registers } from './registers.js';
import { type Answers, CodeIssued, type Issued } from './uic.contract.js';
import { type Known, UicRepository } from './uic.repository.js';

/** A code to be issued, and by which rules it was made of which answers. */
export interface Order {
  holderId: string;
  answers: Answers;
  code: string;
  scheme: string;
  rules: string;
}

/** What a new code brings with it: a row of its own, news, the register, and pairs for those who look after duplicates. */
@Injectable()
export class Arrivals {
  constructor(
    private readonly codes: UicRepository,
    private readonly holders: HolderRepository,
    private readonly pairing: Pairing,
    private readonly registers: Registers,
    private readonly events: Events,
  ) {}

  /** `null` when the line changed at the same moment; `known` have the characters already. */
  async enter(order: Order, known: readonly Known[], now: Date): Promise<Issued | null> {
    if (!(await this.pairing.holdFirst(known))) return null;
    const { holderId, answers, ...made } = order;
    const register = this.registers.current;
    const id = newId();
    const sequence = 1 + Math.max(0, ...known.map((row) => row.sequence));
    const isPossibleDuplicate = known.length > 0;
    const state = isPossibleDuplicate ? 'NEEDS_REVIEW' : 'ACTIVE';
    const waitMs = register.decidesWithinMs;
    const pendingUntil = waitMs > 0 ? new Date(now.getTime() + waitMs) : null;
    if (!(await this.codes.add({ id, ...made, sequence, state, at: now, pendingUntil }))) return null;
    await this.holders.link(holderId, id, now);
    const likeness = await this.pairing.remember({ id, ...made, holderId }, known);
    await this.events.publish(new CodeIssued(id, holderId, isPossibleDuplicate));
    const { code, scheme } = made;
    const arrived = { codeId: id, code, scheme, answers, issuedAt: now };
    await register.enter({ ...arrived, possibleDuplicate: isPossibleDuplicate });
    if (pendingUntil !== null) return { outcome: 'pending', id, until: pendingUntil };
    const resembles = likeness === null ? {} : { resembles: likeness };
    return { outcome: 'issued', id, code, repeat: false, ...resembles };
  }
}
