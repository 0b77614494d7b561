import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { Alerts } from '../../platform/alerts/alerts.js';

/** A model is left alone after so many failures in a row. */
const FAILURES = 5;
/** For so long; then one question tries it. */
const PAUSE_MS = 60_000;

const KEY = 'assistant.model-down';

/** Leaves a model alone that has failed again and again: people get their answer that there is none at once. Each process for itself. */
@Injectable()
export class Patience {
  private readonly log = new Logger('Assistant');
  private failures = 0;
  private closedUntil = 0;
  private isTrying = false;
  /** Another process, or this one before it was restarted, may have raised the alert. */
  private mayBeRaised = true;

  constructor(private readonly alerts: Alerts) {}

  /** Whether the model may be asked; after a pause by one question alone. */
  admits(now: number = performance.now()): boolean {
    if (this.closedUntil === 0) return true;
    if (now < this.closedUntil || this.isTrying) return false;
    this.isTrying = true;
    return true;
  }

  /** It has answered. */
  async worked(): Promise<void> {
    this.failures = 0;
    this.closedUntil = 0;
    this.isTrying = false;
    if (!this.mayBeRaised) return;
    this.mayBeRaised = false;
    await this.safely(() => this.alerts.clear(KEY));
  }

  /** It has not; `lasting`: nor will it before somebody changes the settings. */
  async failed(advice: string, lasting: boolean, now: number = performance.now()): Promise<void> {
    this.failures += 1;
    this.isTrying = false;
    if (!lasting && this.failures < FAILURES) return;
    this.closedUntil = now + PAUSE_MS;
    this.mayBeRaised = true;
    await this.safely(() =>
      this.alerts.raise({
        key: KEY,
        title: 'Le modèle de l’assistant ne répond plus : les questions libres restent sans réponse.',
        advice,
        en: {
          title: 'The assistant’s model no longer answers: free questions go unanswered.',
          advice: 'Run “assistant:check” to see what is wrong.',
        },
        service: 'assistant',
      }),
    );
  }

  /** The question that was to try it has ended without saying anything about the model. */
  undecided(): void {
    this.isTrying = false;
  }

  private async safely(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.mayBeRaised = true;
      this.log.error(`The alert could not be changed: ${messageOf(error)}`);
    }
  }
}
