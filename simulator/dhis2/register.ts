import type { Dhis2Settings } from '../settings.js';
import type { Teller } from '../world/teller.js';
import { Calls } from './calls.js';
import { Clients } from './clients.js';
import { Jobs } from './jobs.js';
import { Pairs } from './pairs.js';
import { defaultSwitches, type Switches } from './switches.js';
import { Troubles } from './troubles.js';
import { viewOf, type RegisterNews } from './view.js';

const NEWS_EVERY_MS = 150;

/** The national register on a desk: everything that it remembers, in memory and bounded. */
export class Register {
  readonly clients = new Clients();
  readonly calls = new Calls();
  readonly troubles = new Troubles();
  readonly pairs = new Pairs();
  readonly jobs = new Jobs();
  switches: Switches;
  private serial = 0;
  private soon: NodeJS.Timeout | undefined;

  constructor(
    readonly settings: Dhis2Settings,
    private readonly news: Teller<RegisterNews>,
  ) {
    this.switches = defaultSwitches(settings.version);
  }

  change(change: Partial<Switches>): void {
    this.switches = { ...this.switches, ...change };
    this.tell();
  }

  /** The register's clock. */
  now(): number {
    return Date.now() + this.switches.clockSeconds * 1_000;
  }

  nextSerial(): string {
    this.serial += 1;
    return `CIU-${String(this.serial).padStart(6, '0')}`;
  }

  /** Tells the page, a moment later and once for all that happens meanwhile. */
  tell(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.news.publish({ kind: 'dhis2', dhis2: viewOf(this) });
    }, NEWS_EVERY_MS).unref();
  }

  reset(): void {
    clearTimeout(this.soon);
    this.soon = undefined;
    for (const part of [this.clients, this.calls, this.troubles, this.pairs, this.jobs]) part.clear();
    this.serial = 0;
    this.switches = defaultSwitches(this.settings.version);
  }
}
