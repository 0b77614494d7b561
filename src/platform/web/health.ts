import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';

/** Figures that go with a check: counts and ages, nothing that names anybody. */
export type Figures = Readonly<Record<string, number | string | boolean | null>>;

/** Something without which this process cannot serve. */
export interface HealthCheck {
  /** One word, unique; it appears in the public report. */
  name: string;
  /** Resolves when all is well, with figures worth showing; rejects when it is not. */
  check(): Promise<Figures | void>;
}

export interface CheckResult {
  state: 'up' | 'down';
  figures?: Figures;
}

export interface HealthReport {
  state: 'ready' | 'failing';
  /** Names of the checks that are down. */
  failing: string[];
  checks: Record<string, CheckResult>;
}

const TIMEOUT_MS = 2_000;
const FRESH_MS = 1_000;

/** Where rooms say how they feel. Probes are cheap: however many come, the checks run once a second at most. */
@Injectable()
export class HealthChecks {
  private readonly log = new Logger('Health');
  private readonly checks = new Map<string, HealthCheck>();
  private readonly down = new Set<string>();
  private running: Promise<HealthReport> | null = null;
  private last: { at: number; report: HealthReport } | null = null;

  /** To be called before the application has started. */
  add(check: HealthCheck): void {
    if (this.checks.has(check.name)) throw new Error(`health check ${check.name} is added twice`);
    this.checks.set(check.name, check);
  }

  /** All checks at the same time, each within two seconds; the report of a moment ago where there is one. */
  async run(): Promise<HealthReport> {
    if (this.last !== null && performance.now() - this.last.at < FRESH_MS) return this.last.report;
    this.running ??= this.ask().finally(() => (this.running = null));
    return this.running;
  }

  private async ask(): Promise<HealthReport> {
    const results = await Promise.all(
      [...this.checks.values()].map(async (check) => [check.name, await this.askOne(check)] as const),
    );
    const failing = results.filter(([, { state }]) => state === 'down').map(([name]) => name);
    const report: HealthReport = {
      state: failing.length > 0 ? 'failing' : 'ready',
      failing,
      checks: Object.fromEntries(results),
    };
    this.last = { at: performance.now(), report };
    return report;
  }

  private async askOne(probe: HealthCheck): Promise<CheckResult> {
    const { name } = probe;
    try {
      const figures = await within(TIMEOUT_MS, probe.check());
      if (this.down.delete(name)) this.log.log(`${name} is up again`);
      return { state: 'up', ...(figures ? { figures } : {}) };
    } catch (error) {
      // Probes come every few seconds: only the change is news.
      if (!this.down.has(name)) this.log.warn(`${name} is down: ${redact(messageOf(error))}`);
      this.down.add(name);
      return { state: 'down' };
    }
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
