import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, errors, request } from 'undici';
import type { Line } from '../world/lines.js';
import type { World } from '../world/world.js';
import type { Settings } from '../settings.js';
import { metaJson, signatureOf } from './signature.js';
import { envelope, type Update } from './wire.js';

/** One POST to the service and what became of it. */
export interface Delivery {
  id: number;
  at: string;
  what: string[];
  phones: string[];
  state: 'waiting' | 'delivered' | 'given up';
  attempts: number;
  /** The last answer: an HTTP status, `timeout` or `unreachable`. */
  answer?: number | string;
}

/** What concerns no single phone waits for its like. */
const ACCOUNT_LANE = 'account';
const MOST_KEPT = 1_000;
const MOST_WAITING = 50_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Carries webhooks to the service: signed, repeated with growing pauses until it answers 200 or the attempts are used
 * up. Updates of one phone arrive in their order, those of different phones side by side.
 */
export class Postman {
  private readonly agent = new Agent({ connections: 64, keepAliveTimeout: 4_000 });
  private readonly tails = new Map<string, Promise<boolean>>();
  private deliveries: Delivery[] = [];
  private waiting = 0;
  private next = 1;
  private day = new AbortController();

  constructor(
    private readonly world: World,
    private readonly settings: Settings,
  ) {}

  /** One POST with these updates, `copies` times at once. `true` once the service has taken it. */
  post(updates: readonly Update[], copies = 1): Promise<boolean> {
    if (updates.length === 0 || this.waiting >= MOST_WAITING) return Promise.resolve(false);
    const [parcel = [], ...others] = byLine(updates, this.world.lines.first.settings.phoneNumberId);
    if (others.length > 0) return this.postEach([parcel, ...others], copies);
    if (!this.lineOf(updates).account.read().subscribed) return Promise.resolve(false);
    const phones = phonesOf(updates);
    const lanes = phones.length > 0 ? phones : [ACCOUNT_LANE];
    const delivery = this.open(updates, phones);
    const before = lanes.flatMap((lane) => this.tails.get(lane) ?? []);
    const run = Promise.all(before).then(() => this.deliver(delivery, updates, copies));
    this.waiting += 1;
    for (const lane of lanes) this.tails.set(lane, run);
    void run.finally(() => {
      this.waiting -= 1;
      for (const lane of lanes) if (this.tails.get(lane) === run) this.tails.delete(lane);
    });
    return run;
  }

  /** What concerns several numbers of ours goes out for each of them. */
  private async postEach(parcels: readonly Update[][], copies: number): Promise<boolean> {
    const taken = await Promise.all(parcels.map((parcel) => this.post(parcel, copies)));
    return taken.every(Boolean);
  }

  private lineOf([update]: readonly Update[]): Line {
    const { lines } = this.world;
    return (update?.kind === 'account' ? undefined : lines.ofNumber(update?.line)) ?? lines.first;
  }

  /** Posts bytes as they are, once. */
  async send(
    body: string | Buffer,
    headers: Record<string, string>,
    url = this.settings.webhookUrl,
  ): Promise<number | string> {
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'facebookexternalua', ...headers },
        body,
        dispatcher: this.agent,
        signal: AbortSignal.any([this.day.signal, AbortSignal.timeout(this.options.timeoutMs)]),
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch (error) {
      return timedOut(error) ? 'timeout' : 'unreachable';
    }
  }

  /** The newest deliveries, the oldest of them first. */
  list(): Delivery[] {
    return this.deliveries;
  }

  /** Drops what waits. */
  reset(): void {
    this.day.abort();
    this.day = new AbortController();
    this.deliveries = [];
  }

  async stop(): Promise<void> {
    this.day.abort();
    await this.agent.destroy();
  }

  private get options(): World['desk']['options']['webhooks'] {
    return this.world.desk.options.webhooks;
  }

  private open(updates: readonly Update[], phones: string[]): Delivery {
    const delivery: Delivery = {
      id: this.next,
      at: new Date().toISOString(),
      what: updates.map((update) => update.what),
      phones,
      state: 'waiting',
      attempts: 0,
    };
    this.next += 1;
    this.deliveries = [...this.deliveries.slice(1 - MOST_KEPT), delivery];
    return delivery;
  }

  private async deliver(delivery: Delivery, updates: readonly Update[], copies: number): Promise<boolean> {
    const day = this.day.signal;
    const { settings } = this.lineOf(updates);
    const body = metaJson(envelope(settings, updates));
    const headers = { 'x-hub-signature-256': signatureOf(settings.appSecret, body) };
    const url = this.addressFor(updates);
    for (let pause = this.options.firstRetryMs; !day.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const started = Date.now();
      const answers = await Promise.all(Array.from({ length: copies }, () => this.send(body, headers, url)));
      const answer = answers.find((each) => each === 200) ?? answers[0] ?? 'unreachable';
      delivery.attempts += 1;
      delivery.answer = answer;
      if (!day.aborted) this.note(delivery, started, answer, copies);
      if (answer === 200) {
        delivery.state = 'delivered';
        return true;
      }
      if (delivery.attempts >= this.options.attempts) break;
      await sleep(pause, undefined, { signal: day, ref: false }).catch(() => undefined);
    }
    delivery.state = 'given up';
    return false;
  }

  /** Only messages and their statuses follow an override. */
  private addressFor(updates: readonly Update[]): string {
    const { override } = this.lineOf(updates).account.read();
    const overridden = override !== null && updates.every(({ kind }) => kind !== 'account');
    return overridden ? override : this.settings.webhookUrl;
  }

  private note(delivery: Delivery, started: number, outcome: number | string, copies: number): void {
    const [first = ''] = delivery.what;
    const many = delivery.what.length > 1 ? ` +${delivery.what.length - 1}` : '';
    const what = `${first}${many}${copies > 1 ? ` ×${copies}` : ''}`;
    const [phone] = delivery.phones;
    const ms = Date.now() - started;
    this.world.journal.note({ at: started, way: 'webhook', what, phone, outcome, ms });
  }
}

/** By the number of the service that they concern; what concerns none goes with the first. */
function byLine(updates: readonly Update[], first: string): Update[][] {
  const parcels = new Map<string, Update[]>();
  for (const update of updates) {
    const line = update.kind === 'account' ? first : (update.line ?? first);
    parcels.set(line, [...(parcels.get(line) ?? []), update]);
  }
  return [...parcels.values()];
}

function phonesOf(updates: readonly Update[]): string[] {
  return [...new Set(updates.flatMap((update) => (update.kind === 'account' ? [] : update.phone)))];
}

function timedOut(error: unknown): boolean {
  return (
    error instanceof errors.HeadersTimeoutError || (error instanceof Error && error.name === 'TimeoutError')
  );
}
