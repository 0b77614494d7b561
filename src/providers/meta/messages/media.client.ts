import { Logger } from '@nestjs/common';
import { type FetchOutside, fetchOutside, type OutsideAnswer } from '../../../platform/http/outside.js';
import { OutsideFailure } from '../../../platform/http/outside.errors.js';
import type { AbsentFile, IncomingFile } from '../../../whatsapp/whatsapp.port.js';
import type { AccountClient } from '../graph/account.client.js';
import { failureOf } from '../graph/failure.js';
import { asNumberId, type Json } from '../graph/json.js';

/** A file of ours at Meta: its id, and the number to which it was sent. */
export interface MediaAddress {
  number: string;
  mediaId: string;
}

type Located = { found: Json; url: URL } | AbsentFile;

/** Whose addresses are believed to be Meta's; a file is asked for nowhere else, the token goes nowhere else. */
const HOSTS = ['fbsbx.com', 'fbcdn.net', 'whatsapp.net'];
const MEDIA_ID = /^[\w.-]{1,128}$/;
/** Above WhatsApp's own limit of 100 MB. */
const MAX_BYTES = 104 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const NOT_THERE = new Set([100, 131_052, 33]);

/** Fetches what people sent: asks where the file is, and takes it from there. */
export class MediaClient {
  private readonly logger = new Logger('Meta');

  /** @param graphOrigin files may be there too, whatever network it is in: the operator named it */
  constructor(
    private readonly graphOrigin: string,
    private readonly fetch: FetchOutside = fetchOutside,
  ) {}

  /** An address holds for five minutes: one that leads nowhere is asked for once more. */
  async open(account: AccountClient, media: MediaAddress): Promise<IncomingFile | AbsentFile> {
    if (!MEDIA_ID.test(media.mediaId)) return 'gone';
    const first = await this.attempt(account, media);
    return first === 'stale' ? this.again(account, media) : first;
  }

  private async again(account: AccountClient, media: MediaAddress): Promise<IncomingFile | AbsentFile> {
    const second = await this.attempt(account, media);
    return second === 'stale' ? 'gone' : second;
  }

  private async attempt(
    account: AccountClient,
    media: MediaAddress,
  ): Promise<IncomingFile | AbsentFile | 'stale'> {
    const located = await this.locate(account, media);
    if (typeof located === 'string') return located;
    try {
      return await this.download(account, located);
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      if (error.retryable) return 'later';
      if (error.reason === 'too-large') {
        this.logger.warn('a file of a message cannot be fetched: too-large');
        return 'gone';
      }
      const { protocol, host } = located.url;
      this.logger.error(`the address of a file is refused: ${error.reason}, from ${protocol}//${host}`);
      return 'refused';
    }
  }

  private async locate(account: AccountClient, { number, mediaId }: MediaAddress): Promise<Located> {
    const query = { phone_number_id: number };
    const outcome = await account.call({ method: 'GET', path: mediaId, query });
    if (outcome.end !== 'answered') return 'later';
    const failure = failureOf(outcome);
    if (failure) {
      const { code } = failure.error ?? {};
      return outcome.status === 404 || (code !== undefined && NOT_THERE.has(code)) ? 'gone' : 'later';
    }
    const found = outcome.body;
    const url = typeof found?.['url'] === 'string' ? URL.parse(found['url']) : null;
    return found && url ? { found, url } : 'later';
  }

  private async download(
    account: AccountClient,
    { found, url }: Exclude<Located, string>,
  ): Promise<IncomingFile | 'stale' | 'later'> {
    const token = await account.token();
    if (!token) return 'later';
    if (url.protocol !== 'https:' && url.origin !== this.graphOrigin) throw new OutsideFailure('address');
    const answer = await this.fetch(url, {
      headers: { authorization: `Bearer ${token.reveal()}`, 'user-agent': 'relais' },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      allowHosts: (host) => this.isMetas(host),
      allowPrivate: [this.graphOrigin],
    });
    if (answer.status === 200) return fileOf(answer, found);
    answer.discard();
    return answer.status === 404 || answer.status === 410 ? 'stale' : 'later';
  }

  private isMetas(host: string): boolean {
    return host === new URL(this.graphOrigin).hostname || HOSTS.some((own) => host.endsWith(`.${own}`));
  }
}

function fileOf({ stream, headers }: OutsideAnswer, found: Json): IncomingFile {
  const mime = textOf(found['mime_type']) ?? textOf(headers['content-type']);
  const size = Number(asNumberId(found['file_size'] ?? headers['content-length']));
  const sha256 = textOf(found['sha256']);
  return {
    stream,
    ...(mime && { mime }),
    ...(Number.isSafeInteger(size) && size >= 0 && { size }),
    ...(sha256 && { sha256 }),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 100 ? value : undefined;
}
