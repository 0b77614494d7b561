import { hash, timingSafeEqual } from 'node:crypto';
import { Logger, MethodNotAllowedException } from '@nestjs/common';
import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../../kernel/clock.js';
import { RelaisError } from '../../../kernel/error.js';
import type { Secret } from '../../../kernel/secret.js';
import { type DeliveryRefusal, refuseDelivery } from '../../../platform/web/delivery.js';
import { FOR_MACHINES } from '../../../platform/web/route-config.js';
import type { TemplateHint } from '../../../template-sync/template-sync.port.js';
import type { Inbox } from '../../../whatsapp/whatsapp.port.js';
import { hintsOf } from './hint.translate.js';
import { looksSigned, signersOf } from './meta.signature.js';
import { translate } from './meta.translate.js';
import { parseObject } from '../graph/json.js';
import type { Signing } from './signing.js';
import { type Warning, warningsOf } from './warning.translate.js';
import { EnvelopeUnreadable, HandshakeRefused, NotKept, SignatureRefused } from './webhook.errors.js';

/** What became of a request, for the counter. */
export type WebhookOutcome = 'kept' | 'handshake' | DeliveryRefusal;

/** What the webhook needs from the house. */
export interface WebhookNeeds {
  /** The secrets of the moment, none: every delivery is refused; and what those that signed may tell. */
  signing: Pick<Signing, 'secrets' | 'told'>;
  verifyToken?: Secret;
  inbox: Inbox;
  /** News about templates, once everything is kept; never a reason to refuse. */
  pass(hints: readonly TemplateHint[]): void;
  /** What somebody has to know of an account or a number, likewise. */
  warn(warnings: readonly Warning[]): void;
  clock: Clock;
  count(outcome: WebhookOutcome): void;
}

/** Above Meta's own limit of 3 MB for a body. */
export const BODY_LIMIT = 4 * 1024 * 1024;
export const WEBHOOK_PATH = '/whatsapp/webhook';

const SIGNATURE = 'x-hub-signature-256';
const BYTES = 'application/octet-stream';
const CHALLENGE = /^[\x20-\x7e]{1,256}$/;
const CONFIG = { ...FOR_MACHINES, open: 'signée par Meta' };

/** Meta's door as raw routes of their own: the bytes are verified as they came, and nothing else of the house's HTTP pipeline runs. */
export function metaWebhook(needs: WebhookNeeds): FastifyPluginCallback {
  return (server, _options, done) => {
    takeRawBodies(server);
    server.addHook('onRequest', refuseUnsigned);
    const refusing = { NotKept, logger, count: (outcome: DeliveryRefusal) => needs.count(outcome) };
    server.setErrorHandler((error, request, reply) => refuseDelivery(refusing, error, request, reply));
    server.get('/', { config: CONFIG, exposeHeadRoute: false }, (request, reply) =>
      shakeHands(needs, request, reply),
    );
    server.post('/', { config: CONFIG, bodyLimit: BODY_LIMIT }, (request, reply) =>
      deliver(needs, request, reply),
    );
    server.route({
      method: ['HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: '/',
      config: CONFIG,
      handler: async (_request, reply) => {
        void reply.header('allow', 'GET, POST');
        throw new MethodNotAllowedException();
      },
    });
    done();
  };
}

/** The bytes count, not what their label says: Fastify would refuse one that it cannot read. */
function takeRawBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(BYTES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', (request, _reply, done) => {
    request.headers['content-type'] = BYTES;
    done();
  });
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
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const signers = signersOf(needs.signing.secrets(), raw, request.headers[SIGNATURE]);
  if (signers.length === 0) throw new SignatureRefused();
  const envelope = parseObject(raw);
  if (!envelope.ok) throw new EnvelopeUnreadable(envelope.reason);
  const body = needs.signing.told(envelope.body, signers);
  if (body === null) throw new SignatureRefused();
  const now = needs.clock.now();
  try {
    await needs.inbox.accept(translate(body, now));
  } catch (thrown) {
    throw thrown instanceof RelaisError ? new NotKept(thrown.message) : thrown;
  }
  needs.pass(hintsOf(body, now));
  needs.warn(warningsOf(body));
  needs.count('kept');
  return reply.code(200).type('text/plain; charset=utf-8').send('EVENT_RECEIVED');
}

function shakeHands(needs: WebhookNeeds, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [, query = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(query);
  const only = (name: string) => {
    const values = parameters.getAll(name);
    return values.length === 1 ? (values[0] ?? '') : '';
  };
  const challenge = only('hub.challenge');
  const known = needs.verifyToken !== undefined && same(only('hub.verify_token'), needs.verifyToken.reveal());
  if (!known || only('hub.mode') !== 'subscribe' || !CHALLENGE.test(challenge)) throw new HandshakeRefused();
  needs.count('handshake');
  return reply
    .headers({ 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" })
    .type('text/plain; charset=utf-8')
    .send(challenge);
}

/** Compares digests: as quick for any guess, whatever its length. */
function same(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}

const logger = new Logger('Meta');
