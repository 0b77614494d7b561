import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { GatewayRegistry } from '../gateway-registry.js';
import type { Work } from '../registrations/registration.js';
import { Attempt, type Course } from './attempt.js';
import type { Verdict } from './circuit.js';
import { Deciding } from './deciding.js';
import { Ledger } from './ledger.js';
import { type End, next } from './progress.js';
import { QueueRepository } from './queue.repository.js';

/** One attempt with everything around it: the person told, the outcome written. */
@Injectable()
export class Delivery {
  private readonly log = new Logger('Dhis2');

  constructor(
    private readonly gateways: GatewayRegistry,
    private readonly queue: QueueRepository,
    private readonly deciding: Deciding,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  /** Resolves with what this says about the register; `undefined`: nothing. */
  async deliver(work: Work, signal: AbortSignal): Promise<Verdict | undefined> {
    const at = this.clock.now();
    const began = performance.now();
    const end = await new Attempt(work, this.course(signal)).run();
    await this.deciding.giveOurs(work);
    if (end.end === 'abandoned') return undefined;
    const change = next(work, end, this.clock.now(), Math.random());
    const durationMs = Math.round(performance.now() - began);
    const told = end.end === 'registered' && end.told;
    await this.ledger.record({ work, change, step: end.step, told, status: statusOf(end), at, durationMs });
    if (end.end === 'interrupted') return undefined;
    return end.end === 'failed' ? end.failure : null;
  }

  /** Resolves when everything that came to its end is written. */
  drained(): Promise<void> {
    return this.ledger.drained();
  }

  private course(signal: AbortSignal): Course {
    return {
      gateway: this.gateways.active,
      timeoutMs: this.gateways.timeoutMs,
      signal,
      intend: (work, known) => this.ledger.intend({ work, known }),
      decide: (work, payload, generated) => this.deciding.decide(work, payload, generated),
      partner: (codeId) => this.queue.clientOf(codeId),
      // The error may hold what was sent: its kind has to do.
      broken: (step, error) =>
        this.log.error(`${step} threw ${error instanceof Error ? error.name : typeof error}`),
    };
  }
}

function statusOf(end: End): number | null {
  return end.end === 'failed' ? (end.failure.status ?? null) : null;
}
