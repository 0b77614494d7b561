import { newUid } from './uid.js';
import type { Answer } from './refusal.js';

/** An import in the background. */
export interface Job {
  id: string;
  /** Milliseconds. */
  addedAt: number;
  endsAt: number;
  /** What it came to. */
  report: Answer | undefined;
}

const MOST = 200;

/** The imports in the background; like the true one it forgets them. */
export class Jobs {
  private readonly byId = new Map<string, Job>();
  private readonly timers = new Set<NodeJS.Timeout>();

  /** Does the work after `ms`. */
  add(ms: number, work: () => Answer): Job {
    const now = Date.now();
    const job: Job = { id: newUid(), addedAt: now, endsAt: now + ms, report: undefined };
    this.byId.set(job.id, job);
    const [oldest] = this.byId.keys();
    if (this.byId.size > MOST && oldest !== undefined) this.byId.delete(oldest);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      job.report = work();
    }, ms).unref();
    this.timers.add(timer);
    return job;
  }

  get(id: string): Job | undefined {
    return this.byId.get(id);
  }

  clear(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.byId.clear();
  }
}
