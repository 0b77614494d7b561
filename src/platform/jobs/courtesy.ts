import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as pause } from 'node:timers/promises';

/** Node tells of each request here. */
const REQUESTS = 'http.server.request.start';
const WINDOW_MS = 100;
/** Fewer requests a second than these are served beside anything. */
const FEW = 100;
/** So many requests for a second of this thread's processor time make a rest as long as the work before it. */
const EACH = 100;
const MOST_RESTS = 8;
const LONGEST_REST_MS = 500;

/**
 * Does long work step by step beside the service, and lets whoever is served go first: the more requests come in, the longer it rests
 * after a step. Where there are few it does not rest at all.
 * @param work is given a rest, to be taken after each of its steps
 */
export async function courteously<T>(work: (rest: () => Promise<void>) => Promise<T>): Promise<T> {
  const traffic = new Traffic();
  const heard = (): void => traffic.heard();
  subscribe(REQUESTS, heard);
  try {
    return await work(() => traffic.rest());
  } finally {
    unsubscribe(REQUESTS, heard);
  }
}

/** How many requests come in, for a second and for a second of processor time: the latter does not depend on who else is on the machine. */
export interface Rates {
  perSecond: number;
  perWorked: number;
}

class Traffic {
  private requests = 0;
  private rates: Rates = { perSecond: 0, perWorked: 0 };
  private since = moment();
  private rested = moment();

  heard(): void {
    this.requests += 1;
  }

  async rest(): Promise<void> {
    const now = moment();
    this.measure(now);
    const ms = restAfter(now.active - this.rested.active, this.rates);
    if (ms >= 1) await pause(ms);
    this.rested = moment();
  }

  private measure(now: Moment): void {
    const age = now.at - this.since.at;
    if (age < WINDOW_MS) return;
    const worked = Math.max(1, now.worked - this.since.worked);
    this.rates = { perSecond: (this.requests / age) * 1000, perWorked: (this.requests / worked) * 1000 };
    this.requests = 0;
    this.since = now;
  }
}

/** How long to rest after this thread was busy for so many milliseconds, while so many requests come in. */
export function restAfter(busyMs: number, { perSecond, perWorked }: Rates): number {
  if (perSecond < FEW) return 0;
  return Math.min(LONGEST_REST_MS, busyMs * Math.min(MOST_RESTS, Math.max(0, perWorked - FEW) / EACH));
}

/** Milliseconds: of the clock, of those in which this thread was not idle, and of those that the processor gave it. */
interface Moment {
  at: number;
  active: number;
  worked: number;
}

function moment(): Moment {
  const { user, system } = process.threadCpuUsage();
  const { active } = performance.eventLoopUtilization();
  return { at: performance.now(), active, worked: (user + system) / 1000 };
}
