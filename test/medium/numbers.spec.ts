import { Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import { Not } from 'typeorm';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { RelaisError } from '../../src/kernel/error.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Database } from '../../src/platform/database/database.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { TracingModule } from '../../src/platform/tracing/tracing.module.js';
import { Alerts } from '../../src/platform/alerts/alerts.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { OwnAccountRow } from '../../src/whatsapp/numbers/account.entity.js';
import { NumberLearning } from '../../src/whatsapp/numbers/learning.js';
import { OwnNumberRow } from '../../src/whatsapp/numbers/number.entity.js';
import { HoldRow } from '../../src/whatsapp/outbox/hold.entity.js';
import { HoldRepository } from '../../src/whatsapp/outbox/hold.repository.js';
import { Holds } from '../../src/whatsapp/outbox/holds.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import { WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import {
  Channels,
  Inbound,
  Inbox,
  type NumberCheck,
  type NumberKeeper,
  NumberKeepers,
  OwnNumbers,
  type SendResult,
} from '../../src/whatsapp/whatsapp.port.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift } from './databases.js';
import { EchoHandler, message, RecordingChannel } from './whatsapp-ground.js';

const HOUR = 3_600_000;
const FR = { meaning: 'Trop de personnes ont signalé ce numéro.', advice: 'Envoyez moins.' };
const EN = { meaning: 'Too many people reported this number.', advice: 'Send less.' };
const SPAM = { code: '131048', ...FR, en: EN };
const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
const SECRET = 'right-and-never-to-be-seen';
const settings = testSettings({ ADMIN_API_KEY, WHATSAPP_MAX_PER_SECOND: '1000' });

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
class ClockModule {}

/** As in the application, so that the audit trail is the real one. */
const PLATFORM = [
  ConfigModule.register(settings),
  ClockModule,
  VaultModule,
  MetricsModule,
  TracingModule,
  AlertsModule,
  JobsModule.register('all'),
  EventsModule,
  WebModule,
];

class Refused extends RelaisError {
  readonly code = 'test.refused';
  readonly kind = 'invalid';
  readonly publicText = 'Le fournisseur ne connaît pas cette clé.';
}

/** A provider that knows one key and the numbers that do not begin with a 9. */
class TestKeeper implements NumberKeeper {
  readonly channel = 'test';
  readonly secrets = { key: 'clé d’accès', extra: 'facultatif' };
  readonly kept = new Map<string, Readonly<Record<string, string>>>();

  async connect(
    { id, numbers }: { id: string; numbers: readonly string[] },
    secrets: Readonly<Record<string, string>>,
  ): Promise<void> {
    const given = secrets['key'] ?? this.kept.get(id)?.['key'];
    if (given !== SECRET || numbers.some((number) => number.startsWith('9'))) throw new Refused();
    if (secrets['key'] !== undefined) this.kept.set(id, secrets);
  }

  async test(): Promise<NumberCheck> {
    return {
      ok: true,
      steps: [{ name: 'key', ok: true, message: 'La clé ouvre.' }],
      facts: { quality: 'GREEN' },
    };
  }

  async forget(accountId: string): Promise<void> {
    this.kept.delete(accountId);
  }
}

