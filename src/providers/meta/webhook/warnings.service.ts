import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { messageOf } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import { Alerts } from '../../../platform/alerts/alerts.js';
import { endedBySuccess, type Warning } from './warning.translate.js';

type Went = Extract<Warning, { is: 'went' }>;

/** How often a success is compared with what is open, and a problem that goes on is counted; of each number. */
const LOOK_EVERY_MS = 60_000;
const COUNT_EVERY_MS = 30_000;
/** So long nothing may have failed: reports of one campaign come in any order. */
const QUIET_MS = 10 * 60_000;

/** Puts what Meta says of accounts and numbers into the log of errors, behind the webhook's back. */
@Injectable()
export class WarningsService {
  private readonly logger = new Logger('Meta');
  private last: Promise<void> = Promise.resolve();
  private readonly looked = new Map<string, number>();
  private readonly counted = new Map<string, number>();

  constructor(
    private readonly alerts: Alerts,
    private readonly clock: Clock,
  ) {}

  pass(warnings: readonly Warning[]): void {
    for (const warning of warnings)
      if (this.isDue(warning)) this.last = this.last.then(() => this.take(warning));
  }

  /** Resolves when everything that was passed so far has been taken. */
  settled(): Promise<void> {
    return this.last;
  }

  /** Reports come by the thousand; what they say of a number is heard now and then. */
  private isDue(warning: Warning): boolean {
    const now = this.clock.now().getTime();
    if (warning.is === 'went') return isTime(this.looked, warning.number, now, LOOK_EVERY_MS);
    return warning.is !== 'began' || isTime(this.counted, warning.fault.key, now, COUNT_EVERY_MS);
  }

  private async take(warning: Warning): Promise<void> {
    try {
      if (warning.is === 'over') await this.clear(warning.key);
      else if (warning.is === 'went') await this.recover(warning);
      else if (warning.is === 'began') await this.alerts.raise(warning.fault);
      else this.alerts.note(warning.fault);
    } catch (error) {
      this.logger.error(`what Meta says of an account is lost: ${redact(messageOf(error))}`);
    }
  }

  private async recover(went: Went): Promise<void> {
    const keys = new Set(endedBySuccess(went));
    const before = this.clock.now().getTime() - QUIET_MS;
    for (const { key, lastAt } of await this.alerts.open())
      if (keys.has(key) && lastAt.getTime() < before) await this.clear(key);
  }

  private async clear(key: string): Promise<void> {
    this.counted.delete(key);
    await this.alerts.clear(key);
  }
}

/** Whether something was not done for so long; it is done now then. */
function isTime(times: Map<string, number>, key: string, now: number, everyMs: number): boolean {
  if (now - (times.get(key) ?? -Infinity) < everyMs) return false;
  times.set(key, now);
  return true;
}
