import { createHmac } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { Secret } from '../../../kernel/secret.js';
import type { Update } from '../../../whatsapp/whatsapp-updates.contract.js';
import { parseObject } from '../graph/json.js';
import { asTold, conformanceCases } from './conformance.fake.js';
import { translate } from './meta.translate.js';
import { metaWebhook, WEBHOOK_PATH } from './meta.webhook.js';

const SECRET = 'test_app_secret';
const NOW = new Date('2026-11-21T02:00:00Z');
const CASES = conformanceCases();

function updatesOf(body: unknown): Update[] {
  const envelope = parseObject(Buffer.from(JSON.stringify(body)));
  if (!envelope.ok) throw new Error(envelope.reason);
  return translate(envelope.body, NOW);
}

describe('a webhook as Meta documents it', () => {
  it.each(CASES)('$name', ({ body, updates }) => {
    expect(updatesOf(body).map(asTold)).toEqual(updates);
  });

  it('is there for every field, type and state that is documented', () => {
    const told = JSON.stringify(CASES);
    const missing = (words: string) => words.match(/\w+/g)?.filter((word) => !told.includes(`"${word}"`));
    expect(CASES.length).toBeGreaterThanOrEqual(140);
    expect(missing(TYPES)).toEqual([]);
    expect(missing(FIELDS)).toEqual([]);
    expect(missing(STATES)).toEqual([]);
  });

  it('gives the same news the same id at a second delivery, and other news another', () => {
    const ids = (of: typeof CASES) =>
      of.flatMap(({ body }) => updatesOf(body)).flatMap((update) => newsIdOf(update) ?? []);
    const will = CASES.filter(({ name }) => /^(?:will|system): /.test(name));
    expect(ids(will)).toEqual(ids(will));
    expect(new Set(ids(will)).size).toBe(ids(will).length);
    expect(ids(will).every((id) => /^[\x21-\x7e]{1,200}$/.test(id) && !id.includes('243'))).toBe(true);
  });
});

describe('the route of the webhook', () => {
  let server: FastifyInstance;
  let accepted: Update[][];

  beforeEach(async () => {
    accepted = [];
    server = Fastify();
    const needs = {
      signing: { secrets: () => [new Secret(SECRET)], told: <T>(body: T) => body },
      pass: () => {},
      warn: () => {},
      inbox: { accept: async (updates: readonly Update[]) => void accepted.push([...updates]) },
      clock: { now: () => NOW },
      count: () => {},
    };
    await server.register(metaWebhook(needs), { prefix: WEBHOOK_PATH });
  });
  afterEach(() => server.close());

  const deliver = (body: unknown, secret = SECRET) => {
    const raw = metaJson(body);
    const signature = `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`;
    return server.inject({
      method: 'POST',
      url: WEBHOOK_PATH,
      payload: raw,
      headers: { 'x-hub-signature-256': signature },
    });
  };

  it('takes 1,000 updates of every kind in one body, in their order', async () => {
    const mixed = Array.from({ length: Math.ceil(1000 / CASES.length) }, () => CASES).flat();
    const entry = mixed.flatMap(({ body }) => body.entry);
    const expected = mixed.flatMap(({ updates }) => updates);
    expect(expected.length).toBeGreaterThanOrEqual(1000);
    const answer = await deliver({ object: 'whatsapp_business_account', entry });
    expect(answer.statusCode).toBe(200);
    expect(accepted).toHaveLength(1);
    expect(accepted[0]?.map(asTold)).toEqual(expected);
  });

  it('takes none of them with the signature of somebody else', async () => {
    const [first] = CASES;
    expect((await deliver(first?.body, 'another_secret')).statusCode).toBe(401);
    expect(accepted).toEqual([]);
  });
});

function newsIdOf(update: Update): string | undefined {
  return update.kind === 'person' || update.kind === 'preference' ? update.providerId : undefined;
}

/** As Meta writes it: everything beyond ASCII escaped, slashes too. */
function metaJson(body: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replaceAll(/[\u0080-\uffff]/g, escaped);
}

const TYPES = `
  text image video audio voice document sticker location contacts button interactive button_reply
  list_reply nfm_reply call_permission_reply order reaction system user_changed_number
  customer_identity_changed user_changed_user_id unsupported unknown edit revoke referred_product
  forwarded frequently_forwarded referral
`;
const STATES = `
  sent delivered read played failed deleted warning
`;
const FIELDS = `
  messages message_template_status_update message_template_quality_update user_preferences
  message_template_components_update template_category_update account_update account_alerts
  account_review_update phone_number_quality_update phone_number_name_update user_id_update
  phone_number_username_update business_capability_update security smb_message_echoes
  smb_app_state_sync message_echoes history flows calls partner_solutions
  payment_configuration_update automatic_events tracking_events account_settings_update
  group_lifecycle_update group_settings_update group_participants_update group_status_update
`;
