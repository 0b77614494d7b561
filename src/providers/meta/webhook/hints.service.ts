import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { messageOf } from '../../../kernel/error.js';
import { redact } from '../../../kernel/redact.js';
import { type TemplateHint, TemplateHints } from '../../../template-sync/template-sync.port.js';

const SHUTDOWN_MS = 2_000;

/** Passes hints on, one after the other and behind the webhook's back: a hint may ask for a template to be read again. */
@Injectable()
export class HintsService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Meta');
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly hints: TemplateHints) {}

  pass(hints: readonly TemplateHint[]): void {
    for (const hint of hints) this.last = this.last.then(() => this.take(hint));
  }

  /** Resolves when everything that was passed so far has been taken. */
  settled(): Promise<void> {
    return this.last;
  }

  /** While the database is still there. What is lost all the same is found by the next synchronisation. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.race([this.last, pause(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private async take(hint: TemplateHint): Promise<void> {
    try {
      await this.hints.take(hint);
    } catch (error) {
      this.logger.error(
        `hint ${hint.news.kind} on template ${hint.remoteId} is lost: ${redact(messageOf(error))}`,
      );
    }
  }
}
