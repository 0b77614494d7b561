import { Injectable } from '@nestjs/common';
import { Inbound, type InboundHandler } from '../whatsapp.port.js';

/** Where whoever answers people sits down. */
@Injectable()
export class InboundSeat extends Inbound {
  private handler: InboundHandler | null = null;

  use(handler: InboundHandler): void {
    if (this.handler !== null) throw new Error('somebody answers people already');
    this.handler = handler;
  }

  /** Whoever answers; nobody does in a process that only receives. */
  get occupant(): InboundHandler | null {
    return this.handler;
  }
}
