import { Logger, MethodNotAllowedException } from '@nestjs/common';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock.js';
import { RelaisError } from '../../../kernel/error.js';
import type { Secret } from '../../../kernel/secret.js';
import { type DeliveryRefusal, refuseDelivery } from '../../../platform/web/delivery.js';
import { FOR_MACHINES } from '../../../platform/web/route-config.js';
import type { Inbox } from '../../../whatsapp/whatsapp.port.js';
import { type Fields, fieldsInJson, formIn, NO_FIELDS } from './fields.js';
import { translate } from './twilio.translate.js';
import { isBodyOf, looksSigned, verify } from './twilio.signature.js';
import { FormUnreadable, NotKept, SignatureRefused } from './webhook.errors.js';

/** What became of a request, for the counter. */
export type WebhookOutcome = 'kept' | 'nothing-new' | DeliveryRefusal;

/** What the webhook needs from the house. */
export interface WebhookNeeds {
  /** How the world reaches us: what is signed. Absent: every delivery is refused. */
  publicBaseUrl?: string;
  /** Those that sign for a number of ours, or for any where none is named; from memory. None: every delivery is refused. */
  secrets(number?: string): readonly Secret[];
  /** Those that are tried when none of the others fits. */
  moreSecrets(number?: string): Promise<readonly Secret[]>;
  inbox: Inbox;
  clock: Clock;
  count(outcome: WebhookOutcome): void;
}

export const BODY_LIMIT = 256 * 1024;
export const MESSAGES_PATH = '/twilio/webhook';
export const STATUS_PATH = '/twilio/status';
/** Our reference in the address for reports, which Twilio signs with the rest of it. */
export const REFERENCE = 'ref';

const SIGNATURE = 'x-twilio-signature';
const BYTES = 'application/octet-stream';
const FORM = 'application/x-www-form-urlencoded';
/** In the address where the body is not a form: the hash of it. */
const BODY_HASH = 'bodySHA256';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CONFIG = { ...FOR_MACHINES, open: 'signée par Twilio' };
/** No words: the answer goes another way. */
const EMPTY_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** Twilio's doors as raw routes of their own: the bytes are verified as they came, and nothing else of the house's HTTP pipeline runs. */
export function twilioWebhook(needs: WebhookNeeds): FastifyPluginCallback {
  return (server, _options, done) => {
    takeRawBodies(server);
    server.addHook('onRequest', refuseUnsigned);
    const refusing = { NotKept, logger, count: (outcome: DeliveryRefusal) => needs.count(outcome) };
    server.setErrorHandler((error, request, reply) => refuseDelivery(refusing, error, request, reply));
    for (const url of [MESSAGES_PATH, STATUS_PATH]) {
      server.post(url, { config: CONFIG, bodyLimit: BODY_LIMIT }, (request, reply) =>
        deliver(needs, request, reply),
      );
      server.route({
        method: ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
        url,
        config: CONFIG,
        handler: async (_request, reply) => {
          void reply.header('allow', 'POST');
          throw new MethodNotAllowedException();
        },
      });
    }
    done();
  };
}

/** The bytes count; what their label says is looked at afterwards. */
function takeRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(BYTES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.decorateRequest('givenType', '');
  server.addHook('onRequest', (request, _reply, done) => {
    request.givenType = request.headers['content-type'] ?? '';
    request.headers['content-type'] = BYTES;
    done();
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What the sender says that the body is. */
    givenType: string;
  }
}

/** Before the body is read, so that a flood of unsigned requests costs little; what is too long is refused for its length. */
function refuseUnsigned(request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const tooLong = Number(request.headers['content-length']) > BODY_LIMIT;
  if (request.method !== 'POST' || tooLong || looksSigned(request.headers[SIGNATURE])) done();
  else done(new SignatureRefused());
}

async function deliver(
  needs: WebhookNeeds,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { fields, form } = await genuineFields(needs, request);
  const reference = parameter(request, REFERENCE);
  const updates = translate({
    fields,
    receivedAt: needs.clock.now(),
    ...(UUID.test(reference) && { reference: reference.toLowerCase() }),
  });
  for (const number of new Set(updates.map((update) => update.number)))
    if (!(await isGenuine(needs, request, form, number))) throw new SignatureRefused();
  try {
    if (updates.length > 0) await needs.inbox.accept(updates);
  } catch (thrown) {
    throw thrown instanceof RelaisError ? new NotKept(thrown.message) : thrown;
  }
  needs.count(updates.length > 0 ? 'kept' : 'nothing-new');
  return reply.code(200).type('text/xml; charset=utf-8').send(EMPTY_ANSWER);
}

/** The fields of the body, once it is certain that Twilio wrote them for one of our accounts; and what of them is signed as a form. */
async function genuineFields(
  needs: WebhookNeeds,
  request: FastifyRequest,
): Promise<{ fields: Fields; form: Fields }> {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const hash = parameter(request, BODY_HASH);
  const isForm = hash === '' && (request.givenType === '' || request.givenType.startsWith(FORM));
  // What is neither signed as a form nor by its hash is not signed at all.
  if (!isForm && !isBodyOf(hash, raw)) throw new SignatureRefused();
  const form = isForm ? formIn(raw) : NO_FIELDS;
  if (form === null) throw new FormUnreadable();
  if (!(await isGenuine(needs, request, form))) throw new SignatureRefused();
  const fields = isForm ? form : (fieldsInJson(raw) ?? formOf(request, raw));
  if (fields === null) throw new FormUnreadable();
  return { fields, form };
}

/** Whether it is signed for this number of ours, or for any. */
async function isGenuine(
  needs: WebhookNeeds,
  request: FastifyRequest,
  fields: Fields,
  number?: string,
): Promise<boolean> {
  if (needs.publicBaseUrl === undefined) return false;
  const signed = { url: `${needs.publicBaseUrl}${request.url}`, fields };
  const header = request.headers[SIGNATURE];
  return (
    verify(needs.secrets(number), signed, header) || verify(await needs.moreSecrets(number), signed, header)
  );
}

function formOf(request: FastifyRequest, raw: Buffer): Fields | null {
  return request.givenType.startsWith(FORM) ? formIn(raw) : null;
}

/** A parameter of the address that is there once. */
function parameter(request: FastifyRequest, name: string): string {
  const [, query = ''] = request.url.split('?', 2);
  const values = new URLSearchParams(query).getAll(name);
  return values.length === 1 ? (values[0] ?? '') : '';
}

const logger = new Logger('Twilio');
