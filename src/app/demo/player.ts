import { DemoStopped } from './demo.errors.js';
import type { Desk } from './desk.js';
import type { DemoPerson } from './people.js';

interface Sent {
  items: { seq: number }[];
  last: number;
}

const WAIT_MS = 15_000;

/** Somebody of the demonstration with a simulated phone: writes, and reads what comes back before writing again. */
export class Player {
  private read: number | null = null;

  constructor(
    readonly person: DemoPerson,
    private readonly simulator: Desk,
  ) {}

  says(text: string): Promise<void> {
    return this.does({ type: 'text', text });
  }

  /** Writes without waiting for an answer: a person of the team may take its time. */
  async adds(text: string): Promise<void> {
    await this.send({ type: 'text', text });
  }

  async does(message: object): Promise<void> {
    this.read ??= (await this.sent('limit=1')).last;
    await this.send(message);
    const { items } = await this.sent(`after=${this.read}&atLeast=1&waitMs=${WAIT_MS}`);
    const last = items.at(-1);
    if (last === undefined) throw new DemoStopped('no answer to a message');
    this.read = last.seq;
  }

  /** The next message to this person is taken, and fails later: the phone is not on WhatsApp any more. */
  async disappears(): Promise<void> {
    const { phone: to } = this.person;
    await this.simulator.post('sim/faults', { kind: 'fail', code: 131_026, on: 'messages', to });
  }

  private send(message: object): Promise<unknown> {
    const { phone, name } = this.person;
    return this.simulator.post(`sim/phones/${phone}/messages`, { ...message, name });
  }

  private sent(query: string): Promise<Sent> {
    return this.simulator.get(`sim/sent?to=${this.person.phone}&${query}`);
  }
}
