import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';

/** Work that happens later or regularly. It finds in the database what there is to do: a job carries no data. */
export interface Job {
  /** `room.verb`, unique. */
  name: string;
  /** It runs at least this often (milliseconds), whether or not somebody wakes it. */
  everyMs: number;
  /** In processes that only receive, too; other jobs run where the work is done. */
  everywhere?: boolean;
  /** One round; resolves `true` when there is more to do at once. Must stop soon when the signal aborts. */
  run(signal: AbortSignal): Promise<boolean | void>;
}

/**
 * Where rooms define their jobs and wake them. A job never runs twice at once in one process; a wake-up during a run means
 * one more run. Nothing is lost with a process: the next one finds the same rows.
 */
export abstract class Jobs {
  /** To be called before the application has started. */
  abstract define(job: Job): void;
  /** Runs the job now; many calls in a row are one. */
  abstract wake(name: string): void;
  /** Lets what runs come to its end and starts nothing any more. */
  abstract stop(): Promise<void>;
}

/** Which jobs run in this process: those of a worker, those of one that only receives, or none (a command). */
export type JobsMode = 'all' | 'everywhere' | 'none';

/** Jobs of one process, without a broker: a timer each, and wake-ups that cost nothing. */
@Injectable()
export class InProcessJobs extends Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Jobs');
  private readonly loops = new Map<string, Loop>();
  private started = false;

  constructor(private readonly mode: JobsMode) {
    super();
  }

  define(job: Job): void {
    if (this.loops.has(job.name)) throw new Error(`job ${job.name} is defined twice`);
    if (this.mode === 'none' || (this.mode === 'everywhere' && job.everywhere !== true)) return;
    const loop = new Loop(job, (error) => this.log.error(`${job.name}: ${redact(messageOf(error))}`));
    this.loops.set(job.name, loop);
    if (this.started) loop.start();
  }

  wake(name: string): void {
    this.loops.get(name)?.wake();
  }

  onApplicationBootstrap(): void {
    this.started = true;
    for (const loop of this.loops.values()) loop.start();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.loops.values()].map((loop) => loop.stop()));
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }
}

class Loop {
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | null = null;
  private started = false;

  constructor(
    private readonly job: Job,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.started = true;
    this.wake();
  }

  wake(): void {
    if (!this.started || this.stopping.signal.aborted) return;
    this.again = true;
    if (this.running !== null) return;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.running = this.rounds().finally(() => {
      this.running = null;
      // A wake-up between the last look and now must not wait for the timer.
      if (this.again) this.wake();
      else this.rest();
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    await this.running;
  }

  private rest(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => this.wake(), this.job.everyMs);
    this.timer.unref();
  }

  private async rounds(): Promise<void> {
    while (this.again && !this.stopping.signal.aborted) {
      this.again = false;
      try {
        if ((await this.job.run(this.stopping.signal)) === true) this.again = true;
      } catch (error) {
        // Whoever woke it meanwhile waits for the timer, or a lasting fault would spin.
        this.again = false;
        this.failed(error);
      }
    }
  }
}
