import { request } from 'undici';
import type { TwilioSettings } from '../settings.js';
import type { World } from '../world/world.js';
import type { Book, Taken } from './book.js';
import type { Postman } from './postman.js';

const STEPS = ['sent', 'delivered', 'read'] as const;
const LARGEST_FILE = 16 * 1024 * 1024;
const FETCH_MS = 10_000;
const NOT_FETCHED = 63019;

interface Parts {
  world: World;
  settings: TwilioSettings;
  postman: Postman;
  book: Book;
}

/** Brings messages to people: fetches their files, and tells the service what becomes of them. */
export class Courier {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(private readonly parts: Parts) {}

  /** @param failure error code of a message that does not arrive */
  async bring(message: Taken, failure?: number): Promise<void> {
    const code = failure ?? (await this.fetchFiles(message));
    const { delaysMs } = this.parts.world.desk.options.statuses;
    if (code !== undefined) {
      message.status = 'failed';
      this.parts.book.wake();
      this.later(delaysMs.sent, () => this.tell(message, 'undelivered', code));
      return;
    }
    for (const step of STEPS) this.later(delaysMs[step], () => this.tell(message, step));
  }

  reset(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private async fetchFiles(message: Taken): Promise<number | undefined> {
    for (const url of message.mediaUrls) {
      const file = await fetched(url);
      if (file === undefined) return NOT_FETCHED;
      message.files.push(this.parts.world.gallery.add(file).id);
    }
    this.parts.book.wake();
    return undefined;
  }

  private tell(message: Taken, status: string, code?: number): void {
    message.status = status;
    if (message.statusCallback === undefined) return;
    const { accountSid, number } = this.parts.settings;
    const form = {
      ChannelPrefix: 'whatsapp',
      ApiVersion: '2010-04-01',
      MessageStatus: status,
      SmsSid: message.sid,
      SmsStatus: status,
      To: message.form['To'] ?? '',
      From: `whatsapp:+${number}`,
      MessageSid: message.sid,
      AccountSid: accountSid,
      ...(code !== undefined && { ErrorCode: String(code), ErrorMessage: 'The message was not delivered' }),
    };
    void this.parts.postman.post(message.to, message.statusCallback, form);
  }

  private later(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }
}

/** A file at an address of the service; `undefined` where there is none. */
async function fetched(url: string): Promise<{ bytes: Buffer; mime: string } | undefined> {
  try {
    const answer = await request(url, { signal: AbortSignal.timeout(FETCH_MS) });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const mime = answer.headers['content-type'];
    const isFile = answer.statusCode === 200 && bytes.length > 0 && bytes.length <= LARGEST_FILE;
    return isFile && typeof mime === 'string' ? { bytes, mime } : undefined;
  } catch {
    return undefined;
  }
}
