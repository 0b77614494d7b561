import { Injectable } from '@nestjs/common';
import { type CallOutcome } from './calls/call.entity.js';
import { CallRepository, type Sum } from './calls/call.repository.js';

/** What the calls of a period took and cost. */
export interface Usage {
  from: Date;
  to: Date;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  /** `null` where there was no call. */
  averageMs: number | null;
  p95Ms: number | null;
  byOutcome: Partial<Record<CallOutcome, number>>;
  byModel: { model: string; calls: number; inputTokens: number; outputTokens: number }[];
}

/** What the model costs. */
@Injectable()
export class UsageReport {
  constructor(private readonly repository: CallRepository) {}

  async of(from: Date, to: Date): Promise<Usage> {
    const sums = await this.repository.sums(from, to);
    const total = (pick: (sum: Sum) => number, of = sums): number =>
      of.reduce((all, sum) => all + pick(sum), 0);
    const calls = total((sum) => sum.calls);
    const rank = Math.max(0, Math.ceil(calls * 0.95) - 1);
    const models = [...new Set(sums.map(({ model }) => model))];
    return {
      from,
      to,
      calls,
      inputTokens: total((sum) => sum.inputTokens),
      outputTokens: total((sum) => sum.outputTokens),
      averageMs: calls === 0 ? null : Math.round(total((sum) => sum.durationMs) / calls),
      p95Ms: calls === 0 ? null : await this.repository.durationAt(from, to, rank),
      byOutcome: outcomesOf(sums),
      byModel: models.map((model) => {
        const of = sums.filter((sum) => sum.model === model);
        return {
          model,
          calls: total((sum) => sum.calls, of),
          inputTokens: total((sum) => sum.inputTokens, of),
          outputTokens: total((sum) => sum.outputTokens, of),
        };
      }),
    };
  }
}

function outcomesOf(sums: readonly Sum[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome, calls } of sums) counts[outcome] = (counts[outcome] ?? 0) + calls;
  return counts;
}
