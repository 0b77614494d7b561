import { type HourFigures, RESPONSE_BOUNDS_MS } from '../whatsapp-figures.contract.js';

/** What a message to a person tells for the figures. */
export interface Outgoing {
  numberId: string;
  flow: string | null;
  state: string;
  causeId: string | null;
  createdAt: Date;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  pricing: string | null;
  isBillable: boolean | null;
}

type Sum = Omit<HourFigures, 'hour' | 'responseSpread' | 'costs'> & {
  spread: number[];
  costs: Map<string, { billable: number; free: number }>;
};

/** Flows and prices that nobody named. */
export const NONE = '-';
const MOST_CATEGORIES = 12;

/** The figures of one hour while its messages go by, in the order in which they were made. */
export class Tally {
  private readonly sums = new Map<string, Sum>();
  private readonly answered = new Set<string>();

  constructor(private readonly hour: Date) {}

  receive(number: string, count: number): void {
    this.sum(number, NONE).received += count;
  }

  send(message: Outgoing): void {
    const sum = this.sum(message.numberId, message.flow ?? NONE);
    if (message.state === 'FAILED') sum.failed += 1;
    if (message.sentAt === null) return;
    sum.sent += 1;
    if (message.deliveredAt !== null || message.readAt !== null) sum.delivered += 1;
    if (message.readAt !== null) sum.read += 1;
    cost(sum.costs, message);
    this.answer(sum, message);
  }

  figures(): HourFigures[] {
    return [...this.sums.values()].map(({ spread, costs, ...rest }) => ({
      hour: this.hour,
      ...rest,
      responseSpread: spread,
      costs: [...costs].map(([category, counts]) => ({ category, ...counts })),
    }));
  }

  /** The first message that left because of another one is its answer. */
  private answer(sum: Sum, { causeId, sentAt }: Outgoing): void {
    if (causeId === null || sentAt === null || this.answered.has(causeId)) return;
    this.answered.add(causeId);
    const ms = Math.max(0, sentAt.getTime() - madeAt(causeId));
    sum.answered += 1;
    sum.responseMs += ms;
    const place = RESPONSE_BOUNDS_MS.findIndex((bound) => ms <= bound);
    const at = place < 0 ? RESPONSE_BOUNDS_MS.length : place;
    sum.spread[at] = (sum.spread[at] ?? 0) + 1;
  }

  private sum(number: string, flow: string): Sum {
    const key = `${number} ${flow}`;
    const known = this.sums.get(key);
    if (known !== undefined) return known;
    const counts = { received: 0, sent: 0, delivered: 0, read: 0, failed: 0, answered: 0, responseMs: 0 };
    const spread = Array.from({ length: RESPONSE_BOUNDS_MS.length + 1 }, () => 0);
    const made: Sum = { number, flow, ...counts, spread, costs: new Map() };
    this.sums.set(key, made);
    return made;
  }
}

/** The moment at which an id (UUID v7) was made; milliseconds. */
export function madeAt(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** What nobody has told the price of yet is neither billed nor free. */
function cost(costs: Sum['costs'], { pricing, isBillable }: Outgoing): void {
  if (isBillable === null) return;
  const category =
    pricing === null || (costs.size >= MOST_CATEGORIES && !costs.has(pricing)) ? NONE : pricing;
  const counts = costs.get(category) ?? { billable: 0, free: 0 };
  counts[isBillable ? 'billable' : 'free'] += 1;
  costs.set(category, counts);
}
