import { createHmac, timingSafeEqual } from 'node:crypto';

const VALID_SECONDS = 5 * 60;
export const ATTACHMENT = '/whatsapp_business/attachments/';
export const EXAMPLE = '/scontent/';

interface LinkQuery {
  mid?: string;
  ext?: string;
  hash?: string;
}

/** Addresses of files. */
export class MediaLinks {
  /** Known once the server listens. */
  origin = '';

  constructor(private readonly secret: string) {}

  /** Valid for five minutes, and only with the access token. */
  to(id: string, now: number): string {
    const expires = Math.floor(now / 1000) + VALID_SECONDS;
    return `${this.origin}${ATTACHMENT}?mid=${id}&ext=${expires}&hash=${this.hash(id, expires)}`;
  }

  opens({ mid = '', ext = '', hash = '' }: LinkQuery, now: number): boolean {
    return isSame(hash, this.hash(mid, Number(ext))) && Number(ext) * 1000 > now;
  }

  /** Of an example in a template: for everybody who has the address. */
  open(id: string): string {
    return `${this.origin}${EXAMPLE}${id}?hash=${this.hash(id, 0)}`;
  }

  isOpen(id: string, hash = ''): boolean {
    return isSame(hash, this.hash(id, 0));
  }

  private hash(id: string, expires: number): string {
    return createHmac('sha256', this.secret).update(`${id}.${expires}`).digest('base64url');
  }
}

function isSame(given: string, right: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
