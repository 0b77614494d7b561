import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { TooManyRequests } from '../platform/web/web.errors.js';
import { networkOf } from './network.js';
import { RateWindow } from './rate-window.js';

const MOST_A_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Wrong keys and passwords of each network: whoever tries one after the other is sent away before anything is looked up. */
@Injectable()
export class WrongTries {
  private readonly window: RateWindow;

  constructor(clock: Clock) {
    this.window = new RateWindow(clock, MINUTE_MS);
  }

  /** Throws `TooManyRequests` where too many were wrong. */
  refuseGuessers(address: string): void {
    const { hits, leftMs } = this.window.look(networkOf(address));
    if (hits >= MOST_A_MINUTE) throw new TooManyRequests(Math.ceil(leftMs / 1_000));
  }

  note(address: string): void {
    this.window.hit(networkOf(address));
  }
}
