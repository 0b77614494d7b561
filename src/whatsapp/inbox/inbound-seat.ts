import { Injectable } from '@nestjs/common';
import { Tracing } from '../../platform/tracing/tracing.js';
import type { InboundMessage } from '../whatsapp.contract.js';
import { Inbound, InboundHandler } from '../whatsapp.port.js';

type Step = (messages: readonly InboundMessage[]) => Promise<void>;

/** Where whoever answers people sits down. */
@Injectable()
export class InboundSeat extends Inbound {
  private handler: InboundHandler | null = null;
  private readonly steps: Step[] = [];

  constructor(private readonly tracing: Tracing) {
    super();
  }

  use(handler: InboundHandler): void {
    if (this.handler !== null) throw new Error('somebody answers people already');
    this.handler = handler;
  }

  /** Something that is done with messages after they were answered, in the same transaction; to be said before the start. */
  also(step: Step): void {
    this.steps.push(step);
  }

  /** Whoever answers; nobody does in a process that only receives. */
  get occupant(): InboundHandler | null {
    if (this.handler === null) return null;
    const whole = this.steps.length === 0 ? this.handler : new InSteps(this.handler, this.steps);
    return this.tracing.isOn ? new Watched(whole, this.tracing) : whole;
  }
}

class InSteps extends InboundHandler {
  constructor(
    private readonly handler: InboundHandler,
    private readonly steps: readonly Step[],
  ) {
    super();
  }

  async handle(messages: readonly InboundMessage[]): Promise<void> {
    await this.handler.handle(messages);
    for (const step of this.steps) await step(messages);
  }
}

/** Several people are answered in one transaction: each one's turn takes as long as all of them. */
class Watched extends InboundHandler {
  constructor(
    private readonly handler: InboundHandler,
    private readonly tracing: Tracing,
  ) {
    super();
  }

  async handle(messages: readonly InboundMessage[]): Promise<void> {
    const from = Date.now();
    let failed = true;
    try {
      await this.handler.handle(messages);
      failed = false;
    } finally {
      const to = Date.now();
      for (const { id, number } of messages)
        this.tracing.record({ step: 'turn', messageId: id, from, to, attributes: { number }, failed });
    }
  }
}