describeEachDatabase('our numbers', (open) => {
  const ground = open({
    imports: [...PLATFORM, AuthModule, WhatsAppModule],
    entities: [ContactRow, InboxRow, OutboxRow, OwnAccountRow, OwnNumberRow, AuditLineRow],
    poolSize: 6,
  });
  let app: NestFastifyApplication;
  let second: TestingModule;
  let channel: RecordingChannel;
  let keeper: TestKeeper;
  let serial = 0;
  const manager = () => ground.get(Database).manager;
  const inbox = () => ground.get(Inbox);

  beforeAll(async () => {
    channel = new RecordingChannel();
    keeper = new TestKeeper();
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    second = await ground.another();
    for (const module of [ground.module, second]) {
      module.get(Channels, { strict: false }).add(channel);
      module.get(NumberKeepers, { strict: false }).add(keeper);
      module.get(Inbound, { strict: false }).use(new EchoHandler(module.get(WhatsApp, { strict: false })));
    }
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await second.init();
  });
  beforeEach(async () => {
    keeper.kept.clear();
    channel.sent.length = 0;
    channel.answers.length = 0;
    for (const module of [ground.module, second]) await module.get(NumberLearning, { strict: false }).look();
  });

  type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
  const call = (method: Method, url: string, payload?: object, key = ADMIN_API_KEY) =>
    app.inject({ method, url: `/api/${url}`, payload, headers: { authorization: `Bearer ${key}` } });

  /** An account that nobody else uses, with its numbers. */
  function wish(numbers: number, key = SECRET) {
    serial += 1;
    const ids = Array.from({ length: numbers }, (_, i) => `${serial}00${i}`);
    const wished = { channel: 'test', id: `account-${serial}`, label: 'Goma', secrets: { key } };
    return { ids, ...wished, numbers: ids.map((id) => ({ id, phone: `+24381000${id}` })) };
  }
  async function added(numbers = 1): Promise<{ id: string; ids: string[] }> {
    const { ids, ...account } = wish(numbers);
    expect((await call('POST', 'accounts', account)).statusCode).toBe(201);
    return { id: account.id, ids };
  }
  let person = 0;
  function say(number: string, text: string, to = inbox()): Promise<void> {
    person += 1;
    return to.accept([message(text, { number, from: { waId: `24381${String(person).padStart(7, '0')}` } })]);
  }
  const waiting = (number: string) => manager().countBy(OutboxRow, { numberId: number, isOpen: true });
  /** A person who wrote to the number and was answered. */
  async function acquainted(number: string): Promise<string> {
    await say(number, 'bonjour');
    await until('it is answered', () => said(number).length === 1);
    return (await manager().findOneByOrFail(OutboxRow, { numberId: number })).contactId;
  }
  const send = (number: string, contactId: string, texts: string[]) =>
    ground.get(WhatsApp).send(
      texts.map((text) => ({
        contactId,
        channel: 'test',
        number,
        content: { kind: 'text', text },
        sensitive: false,
      })),
    );
  const said = (number: string) => channel.sent.filter((each) => each.number === number);

  it('one that is added is answered at once, with its account beside the others', async () => {
    const { id, ids } = await added(2);
    const [first = '', other = ''] = ids;
    await Promise.all([say(first, 'un'), say(other, 'deux'), say('1', 'trois')]);
    await until('all three are answered', () => channel.sent.length === 3);
    expect([said(first), said(other), said('1')].map((list) => list.length)).toEqual([1, 1, 1]);
    const listed = (await call('GET', 'accounts')).json<{ items: { id: string; numbers: string[] }[] }>();
    expect(listed.items).toEqual(expect.arrayContaining([expect.objectContaining({ id, numbers: ids })]));
    expect((await call('GET', `numbers/${first}`)).json()).toMatchObject({
      id: first,
      accountId: id,
      channel: 'test',
      phone: `+24381000${first}`,
      state: 'active',
      source: 'api',
      perSecond: 1000,
    });
  });

  it('what holds it or its account back stands beside it, until it is over', async () => {
    const { id, ids } = await added(2);
    const [first = '', other = ''] = ids;
    const alerts = ground.get<Alerts>(Alerts as never);
    const en = { title: 'The payment is not in order.', advice: 'Correct it.' };
    const words = { title: 'Le paiement n’est pas en règle.', advice: 'Corrigez-le.', en };
    const [ofNumber, ofAccount] = [`test.delivery:${first}`, `test.restricted:${id}`];
    await alerts.raise({ key: ofNumber, code: '131042', ...words });
    await alerts.raise({ key: ofAccount, title: 'Limité.', advice: 'Attendez.' });
    const problems = async (url: string) => {
      const body = (await call('GET', url)).json<{ problems: { key: string }[] }>();
      return body.problems.map(({ key }) => key).toSorted();
    };
    expect(await problems(`numbers/${first}`)).toEqual([ofNumber, ofAccount]);
    expect(await problems(`numbers/${other}`)).toEqual([ofAccount]);
    const { items } = (await call('GET', 'accounts')).json<{ items: { id: string; problems: object[] }[] }>();
    expect(items.find((item) => item.id === id)?.problems).toMatchObject([{ key: ofAccount, en: null }]);
    const answer = await app.inject({
      url: `/api/numbers/${first}`,
      headers: { authorization: `Bearer ${ADMIN_API_KEY}`, 'accept-language': 'en' },
    });
    expect(answer.json().problems).toContainEqual(
      expect.objectContaining({
        code: '131042',
        title: en.title,
        fr: { title: words.title, advice: words.advice },
      }),
    );
    for (const key of [ofNumber, ofAccount]) await alerts.clear(key);
    expect(await problems(`numbers/${first}`)).toEqual([]);
  });

  it('an instance that does not know one yet handles its messages as soon as it does', async () => {
    const { ids } = await added();
    const [number = ''] = ids;
    await say(number, 'trop tôt', second.get(Inbox, { strict: false }));
    await until('it is answered', () => said(number).length === 1);
    const knows = () => second.get(OwnNumbers, { strict: false }).number(number) !== undefined;
    await until('it knows it', knows, 5_000);
    expect(said(number)).toHaveLength(1);
  });

  it('a message to a number that nobody added is kept and shown, not answered', async () => {
    await say('777', 'qui est là');
    await say('1', 'moi');
    await until('the other is answered', () => channel.sent.length === 1);
    const kept = (await call('GET', 'inbox?state=kept')).json<{ items: { number: string }[] }>();
    expect(kept.items.map(({ number }) => number)).toEqual(['777']);
  });

  it('its secrets come back nowhere and are kept by nobody but the adapter', async () => {
    const { id, ids } = await added();
    const answers = [
      await call('GET', 'accounts'),
      await call('GET', 'numbers'),
      await call('POST', `numbers/${ids[0]}/test`),
    ];
    const tables = [
      await manager().find(OwnAccountRow),
      await manager().find(OwnNumberRow),
      await manager().find(AuditLineRow),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(JSON.stringify([answers.map(({ body }) => body), tables])).not.toContain(SECRET);
    expect(keeper.kept.get(id)).toEqual({ key: SECRET });
  });

  it('a wrong secret stores nothing', async () => {
    const { ids, ...account } = wish(1, 'wrong');
    const answer = await call('POST', 'accounts', account);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'test.refused']);
    expect(answer.body).not.toContain('wrong');
    expect(await manager().count(OwnAccountRow)).toBe(0);
    expect(await manager().count(OwnNumberRow)).toBe(0);
    expect((await call('GET', `numbers/${ids[0]}`)).statusCode).toBe(404);
  });

  it.each<[string, object, number]>([
    ['another channel', { channel: 'pigeon' }, 400],
    ['no secret', { secrets: {} }, 400],
    ['a secret that nobody knows', { secrets: { key: SECRET, pin: '1' } }, 400],
    ['a secret that is no text', { secrets: { key: { deep: true } } }, 400],
    ['no number', { numbers: [] }, 400],
    ['the same number twice', { numbers: [{ id: '5' }, { id: '5' }] }, 400],
    ['a number with a space', { numbers: [{ id: '5 5' }] }, 400],
    ['a number that is ours', { numbers: [{ id: '1' }] }, 409],
  ])('an account with %s is refused', async (_about, over, status) => {
    const { ids: _ids, ...account } = wish(1);
    const answer = await call('POST', 'accounts', { ...account, ...over });
    expect(answer.statusCode).toBe(status);
    expect(keeper.kept.size).toBe(0);
  });

  it('an account is added once, and a number joins it with its secrets', async () => {
    const { id } = await added();
    const again = wish(1);
    expect((await call('POST', 'accounts', { ...again, ids: undefined, id })).statusCode).toBe(409);
    const joined = await call('POST', `accounts/${id}/numbers`, { id: '4711', label: 'Bukavu' });
    expect(joined.statusCode).toBe(201);
    expect(joined.json()).toMatchObject({
      checks: [{ number: '4711', ok: true, facts: { quality: 'GREEN' } }],
    });
    await say('4711', 'bonjour');
    await until('it is answered', () => said('4711').length === 1);
    expect((await call('POST', `accounts/${id}/numbers`, { id: '9000' })).statusCode).toBe(400);
    expect((await call('GET', 'numbers/9000')).statusCode).toBe(404);
    expect((await call('POST', 'accounts/nobody/numbers', { id: '4712' })).statusCode).toBe(404);
  });

  it('nothing leaves from one that is paused and nothing is lost; others go on; resumed, it drains', async () => {
    const { ids } = await added(2);
    const [paused = '', other = ''] = ids;
    const contactId = await acquainted(paused);
    expect((await call('POST', `numbers/${paused}/pause`)).json()).toMatchObject({ state: 'paused' });
    await until('the other instance knows', () => {
      return second.get(OwnNumbers, { strict: false }).number(paused)?.state === 'paused';
    });
    for (let i = 0; i < 5; i += 1) await say(paused, `attends ${i}`);
    await send(paused, contactId, ['a', 'b', 'c']);
    await say(other, 'vite');
    await until('the other is answered', () => said(other).length === 1);
    expect(said(paused)).toHaveLength(1);
    expect((await call('GET', `numbers/${paused}`)).json()).toMatchObject({ state: 'paused', queued: 3 });
    expect((await call('POST', `numbers/${paused}/resume`)).json()).toMatchObject({ state: 'active' });
    await until('it drains', () => said(paused).length === 9);
    await until('all is written down', async () => (await waiting(paused)) === 0);
  });

  interface Seen {
    state: string;
    heldUntil: string | null;
  }
  const left = ({ heldUntil }: Seen): number => Date.parse(heldUntil ?? '1970-01-01') - Date.now();

  /** The provider refuses the next so many for an hour; how often it was asked. */
  function heldBack(times: number): { asked: number } {
    const count = { asked: 0 };
    const refuse = (): SendResult => {
      count.asked += 1;
      return { outcome: 'retry', scope: 'number', afterMs: HOUR, longestMs: 24 * HOUR, error: SPAM };
    };
    channel.answers.push(...Array.from({ length: times }, () => refuse));
    return count;
  }

  it('one that the provider holds back says until when and why; resumed, it is asked once, wherever it is sent from', async () => {
    const { ids } = await added(3);
    for (const held of ids) {
      const contactId = await acquainted(held);
      const first = heldBack(1);
      await send(held, contactId, ['b', 'c']);
      const seen = async () => (await call('GET', `numbers/${held}`)).json<Seen>();
      await until('it is held', async () => (await seen()).state === 'held');
      const view = await seen();
      expect(view).toMatchObject({ queued: 2, heldBy: { ...SPAM, fr: FR, en: EN } });
      expect(left(view)).toBeGreaterThan(0.9 * HOUR);
      const again = heldBack(1);
      expect((await call('POST', `numbers/${held}/resume`)).statusCode).toBe(200);
      await until('it was asked', () => again.asked === 1, 5_000);
      await until('it is held for longer', async () => {
        return left(await seen()) > 1.9 * HOUR;
      });
      expect([first.asked, said(held).length]).toEqual([1, 3]);

      const later = new Holds(
        (await ground.another()).get(HoldRepository, { strict: false }),
        new SystemClock(),
      );
      expect(await later.free([held, '1'])).toEqual(new Set(['1']));
      expect(later.before(held)).toEqual({ times: 2, code: SPAM.code });

      await call('POST', `numbers/${held}/resume`);
      await until('it drains', async () => (await waiting(held)) === 0, 5_000);
      expect(await seen()).toMatchObject({ state: 'active', heldUntil: null, heldBy: null });
      await until('it is forgotten', async () => (await manager().count(HoldRow)) === 0);
    }
  }, 60_000);

  it('a number of the settings is paused, too, and stays so for whoever starts later', async () => {
    expect((await call('POST', 'numbers/1/pause')).statusCode).toBe(200);
    const third = await ground.another();
    third.get(Channels, { strict: false }).add(new RecordingChannel());
    await third.get(NumberLearning, { strict: false }).look();
    expect(third.get(OwnNumbers, { strict: false }).number('1')).toMatchObject({
      state: 'paused',
      source: 'settings',
    });
    expect((await call('DELETE', 'numbers/1')).json()).toMatchObject({ code: 'whatsapp.from-settings' });
    expect((await call('DELETE', 'accounts/1')).json()).toMatchObject({ code: 'whatsapp.from-settings' });
    expect((await call('POST', 'numbers/1/resume')).json()).toMatchObject({ state: 'active' });
  });

  it('has a rate, an entry and a catalogue of its own, and goes back to the settings', async () => {
    const { ids } = await added(2);
    const [slow = '', quick = ''] = ids;
    const change = { label: 'Lent', perSecond: 4, entryFlow: 'assistant', catalogId: '194836987003835' };
    expect((await call('PATCH', `numbers/${slow}`, change)).json()).toMatchObject(change);
    const knows = (module: TestingModule) =>
      module.get(OwnNumbers, { strict: false }).number(slow)?.perSecond === 4;
    await until('both instances know', () => [ground.module, second].every(knows));
    const whatsapp = ground.get(WhatsApp);
    expect([whatsapp.entryFlow(slow), whatsapp.entryFlow(quick)]).toEqual(['assistant', null]);
    expect([whatsapp.catalogOf(slow), whatsapp.catalogOf(quick)]).toEqual(['194836987003835', null]);
    const times: number[] = [];
    const note = () => {
      times.push(performance.now());
      return { outcome: 'sent', providerId: `slow-${serial}-${times.length}` } as const;
    };
    channel.answers.push(...Array.from({ length: 9 }, () => note));
    for (let i = 0; i < 9; i += 1) await say(slow, `lent ${i}`);
    await until('all have left', () => said(slow).length === 9);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1_400);
    const back = { perSecond: null, entryFlow: null, catalogId: null };
    expect((await call('PATCH', `numbers/${slow}`, back)).json()).toMatchObject({
      label: 'Lent',
      perSecond: 1000,
    });
  });

  it.each([
    { perSecond: 0 },
    { perSecond: 1001 },
    { perSecond: 2.5 },
    { entryFlow: 'poésie' },
    { state: 'paused' },
  ])('cannot be changed to %j', async (change) => {
    expect((await call('PATCH', 'numbers/1', change)).statusCode).toBe(400);
  });

  it('one with messages that wait is removed by force only, and they are taken back', async () => {
    const { id, ids } = await added(2);
    const [number = ''] = ids;
    const contactId = await acquainted(number);
    await call('POST', `numbers/${number}/pause`);
    await until('the other instance knows', () => {
      return second.get(OwnNumbers, { strict: false }).number(number)?.state === 'paused';
    });
    await send(number, contactId, ['reste']);
    await say(number, 'personne ?');
    for (const url of [`numbers/${number}`, `accounts/${id}`])
      expect((await call('DELETE', url)).json()).toMatchObject({
        status: 409,
        code: 'whatsapp.messages-waiting',
      });
    expect(keeper.kept.has(id)).toBe(true);
    expect((await call('DELETE', `numbers/${number}?force=true`)).statusCode).toBe(204);
    const left = await manager().findBy(OutboxRow, { numberId: number, state: Not('SENT') });
    expect(left.map(({ state, isOpen }) => [state, isOpen])).toEqual([['CANCELLED', false]]);
    expect((await call('GET', `numbers/${number}`)).statusCode).toBe(404);
    expect((await call('DELETE', `accounts/${id}`)).statusCode).toBe(204);
    expect([keeper.kept.has(id), await manager().count(OwnAccountRow)]).toEqual([false, 0]);
    await say(number, 'encore là ?');
    expect(await manager().countBy(InboxRow, { numberId: number, state: 'KEPT' })).toBe(2);
    await until('the other instance knows', () => !second.get(OwnNumbers, { strict: false }).number(number));
  });

  it('tells how it is doing', async () => {
    const { ids } = await added();
    const [number = ''] = ids;
    const before = (await call('GET', `numbers/${number}`)).json();
    expect(before).toMatchObject({ queued: 0, lastInAt: null, lastOutAt: null, failedLastDay: 0 });
    channel.answers.push(() => ({
      outcome: 'refused',
      error: { code: '1', meaning: 'Refusé.', advice: 'Rien.' },
    }));
    await say(number, 'une fois');
    await until('it failed', () => said(number).length === 1);
    await until('it is written down', async () => {
      return (await call('GET', `numbers/${number}`)).json<{ failedLastDay: number }>().failedLastDay === 1;
    });
    const after = (await call('GET', 'numbers')).json<{
      items: { id: string; lastInAt: string; lastOutAt: string }[];
    }>();
    const ours = after.items.find(({ id }) => id === number);
    expect([Date.parse(ours?.lastInAt ?? ''), Date.parse(ours?.lastOutAt ?? '')]).toEqual([
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(Date.now() - Date.parse(ours?.lastInAt ?? '')).toBeLessThan(60_000);
  });

  it('everybody with a key may look, administrators change; each change is in the audit trail', async () => {
    const { key } = (await call('POST', 'keys', { name: 'Lecture', role: 'viewer' })).json<{ key: string }>();
    expect((await call('GET', 'numbers', undefined, key)).statusCode).toBe(200);
    const { ids: _ids, ...account } = wish(1);
    const refused = [
      await call('POST', 'accounts', account, key),
      await call('PATCH', 'numbers/1', { label: 'x' }, key),
      await call('POST', 'numbers/1/pause', undefined, key),
      await call('DELETE', 'numbers/1', undefined, key),
    ];
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403]);
    const { id, ids } = await added();
    await call('POST', `numbers/${ids[0]}/pause`);
    await call('DELETE', `accounts/${id}`);
    const lines = await manager().find(AuditLineRow, { order: { seq: 'ASC' } });
    expect(lines.map(({ action }) => action).filter((action) => action.startsWith('numbers.'))).toEqual([
      'numbers.account-added',
      'numbers.number-paused',
      'numbers.account-removed',
    ]);
  });

  it('the tables are those of the migrations', () => expectNoDrift(ground));
});
