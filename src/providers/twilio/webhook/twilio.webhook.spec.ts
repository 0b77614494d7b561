import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import Fastify, { type FastifyInstance } from 'fastify';
import { RelaisError } from '../../../kernel/error.js';
import { Secret } from '../../../kernel/secret.js';
import { serverOptions } from '../../../platform/web/server.js';
import type { Update } from '../../../whatsapp/whatsapp-updates.contract.js';
import { Inbox } from '../../../whatsapp/whatsapp.port.js';
import { recordedForms, signatureOf } from '../api/twilio.fake.js';
import {
  BODY_LIMIT,
  MESSAGES_PATH,
  STATUS_PATH,
  twilioWebhook,
  type WebhookNeeds,
  type WebhookOutcome,
} from './twilio.webhook.js';

const BASE = 'https://relais.example';
const TOKEN = 'auth-token';
const NOW = new Date('2026-11-21T02:00:00Z');
const FORMS = recordedForms();
const REFERENCE = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';

class Away extends RelaisError {
  readonly code = 'test.away';
  readonly kind = 'unavailable';
  readonly publicText = 'Plus tard.';
}

class InboxFake extends Inbox {
  readonly updates: Update[] = [];
  answer: () => Promise<void> = async () => {};

  async accept(updates: readonly Update[]): Promise<void> {
    await this.answer();
    this.updates.push(...updates);
  }
}

let inbox: InboxFake;
let counted: WebhookOutcome[];
let server: FastifyInstance;

async function open(over: Partial<WebhookNeeds> = {}): Promise<void> {
  inbox = new InboxFake();
  counted = [];
  server = Fastify(serverOptions);
  const needs: WebhookNeeds = {
    publicBaseUrl: BASE,
    secrets: () => [new Secret(TOKEN)],
    moreSecrets: async () => [],
    inbox,
    clock: { now: () => NOW },
    count: (outcome) => void counted.push(outcome),
    ...over,
  };
  await server.register(twilioWebhook(needs));
  await server.ready();
}

beforeEach(() => open());
afterEach(() => server.close());

const formOf = (name: string) => FORMS.get(name) ?? {};

function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return server.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(form).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signatureOf(TOKEN, `${BASE}${path}`, form),
      ...headers,
    },
  });
}

