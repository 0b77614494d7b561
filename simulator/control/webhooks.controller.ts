import type { FastifyInstance } from 'fastify';
import type { Handshake } from '../meta/handshake.js';
import type { Postman } from '../meta/postman.js';
import { metaJson, signatureOf } from '../meta/signature.js';
import type { Tray } from '../meta/tray.js';
import type { Settings } from '../settings.js';
import { rawWish, releaseWish } from './requests.js';

interface Parts {
  settings: Settings;
  handshake: Handshake;
  postman: Postman;
  tray: Tray;
}

/** Webhooks by hand: what was delivered, what is held back, raw ones, the handshake. */
export function webhooksController(app: FastifyInstance, parts: Parts): void {
  const { settings, handshake, postman, tray } = parts;
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
  app.post('/sim/handshake', () => handshake.ask(settings.webhookUrl, settings.verifyToken));
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
