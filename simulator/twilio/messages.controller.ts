import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Trouble } from '../world/faults.js';
import type { Taken } from './book.js';
import { readMessage } from './message.js';
import { newSid } from './person.js';
import { Refusal, refusalOf } from './refusal.js';
import type { Twilio } from './twilio.js';

interface AccountParams {
  account: string;
}

const API = '/2010-04-01/Accounts';

/** What Twilio answers to whoever has the token of the account. */
export function twilioController(app: FastifyInstance, twilio: Twilio): void {
  const { settings } = twilio;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, _request, reply) => refuse(reply, error));
  app.addHook('onRequest', (request, _reply, done) => {
    done(isKnown(twilio, request) ? undefined : refusalOf(20003));
  });
  app.get<{ Params: AccountParams }>(`${API}/:account.json`, ({ params }) => {
    if (params.account !== settings.accountSid) throw refusalOf(20404);
    return { sid: settings.accountSid, friendly_name: settings.name, status: 'active', type: 'Full' };
  });
  app.post<{ Params: AccountParams }>(`${API}/:account/Messages.json`, (request, reply) => {
    if (request.params.account !== settings.accountSid) throw refusalOf(20404);
    return take(twilio, new URLSearchParams(typeof request.body === 'string' ? request.body : ''), reply);
  });
  app.get('/v2/Channels/Senders', () => ({
    meta: { page: 0, page_size: 100, key: 'senders' },
    senders: [{ sender_id: `whatsapp:+${settings.number}`, status: 'ONLINE' }],
  }));
  app.get<{ Params: { id: string } }>(`${API}/:account/Messages/:message/Media/:id`, ({ params }, reply) => {
    if (!twilio.world.gallery.get(params.id)) throw refusalOf(20404);
    // The bytes are in a storage that wants no token.
    return reply.redirect(`${twilio.origin}/sim/media/${params.id}`, 307);
  });
}

async function take(twilio: Twilio, form: URLSearchParams, reply: FastifyReply): Promise<FastifyReply> {
  const digits = form.get('To')?.replace(/\D/g, '');
  const trouble = twilio.faults.strike('messages', digits);
  if (trouble?.kind === 'slow') await sleep(trouble.ms, undefined, { ref: false });
  const isLost = trouble !== undefined && 'accept' in trouble && !trouble.accept;
  if (trouble?.kind === 'graph') throw refusalOf(trouble.code, trouble.status);
  const message = isLost ? null : accept(twilio, form, trouble?.kind === 'fail' ? trouble.code : undefined);
  return answer(twilio, reply, message, trouble);
}

function accept(twilio: Twilio, form: URLSearchParams, failure: number | undefined): Taken {
  const wanted = readMessage(form, twilio.settings.number);
  const message = twilio.book.add(wanted, newSid(wanted.mediaUrls.length > 0 ? 'MM' : 'SM'));
  void twilio.courier.bring(message, failure);
  return message;
}

function answer(
  twilio: Twilio,
  reply: FastifyReply,
  message: Taken | null,
  trouble: Trouble | undefined,
): FastifyReply {
  if (trouble?.kind === 'timeout') return reply.hijack();
  if (trouble?.kind === 'cut') {
    reply.hijack().raw.destroy();
    return reply;
  }
  if (trouble?.kind === 'http') {
    if (trouble.retryAfter !== undefined) reply.header('retry-after', String(trouble.retryAfter));
    const words = refusalOf(trouble.status === 429 ? 20429 : 20503, trouble.status).body();
    return reply
      .code(trouble.status)
      .headers(trouble.headers ?? {})
      .send(trouble.body ?? words);
  }
  return reply.code(201).send(message === null ? {} : resourceOf(twilio, message));
}

function resourceOf({ settings }: Twilio, { sid, body, form, mediaUrls, at }: Taken): object {
  return {
    sid,
    account_sid: settings.accountSid,
    api_version: '2010-04-01',
    body,
    date_created: new Date(at).toUTCString(),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: form['From'],
    to: form['To'],
    num_media: String(mediaUrls.length),
    price: null,
    status: 'queued',
    uri: `${API}/${settings.accountSid}/Messages/${sid}.json`,
  };
}

function isKnown({ settings }: Twilio, request: FastifyRequest): boolean {
  const right = Buffer.from(`${settings.accountSid}:${settings.authToken}`).toString('base64');
  return request.headers.authorization === `Basic ${right}`;
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const refusal = error instanceof Refusal ? error : refusalOf(20500);
  return reply.code(refusal.status).send(refusal.body());
}