describe('the doors for Twilio', () => {
  it('a signed message is kept, then answered with nothing to say', async () => {
    const answer = await post(MESSAGES_PATH, formOf('text'));
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8']);
    expect(answer.body).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
    expect(inbox.updates).toMatchObject([{ kind: 'message', content: { text: 'Bonjour' } }]);
    expect(counted).toEqual(['kept']);
  });

  it.each([...FORMS.keys()])('the recorded webhook %s is taken', async (name) => {
    const path = name.startsWith('status') ? STATUS_PATH : MESSAGES_PATH;
    expect((await post(path, formOf(name))).statusCode).toBe(200);
  });

  it('the Host header of the request changes nothing: the address is that of the settings', async () => {
    const answer = await post(MESSAGES_PATH, formOf('text'), { host: 'elsewhere.example' });
    expect(answer.statusCode).toBe(200);
    const form = formOf('text');
    const signature = signatureOf(TOKEN, `https://elsewhere.example${MESSAGES_PATH}`, form);
    const forged = await post(MESSAGES_PATH, form, {
      host: 'elsewhere.example',
      'x-twilio-signature': signature,
    });
    expect(forged.statusCode).toBe(401);
  });

  it.each([
    ['no signature', { 'x-twilio-signature': '' }],
    ['the signature of somebody else', { 'x-twilio-signature': signatureOf('x', BASE) }],
    ['the signature of another address', { 'x-twilio-signature': signatureOf(TOKEN, BASE) }],
    ['another kind of body, which nothing signs', { 'content-type': 'application/json' }],
  ])('%s: refused with the same few words', async (_what, headers) => {
    const answer = await post(MESSAGES_PATH, formOf('text'), headers);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({
      code: 'twilio.signature',
      detail: 'La requête n’a pas pu être authentifiée.',
    });
    expect(inbox.updates).toEqual([]);
    expect(counted).toEqual(['unsigned']);
  });

  it('a report carries our reference in its signed address', async () => {
    await post(`${STATUS_PATH}?ref=${REFERENCE}`, formOf('status-delivered'));
    expect(inbox.updates).toMatchObject([{ kind: 'status', state: 'delivered', reference: REFERENCE }]);
    const form = formOf('status-delivered');
    const forged = await post(`${STATUS_PATH}?ref=${REFERENCE}`, form, {
      'x-twilio-signature': signatureOf(TOKEN, `${BASE}${STATUS_PATH}`, form),
    });
    expect(forged.statusCode).toBe(401);
  });

  it('a reference that is none is no reference', async () => {
    await post(`${STATUS_PATH}?ref=abc`, formOf('status-delivered'));
    expect(inbox.updates[0]).not.toHaveProperty('reference');
  });

  it('a report that says nothing new is taken and kept nowhere', async () => {
    expect((await post(STATUS_PATH, formOf('status-queued'))).statusCode).toBe(200);
    expect(inbox.updates).toEqual([]);
    expect(counted).toEqual(['nothing-new']);
  });

  it('a report at the address for messages is a report all the same', async () => {
    await post(MESSAGES_PATH, formOf('status-read'));
    expect(inbox.updates).toMatchObject([{ kind: 'status', state: 'read' }]);
  });

  it('a body that is JSON is held to the hash in the signed address', async () => {
    const body = JSON.stringify({ ...formOf('text'), NumMedia: 0 });
    const hash = createHash('sha256').update(body).digest('hex');
    const url = `${MESSAGES_PATH}?bodySHA256=${hash}`;
    const send = (payload: string) =>
      server.inject({
        method: 'POST',
        url,
        payload,
        headers: {
          'content-type': 'application/json',
          'x-twilio-signature': signatureOf(TOKEN, `${BASE}${url}`),
        },
      });
    expect((await send(body)).statusCode).toBe(200);
    expect(inbox.updates).toMatchObject([{ kind: 'message', content: { text: 'Bonjour' } }]);
    expect((await send(body.replace('Bonjour', 'Bonsoir'))).statusCode).toBe(401);
  });

  it('what cannot be kept is to be delivered again', async () => {
    inbox.answer = () => Promise.reject(new Away());
    const answer = await post(MESSAGES_PATH, formOf('text'));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
    expect(answer.json()).toMatchObject({ code: 'twilio.not-kept' });
    expect(counted).toEqual(['not-kept']);
  });

  it('a fault of ours is told to the log, and is to be delivered again', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    inbox.answer = () => Promise.reject(new Error('a defect'));
    expect((await post(MESSAGES_PATH, formOf('text'))).statusCode).toBe(503);
    expect(logged).toHaveBeenCalled();
  });

  it('a token that was replaced is tried when no other fits', async () => {
    await server.close();
    const asked = jest.fn(async () => [new Secret(TOKEN)]);
    await open({ secrets: () => [new Secret('before')], moreSecrets: asked });
    expect((await post(MESSAGES_PATH, formOf('text'))).statusCode).toBe(200);
    expect(asked).toHaveBeenCalled();
  });

  it('a secret of another account than that of the number does not sign for it', async () => {
    await server.close();
    const only = (number?: string) => (number === undefined ? [new Secret(TOKEN)] : [new Secret('its own')]);
    await open({ secrets: only });
    expect((await post(MESSAGES_PATH, formOf('text'))).statusCode).toBe(401);
    expect(inbox.updates).toEqual([]);
  });

  it('without the public address nothing can be verified', async () => {
    await server.close();
    await open({ publicBaseUrl: undefined });
    expect((await post(MESSAGES_PATH, formOf('text'))).statusCode).toBe(401);
  });

  it('too much is refused unread', async () => {
    const answer = await post(MESSAGES_PATH, { Body: 'x'.repeat(BODY_LIMIT) });
    expect(answer.statusCode).toBe(413);
    expect(counted).toEqual(['too-large']);
  });

  it('bytes that are no text are refused even when they are signed', async () => {
    const payload = Buffer.from([0x41, 0x3d, 0xff]);
    const hash = createHash('sha256').update(payload).digest('hex');
    const url = `${MESSAGES_PATH}?bodySHA256=${hash}`;
    const headers = { 'x-twilio-signature': signatureOf(TOKEN, `${BASE}${url}`) };
    const answer = await server.inject({ method: 'POST', url, payload, headers });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'twilio.form']);
  });

  it.each(['PUT', 'DELETE', 'PATCH'] as const)('%s is no way in', async (method) => {
    const answer = await server.inject({ method, url: MESSAGES_PATH });
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'POST']);
  });
});
