import type { Wired } from './messaging-process.js';
import type { Somebody } from './privacy-people.js';
import type { SimulatorProcess } from './simulator-process.js';

const PATIENCE_MS = 90_000;

/** Many who write at the same moment and wait for their answers, each message of all of them in one signed webhook. */
export class Crowd {
  /** What each of them got, in order. */
  readonly got = new Map<string, Wired[]>();
  private seen = 0;

  constructor(private readonly simulator: SimulatorProcess) {}

  /** Everybody says what it has to say, step by step. */
  async live(people: readonly Somebody[]): Promise<void> {
    const rounds = Math.max(...people.map(({ steps }) => steps.length));
    for (let round = 0; round < rounds; round += 1) {
      const wanted = new Map<string, number>();
      const messages = people.flatMap(({ number, profile, steps }) => {
        const step = steps[round];
        if (step === undefined) return [];
        wanted.set(number, this.of(number).length + step.replies);
        return [{ from: number, name: profile, ...step.say }];
      });
      await this.simulator.control('POST', 'messages', { messages });
      await this.wait(wanted, round);
    }
  }

  of(number: string): Wired[] {
    return this.got.get(number) ?? [];
  }

  /** Takes over what has come meanwhile. */
  async listen(atLeast = 0): Promise<void> {
    const path = `sent?after=${this.seen}&limit=5000&atLeast=${Math.max(1, atLeast)}&waitMs=500`;
    const { items } = await this.simulator.control<{ items: Wired[] }>('GET', path);
    for (const message of items) {
      const number = message.to.replace(/\D/g, '');
      this.got.set(number, [...this.of(number), message]);
      this.seen = Math.max(this.seen, message.seq);
    }
  }

  private async wait(wanted: ReadonlyMap<string, number>, round: number): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const late = [...wanted].filter(([number, count]) => this.of(number).length < count);
      if (late.length === 0) return;
      if (Date.now() > deadline)
        throw new Error(`step ${round + 1}: ${late.length} wait, among them ${late[0]?.[0]}`);
      await this.listen(late.length);
    }
  }
}
