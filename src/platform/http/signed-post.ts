import { createHmac } from 'node:crypto';
import type { Secret } from '../../kernel/secret.js';
import { fetchOutside } from './outside.js';

/** Where news go that the operator asked for. */
export interface NewsAddress {
  /** From the settings: it may lead into a private network. */
  url: string;
  /** Signs the body, so that the receiver knows who sent it. */
  secret?: Secret;
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

/** The receiver did not take the news; the same call may succeed later. */
export class NewsRefused extends Error {
  override readonly name = 'NewsRefused';
}

/**
 * Sends JSON to an address of the settings, with `X-Relais-Signature: sha256=<hex HMAC-SHA256 of the body>` where there is a secret
 * and `X-Relais-Delivery`, the same at each attempt. Rejects unless the receiver answers with 2xx.
 */
export async function postNews({ url, secret }: NewsAddress, delivery: string, news: object): Promise<void> {
  const body = JSON.stringify(news);
  const signature = secret && `sha256=${createHmac('sha256', secret.reveal()).update(body).digest('hex')}`;
  const answer = await fetchOutside(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'relais',
      'x-relais-delivery': delivery,
      ...(signature && { 'x-relais-signature': signature }),
    },
    body,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MOST_BYTES,
    allowPrivate: [new URL(url).origin],
  });
  answer.discard();
  if (answer.status < 200 || answer.status > 299)
    throw new NewsRefused(`the receiver answered ${answer.status}`);
}
