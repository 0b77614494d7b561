import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import { Alerts } from '../../../platform/alerts/alerts.js';
import type { Warning } from './warning.translate.js';

/** Puts what Meta says of accounts and numbers into the log of errors, behind the webhook's back. */
@Injectable()
export class WarningsService {
  private readonly logger = new Logger('Meta');
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly alerts: Alerts) {}

  pass(warnings: readonly Warning[]): void {
    for (const warning of warnings) this.last = this.last.then(() => this.take(warning));
  }

  /** Resolves when everything that was passed so far has been taken. */
  settled(): Promise<void> {
    return this.last;
  }

  private async take(warning: Warning): Promise<void> {
    try {
      if (warning.is === 'over') await this.alerts.clear(warning.key);
      else if (warning.is === 'began') await this.alerts.raise(warning.fault);
      else this.alerts.note(warning.fault);
    } catch (error) {
      this.logger.error(`what Meta says of an account is lost: ${redact(messageOf(error))}`);
    }
  }
}
