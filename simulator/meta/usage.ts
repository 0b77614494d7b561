import type { FastifyReply } from 'fastify';
import type { World } from '../world/world.js';
import type { Settings } from '../settings.js';
import { GraphError } from './graph.errors.js';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const USUAL_PER_HOUR = 5_000;
const CPU_PER_CALL = 0.3;

/** How much of the account's and of the app's quota the calls of the last hour have used. */
export class Usage {
  private readonly byMinute = new Map<number, number>();

  constructor(
    private readonly world: World,
    private readonly settings: Settings,
  ) {}

  /** Counts a call that manages the account, and tells in the answer how much is left. */
  count(reply: FastifyReply): void {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    this.byMinute.set(minute, (this.byMinute.get(minute) ?? 0) + 1);
    for (const old of this.byMinute.keys()) if (old <= minute - HOUR_MINUTES) this.byMinute.delete(old);
    const percent = this.percent();
    const share = { call_count: percent, total_cputime: cpu(percent), total_time: cpu(percent) };
    const account = {
      type: 'whatsapp_business_management',
      ...share,
      estimated_time_to_regain_access: percent >= 100 ? this.minutesLeft(minute) : 0,
    };
    reply.headers({
      'x-business-use-case-usage': JSON.stringify({ [this.settings.businessAccountId]: [account] }),
      'x-app-usage': JSON.stringify(share),
    });
  }

  /** Refuses a call beyond the quota. */
  check(): void {
    const { limits, graph } = this.world.desk.options;
    if (limits.management !== null && (graph.usage ?? 0) >= 100) throw new GraphError(80008);
    if (limits.management !== null && this.calls > limits.management) throw new GraphError(80008);
  }

  reset(): void {
    this.byMinute.clear();
  }

  private get calls(): number {
    return [...this.byMinute.values()].reduce((sum, count) => sum + count, 0);
  }

  private percent(): number {
    const { limits, graph } = this.world.desk.options;
    if (graph.usage !== null) return graph.usage;
    if (limits.management === null) return Math.min(1, Math.ceil(this.calls / USUAL_PER_HOUR));
    return Math.min(100, Math.ceil((this.calls * 100) / limits.management));
  }

  /** Until the first minute that counted is an hour ago. */
  private minutesLeft(minute: number): number {
    const [first = minute] = this.byMinute.keys();
    return Math.max(1, first + HOUR_MINUTES - minute);
  }
}

function cpu(percent: number): number {
  return Math.ceil(percent * CPU_PER_CALL);
}
