import { Injectable, Logger } from '@nestjs/common';
import { Catalog } from '../../catalog/catalog.contract.js';
import { Settings } from '../../platform/config/settings.js';
import type { Answered, Question } from '../assistant.contract.js';
import { type LanguageModel, type ModelAnswer, ModelError } from '../assistant.port.js';
import type { CallOutcome } from '../calls/call.entity.js';
import { CallLedger } from '../calls/ledger.service.js';
import { Patience } from '../calls/patience.service.js';
import { Turnstile } from '../calls/turnstile.js';
import { pause, until } from './abort.js';
import { concluded } from './conclusion.js';
import { instructionsFor, messagesFor, newCanary } from './instructions.js';
import { Toolbox } from './toolbox.js';

const MOST_STEPS = 5;
const ATTEMPTS = 2;
const BETWEEN_MS = 250;

/** What one question took so far. */
interface Run {
  attempts: number;
  started: number;
  toolbox: Toolbox;
  said: ModelAnswer | null;
}

type Failed = Extract<Answered, { outcome: 'failed' }>['because'];

/** Puts questions to a model: within their time, budget and turn, without anything personal, and with what it says checked. */
@Injectable()
export class ModelAnswers {
  private readonly log = new Logger('Assistant');
  private readonly turnstile: Turnstile;

  constructor(
    private readonly catalog: Catalog,
    private readonly ledger: CallLedger,
    private readonly patience: Patience,
    settings: Settings,
  ) {
    this.turnstile = new Turnstile(settings.assistant.concurrency);
  }

  async answer(model: LanguageModel, question: Question, signal: AbortSignal): Promise<Answered> {
    if (!(await until(signal, this.ledger.mayAsk(question.personKey)))) return failed('budget');
    const leave = await this.turnstile.enter(signal);
    try {
      if (!this.patience.admits()) return failed('unreachable');
      return await this.admitted(model, question, signal);
    } finally {
      leave();
    }
  }

  private async admitted(model: LanguageModel, question: Question, signal: AbortSignal): Promise<Answered> {
    const toolbox = this.toolbox(question);
    const run: Run = { attempts: 0, started: performance.now(), toolbox, said: null };
    const answered = await this.attempts(model, question, run, signal);
    const outcome: CallOutcome = answered.outcome === 'failed' ? noted(answered.because) : answered.outcome;
    this.ledger.note({
      personKey: question.personKey,
      model: model.name,
      outcome,
      attempts: run.attempts,
      durationMs: Math.round(performance.now() - run.started),
      inputTokens: run.said?.inputTokens ?? 0,
      outputTokens: run.said?.outputTokens ?? 0,
      tools: run.toolbox.ran.join(',').slice(0, 400) || null,
    });
    return answered;
  }

  private async attempts(
    model: LanguageModel,
    question: Question,
    run: Run,
    signal: AbortSignal,
  ): Promise<Answered> {
    for (;;) {
      run.attempts += 1;
      try {
        const answered = await this.ask(model, question, run, signal);
        await this.patience.worked();
        return answered;
      } catch (error) {
        if (this.mayRetry(error, run, signal)) {
          await pause(BETWEEN_MS, signal).catch(() => undefined);
          run.toolbox = this.toolbox(question);
          continue;
        }
        return failed(await this.gaveUp(error, signal));
      }
    }
  }

  private async ask(
    model: LanguageModel,
    question: Question,
    run: Run,
    signal: AbortSignal,
  ): Promise<Answered> {
    const canary = newCanary();
    const instructions = instructionsFor(question, canary);
    const { toolbox } = run;
    const call = {
      instructions,
      messages: messagesFor(question),
      tools: toolbox.tools,
      maxSteps: MOST_STEPS,
      signal,
    };
    run.said = await until(signal, model.ask(call));
    return until(signal, concluded(run.said.text, toolbox, question, { instructions, canary }));
  }

  private mayRetry(error: unknown, { attempts }: Run, signal: AbortSignal): boolean {
    const isPassing =
      error instanceof ModelError && (error.trouble === 'unreachable' || error.trouble === 'busy');
    return isPassing && attempts < ATTEMPTS && !signal.aborted;
  }

  private async gaveUp(error: unknown, signal: AbortSignal): Promise<Failed> {
    if (signal.aborted) {
      await this.patience.failed(
        'Le modèle met trop de temps à répondre. Vérifiez sa charge, ou augmentez ASSISTANT_TIMEOUT_SECONDS.',
        false,
      );
      return 'timeout';
    }
    if (!(error instanceof ModelError)) {
      this.patience.undecided();
      throw error;
    }
    this.log.warn(`${error.message}: ${error.advice}`);
    if (error.trouble === 'unusable') {
      this.patience.undecided();
      return 'unusable';
    }
    await this.patience.failed(error.advice, error.trouble === 'refused');
    return 'unreachable';
  }

  private toolbox(question: Question): Toolbox {
    return new Toolbox(this.catalog, () => question.orders());
  }
}

function failed(because: Failed): Answered {
  return { outcome: 'failed', because };
}

function noted(because: Failed): CallOutcome {
  return because === 'budget' ? 'unusable' : because;
}
