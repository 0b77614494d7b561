import { setTimeout as pause } from 'node:timers/promises';
import { signed } from '../story/person.js';

const AGAIN_MS = 25;
const PATIENCE_MS = 5_000;

/** Brings webhooks as Meta does: again and again until each is taken, wherever somebody listens at the moment. */
export class Postman {
  /** What was taken with a 200, by the name given. */
  readonly acknowledged = new Set<string>();
  /** Deliveries that were taken, repetitions included. */
  deliveries = 0;
  /** How often each refusal was met; 0 stands for nobody there. */
  readonly refusals = new Map<number, number>();
  private underWay = 0;
  private readonly end = new AbortController();

  /** @param addresses where the servers listen now */
  constructor(private readonly addresses: () => readonly string[]) {}

  get isIdle(): boolean {
    return this.underWay === 0;
  }

  /** Gives up everything that was not taken yet. */
  retire(): void {
    this.end.abort();
  }

  /** Resolves when the webhook was taken `times` times. */
  async bring(name: string, body: unknown, times = 1): Promise<void> {
    this.underWay += 1;
    try {
      const request = { method: 'POST', ...signed(body) };
      await Promise.all(Array.from({ length: times }, () => this.insist(request)));
      if (!this.end.signal.aborted) this.acknowledged.add(name);
    } finally {
      this.underWay -= 1;
    }
  }

  /** One attempt; 0 when nobody answered. */
  async attempt(request: RequestInit): Promise<number> {
    const addresses = this.addresses();
    const address = addresses[Math.floor(Math.random() * addresses.length)];
    if (address === undefined) return 0;
    try {
      const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), this.end.signal]);
      const response = await fetch(`${address}/whatsapp/webhook`, { ...request, signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  private async insist(request: RequestInit): Promise<void> {
    while (!this.end.signal.aborted) {
      const status = await this.attempt(request);
      if (status === 200) {
        this.deliveries += 1;
        return;
      }
      this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
      await pause(AGAIN_MS);
    }
  }
}
