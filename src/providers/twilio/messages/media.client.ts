import { Logger } from '@nestjs/common';
import { type FetchOutside, fetchOutside, type OutsideAnswer } from '../../../platform/http/outside.js';
import { OutsideFailure } from '../../../platform/http/outside.errors.js';
import type { AbsentFile, IncomingFile } from '../../../whatsapp/whatsapp.port.js';
import type { AccountClient } from '../api/account.client.js';
import { basic } from '../api/twilio.client.js';

/** Whose addresses are believed to be Twilio's; a file is asked for nowhere else. */
const HOSTS = ['twilio.com', 'twiliocdn.com'];
/** Above WhatsApp's own limit of 100 MB. */
const MAX_BYTES = 104 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** Fetches what people sent from the address that Twilio gave; it leads on to a storage, to which the token does not follow. */
export class MediaClient {
  private readonly logger = new Logger('Twilio');

  /** @param origin of the API: files may be there too, whatever network it is in: the operator named it */
  constructor(
    private readonly origin: string,
    private readonly fetch: FetchOutside = fetchOutside,
  ) {}

  async open(account: AccountClient, address: string): Promise<IncomingFile | AbsentFile> {
    const url = URL.parse(address);
    if (url === null || !this.isTwilios(url)) return this.refused(url, 'address');
    const credential = await account.credential();
    if (!credential) return 'later';
    try {
      return await this.download(url, basic(credential));
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      if (error.retryable) return 'later';
      if (error.reason !== 'too-large') return this.refused(url, error.reason);
      this.logger.warn('a file of a message cannot be fetched: too-large');
      return 'gone';
    }
  }

  /** Of the address only where it leads: the rest may be a secret. */
  private refused(url: URL | null, reason: string): 'refused' {
    const from = url === null ? 'no address' : `${url.protocol}//${url.host}`;
    this.logger.error(`the address of a file is refused: ${reason}, from ${from}`);
    return 'refused';
  }

  private async download(url: URL, authorization: string): Promise<IncomingFile | AbsentFile> {
    const answer = await this.fetch(url, {
      headers: { authorization },
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      allowPrivate: [this.origin],
    });
    if (answer.status === 200) return fileOf(answer);
    answer.discard();
    return answer.status === 404 || answer.status === 410 ? 'gone' : 'later';
  }

  private isTwilios({ protocol, hostname, origin }: URL): boolean {
    if (origin === this.origin) return true;
    return protocol === 'https:' && HOSTS.some((own) => hostname === own || hostname.endsWith(`.${own}`));
  }
}

function fileOf({ stream, headers }: OutsideAnswer): IncomingFile {
  const mime = headers['content-type'];
  const size = Number(headers['content-length'] ?? Number.NaN);
  return {
    stream,
    ...(mime && mime.length <= 100 && { mime }),
    ...(Number.isSafeInteger(size) && size >= 0 && { size }),
  };
}
