import { randomInt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { request } from 'undici';
import type { Postman } from '../meta/postman.js';
import { metaJson, signatureOf } from '../meta/signature.js';
import type { Tray } from '../meta/tray.js';
import type { Settings } from '../settings.js';
import { rawWish, releaseWish } from './requests.js';

interface Parts {
  settings: Settings;
  postman: Postman;
  tray: Tray;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Webhooks by hand: what was delivered, what is held back, raw ones, the handshake. */
export function webhooksController(app: FastifyInstance, { settings, postman, tray }: Parts): void {
  app.get('/sim/webhooks', () => ({ url: settings.webhookUrl, items: postman.list() }));
  app.post('/sim/webhooks/release', ({ body }) => ({
    released: tray.release(releaseWish.parse(body ?? {})),
  }));
  app.post('/sim/webhooks', async ({ body }) => {
    const wish = rawWish.parse(body);
    const bytes = bytesOf(wish);
    const signature = signed(settings.appSecret, bytes)[wish.signature];
    return { answer: await postman.send(bytes, { ...signature, ...wish.headers }) };
  });
  app.post('/sim/handshake', () => handshake(settings));
}

function bytesOf(wish: { body?: unknown; text?: string | undefined; base64?: string | undefined }): Buffer {
  if (wish.base64 !== undefined) return Buffer.from(wish.base64, 'base64');
  return Buffer.from(wish.text ?? metaJson(wish.body ?? {}));
}

function signed(secret: string, bytes: Buffer): Record<'right' | 'wrong' | 'none', Record<string, string>> {
  return {
    right: { 'x-hub-signature-256': signatureOf(secret, bytes) },
    wrong: { 'x-hub-signature-256': signatureOf(`not ${secret}`, bytes) },
    none: {},
  };
}

/** Asks the service to prove that it knows the verify token, as Meta does when a webhook is set up. */
async function handshake(settings: Settings): Promise<object> {
  const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
  const url = new URL(settings.webhookUrl);
  url.searchParams.set('hub.mode', 'subscribe');
  url.searchParams.set('hub.challenge', challenge);
  url.searchParams.set('hub.verify_token', settings.verifyToken);
  try {
    const answer = await request(url, { signal: AbortSignal.timeout(HANDSHAKE_TIMEOUT_MS) });
    const text = await answer.body.text();
    return { verified: answer.statusCode === 200 && text === challenge, answer: answer.statusCode };
  } catch {
    return { verified: false, answer: 'unreachable' };
  }
}
