import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Events } from '../platform/events/events.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { TokenChanged, TokenRecovered, Tokens } from '../token/token.contract.js';
import { OwnNumbers, Senders } from '../whatsapp/whatsapp.port.js';

const JOB = 'app.wake-senders';
const EVERY_MS = 1_000;

/** Numbers rest while no token of their account works. One that works again ends their rest, on whichever instance sends from them. */
@Injectable()
export class WakingJob implements OnModuleInit {
  private readonly asleep = new Set<string>();

  constructor(
    private readonly own: OwnNumbers,
    private readonly tokens: Tokens,
    private readonly senders: Senders,
    private readonly jobs: Jobs,
    private readonly events: Events,
  ) {}

  onModuleInit(): void {
    // The event is heard by one instance, at once; each of the others looks for itself.
    this.events.on(TokenChanged, 'app.wake-changed', async ({ accountId }) => this.wake(accountId));
    this.events.on(TokenRecovered, 'app.wake-recovered', async ({ accountId }) => this.wake(accountId));
    this.jobs.define({ name: JOB, everyMs: EVERY_MS, run: async () => this.look() });
  }

  /** From memory. */
  look(): void {
    for (const { id } of this.own.accounts()) {
      if (this.tokens.mode(id) === 'fallback') this.asleep.add(id);
      else if (this.asleep.delete(id)) this.wake(id);
    }
  }

  private wake(accountId: string): void {
    const account = this.own.accounts().find(({ id }) => id === accountId);
    for (const { id } of account?.numbers ?? []) this.senders.wake(id);
  }
}
