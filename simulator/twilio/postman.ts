import { request } from 'undici';
import type { TwilioSettings } from '../settings.js';
import type { World } from '../world/world.js';
import { signatureOf } from './signature.js';

/** One POST to the service and what came of it. */
export interface Posted {
  url: string;
  what: string;
  form: Record<string, string>;
  answer: number | 'unreachable';
}

const MOST_KEPT = 1_000;
const TIMEOUT_MS = 15_000;

/** Carries signed forms to the service, those of one person one after the other; once, as Twilio does unless it is told otherwise. */
export class Postman {
  private readonly tails = new Map<string, Promise<unknown>>();
  private posted: Posted[] = [];
  private day = new AbortController();

  constructor(
    private readonly world: World,
    private readonly settings: TwilioSettings,
  ) {}

  /** `true` once the service has taken it. */
  post(lane: string, url: string, form: Record<string, string>): Promise<boolean> {
    const before = this.tails.get(lane) ?? Promise.resolve();
    const run = before.then(() => this.deliver(lane, url, form));
    this.tails.set(lane, run);
    void run.finally(() => {
      if (this.tails.get(lane) === run) this.tails.delete(lane);
    });
    return run;
  }

  list(): Posted[] {
    return this.posted;
  }

  /** Drops what waits. */
  reset(): void {
    this.day.abort();
    this.day = new AbortController();
    this.posted = [];
  }

  private async deliver(lane: string, url: string, form: Record<string, string>): Promise<boolean> {
    const started = Date.now();
    const { signal } = this.day;
    if (signal.aborted) return false;
    const answer = await this.send(url, form, signal);
    const what = form['MessageStatus'] === undefined ? 'twilio:message' : `twilio:${form['MessageStatus']}`;
    if (!signal.aborted) {
      this.posted = [...this.posted.slice(1 - MOST_KEPT), { url, what, form, answer }];
      const ms = Date.now() - started;
      this.world.journal.note({ at: started, way: 'webhook', what, phone: lane, outcome: answer, ms });
    }
    return answer === 200 || answer === 204;
  }

  private async send(
    address: string,
    form: Record<string, string>,
    signal: AbortSignal,
  ): Promise<number | 'unreachable'> {
    // What follows the `#` says how to deliver: it is neither sent nor signed.
    const [url = ''] = address.split('#', 1);
    try {
      const answer = await request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'user-agent': 'TwilioProxy/1.1',
          'x-twilio-signature': signatureOf(this.settings.authToken, url, form),
        },
        body: new URLSearchParams(form).toString(),
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return 'unreachable';
    }
  }
}
