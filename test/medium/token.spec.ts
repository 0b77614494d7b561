import { readFileSync } from 'node:fs';
import { Global, Logger, Module, type OnModuleInit } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { Clock } from '../../src/kernel/clock.js';
import { Secret } from '../../src/kernel/secret.js';
import { Alerts } from '../../src/platform/alerts/alerts.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { DeliveryRow } from '../../src/platform/events/delivery.entity.js';
import { Events } from '../../src/platform/events/events.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { KeyRotation } from '../../src/platform/vault/key-rotation.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { TokenAccountRow } from '../../src/token/account.entity.js';
import { TokenCare } from '../../src/token/token-care.js';
import {
  TokenChanged,
  TokenFailed,
  TokenRecovered,
  type TokenStatus,
} from '../../src/token/token.contract.js';
import { IssuerRegistry } from '../../src/token/issuer-registry.js';
import { FakeIssuer, type IssuedToken } from '../../src/token/token.fake.js';
import { TokenMissing } from '../../src/token/token.errors.js';
import { TokenModule } from '../../src/token/token.module.js';
import { TokenIssuers } from '../../src/token/token.port.js';
import { TokenService } from '../../src/token/token.service.js';
import { TokenVersionRow } from '../../src/token/version.entity.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift, type GroundUnderTest } from './databases.js';

const START = Date.UTC(2026, 10, 21, 8);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';

/** A clock that the tests move. */
const hand = { ms: START };
class Hand extends Clock {
  now(): Date {
    return new Date(hand.ms);
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: Hand }], exports: [Clock] })
class ClockModule {}

const settings = testSettings({ ADMIN_API_KEY });
const wanted = {
  imports: [
    ConfigModule.register(settings),
    ClockModule,
    VaultModule,
    MetricsModule,
    JobsModule.register('none'),
    EventsModule,
    WebModule,
    AlertsModule,
    AuthModule,
    TokenModule,
  ],
  poolSize: 6,
  init: true,
};

const issuer = new FakeIssuer(new Hand());
let serial = 0;

/** One running copy of Relais. */
class Instance {
  constructor(readonly module: TestingModule) {}

  static of(module: TestingModule): Instance {
    module.get(TokenIssuers, { strict: false }).add(issuer);
    const events = module.get(Events, { strict: false });
    for (const event of [TokenChanged, TokenFailed, TokenRecovered])
      events.on(event, 'test.listener', () => Promise.resolve());
    return new Instance(module);
  }

  get tokens(): TokenService {
    return this.module.get(TokenService, { strict: false });
  }

  get care(): TokenCare {
    return this.module.get(TokenCare, { strict: false });
  }

  get alerts(): Alerts {
    return this.module.get(Alerts, { strict: false });
  }
}

/** An account that the settings give a token. */
async function account(
  instance: Instance,
  over: Partial<IssuedToken> = {},
): Promise<{ id: string; token: string }> {
  serial += 1;
  const [id, token] = [`10000${serial}`, `settings-token-of-account-${serial}`];
  issuer.accounts.push({
    id,
    token: issuer.issue(token, over),
    appSecret: new Secret(`app-secret-${serial}`),
  });
  await instance.care.begin();
  return { id, token };
}

async function textInUse({ tokens }: Instance, id: string): Promise<string> {
  return (await tokens.use(id)).secret.reveal();
}

async function versionsOf({ source }: GroundUnderTest, accountId: string): Promise<TokenVersionRow[]> {
  return source.manager.find(TokenVersionRow, { where: { accountId }, order: { id: 'ASC' } });
}

async function newsOf({ source }: GroundUnderTest, accountId: string): Promise<string[]> {
  const rows = await source.manager.find(DeliveryRow, { order: { id: 'ASC' } });
  return rows.filter(({ payload }) => payload.includes(`"${accountId}"`)).map(({ event }) => event);
}

const outcomes = (settled: PromiseSettledResult<unknown>[]): string[] => [
  ...new Set(
    settled.map((one) => (one.status === 'fulfilled' ? JSON.stringify(one.value) : String(one.reason))),
  ),
];

beforeEach(() => {
  hand.ms = START + (serial + 1) * DAY * 365;
  Object.assign(issuer, { isReachable: true, refusal: null, waiting: 0, behindMs: 0 });
  Object.assign(issuer.asked, { inspect: 0, renew: 0, tryOut: 0 });
  issuer.beforeRenewal = () => Promise.resolve();
  issuer.accounts.length = 0;
  for (const level of ['log', 'warn', 'error'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describeEachDatabase('tokens', (open) => {
  const ground = open(wanted);
  let here: Instance;
  let there: Instance;

  beforeAll(async () => {
    here = Instance.of(ground.module);
    // A SQLite file belongs to one process.
    there = ground.dialect === 'sqlite' ? here : Instance.of(await ground.another());
  });

  it('have tables that fit the entities', async () => {
    await expectNoDrift(ground);
  });

  it('come from the settings first, and from memory ever after', async () => {
    const { id, token } = await account(here);
    for (let call = 0; call < 1_000; call++) expect(await textInUse(here, id)).toBe(token);
    expect(issuer.asked).toEqual({ inspect: 0, renew: 0, tryOut: 0 });
    expect(await here.tokens.status(id)).toMatchObject({
      state: 'unknown',
      mode: 'normal',
      lastCheckAt: null,
    });
  });

  it('show their state once the issuer was asked, and no more of themselves than four characters', async () => {
    const { id, token } = await account(here, { missingScopes: ['whatsapp_business_management'] });
    issuer.waiting = 7;
    const status = await here.tokens.check(id);
    expect(status).toEqual({
      accountId: id,
      state: 'valid',
      kind: '60-day',
      mode: 'normal',
      expiresAt: new Date(hand.ms + 60 * DAY),
      daysLeft: 60,
      missingScopes: ['whatsapp_business_management'],
      lastCheckAt: new Date(hand.ms),
      lastRenewalAt: null,
      nextRenewalAt: new Date(hand.ms + 48 * DAY),
      queuedMessages: 7,
      ending: token.slice(-4),
      advice: expect.stringContaining('whatsapp_business_management'),
    } satisfies TokenStatus);
    expect(JSON.stringify(status)).not.toContain(token.slice(-5));
  });

  it('are renewed once when 100 callers on two instances are refused at the same time', async () => {
    const { id, token } = await account(here);
    await there.care.begin();
    const { version } = await here.tokens.use(id);
    issuer.revoke(token, false);
    const calls = Array.from({ length: 100 }, (_, n) => (n % 2 ? here : there).tokens.refused(id, version));
    expect(outcomes(await Promise.allSettled(calls))).toEqual(['"renewed"']);
    expect(issuer.asked.renew).toBe(1);
    const texts = await Promise.all([textInUse(here, id), textInUse(there, id)]);
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toBe(token);
    // Latecomers that used the old one hear the same.
    expect(await there.tokens.refused(id, version)).toBe('renewed');
    expect(issuer.asked.renew).toBe(1);
    expect(await newsOf(ground, id)).toEqual(['token.changed']);
  });

  it('are renewed once when 100 people on two instances ask for it', async () => {
    const { id } = await account(here);
    await there.care.begin();
    const asking = Array.from({ length: 100 }, (_, n) => (n % 2 ? here : there).tokens.refresh(id));
    const answers = await Promise.all(asking);
    expect(issuer.asked.renew).toBe(1);
    expect(new Set(answers.map(({ ending }) => ending)).size).toBe(1);
    expect(answers[0]).toMatchObject({ state: 'valid', lastRenewalAt: new Date(hand.ms), advice: null });
    hand.ms += MINUTE;
    await here.tokens.refresh(id);
    expect(issuer.asked.renew).toBe(2);
  });

  it('are taken over from an instance that died while renewing', async () => {
    const { id } = await account(here);
    await ground.source.manager.update(
      TokenAccountRow,
      { accountId: id },
      { leaseOwner: 'gone', leaseBeat: 3 },
    );
    const stopwatch = performance.now.bind(performance);
    let aheadMs = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => stopwatch() + aheadMs);
    const renewal = here.tokens.refresh(id);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(issuer.asked.renew).toBe(0);
    aheadMs = 11 * SECOND;
    await renewal;
    expect(issuer.asked.renew).toBe(1);
    const row = await ground.source.manager.findOneByOrFail(TokenAccountRow, { accountId: id });
    expect(row.leaseOwner).toBe('FREE');
  });

  it('are tried before they are used: one that opens nothing is not taken', async () => {
    const { id, token } = await account(here);
    const issue = issuer.issue.bind(issuer);
    jest
      .spyOn(issuer, 'issue')
      .mockImplementation((text) => issue(text, { locked: 'Ce numéro est ailleurs.' }));
    await expect(here.tokens.refresh(id)).rejects.toMatchObject({
      code: 'token.renewal-refused',
      publicText: expect.stringContaining('Ce numéro est ailleurs.'),
    });
    expect(await textInUse(here, id)).toBe(token);
    expect(here.tokens.mode(id)).toBe('normal');
  });

  it('are kept until the next one has worked, then erased', async () => {
    const { id } = await account(here);
    const old = await here.tokens.use(id);
    await here.tokens.refresh(id);
    const fresh = await here.tokens.use(id);
    expect((await versionsOf(ground, id)).map(({ state }) => state)).toEqual(['PREVIOUS', 'ACTIVE']);
    here.tokens.worked(id, old.version);
    here.tokens.worked(id, fresh.version);
    await until('the old one is erased', async () => (await versionsOf(ground, id))[0]?.state === 'RETIRED');
    expect((await versionsOf(ground, id))[0]).toMatchObject({ sealedToken: null, sealedSecret: null });
  });

  it('stand in for a successor that dies before it has worked', async () => {
    const { id, token } = await account(here);
    await here.tokens.refresh(id);
    const fresh = await here.tokens.use(id);
    issuer.revoke(fresh.secret.reveal());
    expect(await here.tokens.refused(id, fresh.version)).toBe('renewed');
    expect(await textInUse(here, id)).toBe(token);
    expect((await versionsOf(ground, id)).map(({ state }) => state)).toEqual(['ACTIVE', 'RETIRED']);
  });

  it('are left alone when they never expire', async () => {
    const { id, token } = await account(here, { kind: 'never-expiring', expiresAt: null });
    const status = await here.tokens.refresh(id);
    expect(status).toMatchObject({
      state: 'valid',
      kind: 'never-expiring',
      nextRenewalAt: null,
      advice: expect.stringContaining('n’expire jamais'),
    });
    hand.ms += 300 * DAY;
    await here.care.tendAll();
    expect([issuer.asked.renew, await textInUse(here, id)]).toEqual([0, token]);
  });

  it('are renewed when 80 % of their life is over', async () => {
    const { id, token } = await account(here);
    await here.tokens.check(id);
    hand.ms += 48 * DAY - SECOND;
    await here.care.tendAll();
    expect(issuer.asked.renew).toBe(0);
    expect((await here.tokens.status(id)).state).toBe('valid');
    hand.ms += SECOND;
    expect((await here.tokens.status(id)).state).toBe('expiring');
    await here.care.tendAll();
    expect(issuer.asked.renew).toBe(1);
    expect(await textInUse(here, id)).not.toBe(token);
    expect(await here.tokens.status(id)).toMatchObject({ state: 'valid', daysLeft: 60 });
  });

  it('that nobody can renew go on while they work, tried again after growing pauses, and a person is told once', async () => {
    const { id, token } = await account(here);
    await here.tokens.check(id);
    issuer.refusal = 'Le secret de l’application est faux.';
    hand.ms += 48 * DAY;
    for (let minute = 0; minute < 24 * 60; minute++, hand.ms += MINUTE) await here.care.tendAll();
    expect(issuer.asked.renew).toBeGreaterThan(5);
    expect(issuer.asked.renew).toBeLessThan(20);
    expect(here.tokens.mode(id)).toBe('normal');
    expect(await textInUse(here, id)).toBe(token);
    const status = await here.tokens.status(id);
    expect(status.state).toBe('expiring');
    expect(status.advice).toMatch(/Le secret de l’application est faux\..*fonctionne jusqu’au/);
    const alerts = (await here.alerts.open()).filter(({ key }) => key === `token.expiring:${id}`);
    expect(alerts).toMatchObject([{ count: 1 }]);
    issuer.refusal = null;
    await here.tokens.refresh(id);
    expect((await here.alerts.open()).filter(({ key }) => key.endsWith(id))).toEqual([]);
  });

  it('that end without renewal bring fallback, not a minute before', async () => {
    const { id, token } = await account(here);
    await here.tokens.check(id);
    issuer.refusal = 'Non.';
    hand.ms += 60 * DAY - 2 * MINUTE;
    expect(await textInUse(here, id)).toBe(token);
    expect(here.tokens.mode(id)).toBe('normal');
    const { renew } = issuer.asked;
    for (let call = 0; call < 100; call++) await here.tokens.use(id);
    expect(issuer.asked.renew).toBe(renew);
    hand.ms += 3 * MINUTE;
    await here.care.tendAll();
    expect(here.tokens.mode(id)).toBe('fallback');
    expect((await here.tokens.status(id)).state).toBe('expired');
  });

  it('that are dead bring fallback, one alert, advice, and an end by itself', async () => {
    const { id, token } = await account(here);
    await there.care.begin();
    const { version } = await here.tokens.use(id);
    issuer.revoke(token);
    issuer.refusal = 'Un jeton mort ne se renouvelle pas.';
    const calls = Array.from({ length: 100 }, (_, n) => (n % 2 ? here : there).tokens.refused(id, version));
    expect(outcomes(await Promise.allSettled(calls))).toEqual(['"dead"']);
    expect(issuer.asked.renew).toBe(1);
    await there.care.watch();
    expect([here.tokens.mode(id), there.tokens.mode(id)]).toEqual(['fallback', 'fallback']);
    const status = await there.tokens.status(id);
    expect(status).toMatchObject({ state: 'invalid', mode: 'fallback' });
    expect(status.advice).toMatch(/Le jeton est mort\..*Donnez un nouveau jeton/);
    const asked = issuer.asked.inspect;
    for (let second = 0; second < 3_600; second += 5, hand.ms += 5 * SECOND) await here.care.tendAll();
    expect(issuer.asked.inspect - asked).toBeGreaterThan(5);
    expect(issuer.asked.inspect - asked).toBeLessThan(20);
    const alerts = (await here.alerts.open()).filter(({ key }) => key.endsWith(id));
    expect(alerts).toMatchObject([{ key: `token.dead:${id}`, count: 1 }]);
    issuer.revoke(token, false);
    hand.ms += 15 * MINUTE;
    await here.care.tendAll();
    await there.care.watch();
    expect([here.tokens.mode(id), there.tokens.mode(id)]).toEqual(['normal', 'normal']);
    expect(await newsOf(ground, id)).toEqual(['token.failed', 'token.recovered']);
    expect((await here.alerts.open()).filter(({ key }) => key.endsWith(id))).toEqual([]);
    expect((await here.tokens.status(id)).advice).toBeNull();
  });

  it('ends fallback as soon as a person gives a token that works, on every instance', async () => {
    const { id, token } = await account(here);
    await there.care.begin();
    const { version } = await here.tokens.use(id);
    issuer.revoke(token);
    expect(await here.tokens.refused(id, version)).toBe('dead');
    const given = issuer.issue(`given-by-hand-${id}`, { kind: 'never-expiring', expiresAt: null });
    expect(await here.tokens.replace(id, given)).toMatchObject({
      mode: 'normal',
      state: 'valid',
      ending: given.reveal().slice(-4),
    });
    await there.care.watch();
    expect(await textInUse(there, id)).toBe(given.reveal());
    expect(there.tokens.mode(id)).toBe('normal');
    expect(await newsOf(ground, id)).toEqual(['token.failed', 'token.changed', 'token.recovered']);
    // A late answer to a call with the dead one changes nothing.
    expect(await there.tokens.refused(id, version)).toBe('renewed');
  });

  it('ends fallback when a call works after all', async () => {
    const { id, token } = await account(here);
    const { version } = await here.tokens.use(id);
    issuer.revoke(token);
    await here.tokens.refused(id, version);
    here.tokens.worked(id, version);
    await until('that was looked into', async () => issuer.asked.inspect === 2);
    expect(here.tokens.mode(id)).toBe('fallback');
    issuer.revoke(token, false);
    await until('fallback ends', () => {
      hand.ms += MINUTE;
      here.tokens.worked(id, version);
      return here.tokens.mode(id) === 'normal';
    });
  });

  it('that are refused although the issuer finds them valid are believed once', async () => {
    const { id } = await account(here, { kind: 'never-expiring', expiresAt: null });
    await here.tokens.check(id);
    const { version } = await here.tokens.use(id);
    expect(await here.tokens.refused(id, version)).toBe('renewed');
    hand.ms += 10 * SECOND;
    expect(await here.tokens.refused(id, version)).toBe('dead');
    expect(issuer.asked.renew).toBe(0);
    hand.ms += MINUTE;
    await here.care.tendAll();
    expect(here.tokens.mode(id)).toBe('normal');
  });

  it('bear an issuer that cannot be reached', async () => {
    const { id, token } = await account(here);
    issuer.isReachable = false;
    expect(await here.tokens.check(id)).toMatchObject({ state: 'unknown', mode: 'normal' });
    await expect(here.tokens.refresh(id)).rejects.toMatchObject({
      code: 'token.issuer-unreachable',
      retryable: true,
    });
    const replacing = here.tokens.replace(id, new Secret('some-other-token-of-mine'));
    await expect(replacing).rejects.toMatchObject({ code: 'token.issuer-unreachable' });
    expect(await textInUse(here, id)).toBe(token);
    expect(await here.tokens.refused(id, (await here.tokens.use(id)).version)).toBe('dead');
    expect((await here.tokens.status(id)).advice).toMatch(/ne répond pas.*réessaie tout seul/);
    issuer.isReachable = true;
    hand.ms += 10 * SECOND;
    await here.care.tendAll();
    expect(here.tokens.mode(id)).toBe('normal');
  });

  it.each([60, -60])(
    'outlive their first hours with an issuer whose clock is %i minutes behind',
    async (behind) => {
      issuer.behindMs = behind * MINUTE;
      const expiresAt = new Date(hand.ms - issuer.behindMs + 120 * MINUTE);
      const { id } = await account(here, { expiresAt, kind: 'user' });
      await here.tokens.check(id);
      for (let minute = 0; minute < 300; minute++, hand.ms += MINUTE) {
        expect(issuer.opens(await textInUse(here, id))).toBe(true);
        expect(here.tokens.mode(id)).toBe('normal');
        await here.care.tendAll();
      }
      expect(issuer.asked.renew).toBe(1);
      // Its successor's end is known by our own clock, to the minute.
      await here.tokens.check(id);
      const { expiresAt: end, lastRenewalAt } = await here.tokens.status(id);
      expect((end?.getTime() ?? 0) - (lastRenewalAt?.getTime() ?? 0)).toBe(60 * DAY);
    },
  );

  it('that cannot be renewed serve as long as the issuer says so, whatever our clock says', async () => {
    issuer.behindMs = 60 * MINUTE;
    issuer.refusal = 'Non.';
    const expiresAt = new Date(hand.ms - issuer.behindMs + 120 * MINUTE);
    const { id, token } = await account(here, { expiresAt, kind: 'user' });
    await here.tokens.check(id);
    for (let minute = 0; minute < 119; minute++, hand.ms += MINUTE) {
      expect(await textInUse(here, id)).toBe(token);
      await here.care.tendAll();
      expect([minute, here.tokens.mode(id)]).toEqual([minute, 'normal']);
    }
    hand.ms += 3 * MINUTE;
    await here.care.tendAll();
    expect(here.tokens.mode(id)).toBe('fallback');
  });

  it('follow the settings when an operator changes them, and only then', async () => {
    const { id, token } = await account(here);
    await here.tokens.refresh(id);
    const renewed = await textInUse(here, id);
    const restarted = async (text: string): Promise<string> => {
      const [known] = issuer.accounts;
      issuer.accounts.splice(0, 1, { id, appSecret: known?.appSecret, token: new Secret(text) });
      const next = Instance.of(await ground.another());
      await next.care.begin();
      await next.care.settle();
      return textInUse(next, id);
    };
    expect(await restarted(token)).toBe(renewed);
    expect(await restarted('another-one-that-does-not-work')).toBe(renewed);
    issuer.issue('another-one-that-works');
    expect(await restarted('another-one-that-works')).toBe('another-one-that-works');
  });

  it.each<[string, string, Partial<IssuedToken> | null, RegExp]>([
    ['nobody issued', 'made-up-by-somebody', null, /n’existe pas/],
    ['that is revoked', 'revoked-token-by-hand', { revoked: true }, /mort/],
    [
      'of another account',
      'token-of-another-one',
      { locked: 'Ce jeton est celui d’un autre compte.' },
      /autre compte/,
    ],
    [
      'without the scopes',
      'token-without-scopes',
      { missingScopes: ['whatsapp_business_messaging'] },
      /Il manque.*messaging/,
    ],
    ['with a space', 'token with a space', {}, /espaces/],
    ['with a new line', 'token-with-newline\n', {}, /retours à la ligne/],
    ['with an accent', 'tokén-avec-accent', {}, /n’existent pas/],
    ['that is empty', '', {}, /vide/],
  ])('are not replaced by one %s', async (_, text, over, reason) => {
    const { id, token } = await account(here);
    if (over !== null) issuer.issue(text, over);
    const refusal = await here.tokens.replace(id, new Secret(text)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'token.refused', publicText: expect.stringMatching(reason) });
    expect(await textInUse(here, id)).toBe(token);
    const lines = await ground.source.manager.findBy(AuditLineRow, { subject: `account:${id}` });
    expect(lines).toMatchObject([{ action: 'token.replaced', outcome: 'refused', detail: null }]);
  });

  it('bring the app secret that was given with them, the settings’ one behind it', async () => {
    const { id } = await account(here);
    const given = issuer.issue(`with-secret-${id}`);
    await here.tokens.replace(id, given, new Secret('a-newer-app-secret'));
    expect(here.tokens.appSecrets(id).map((secret) => secret.reveal())).toEqual([
      'a-newer-app-secret',
      `app-secret-${serial}`,
    ]);
    await here.tokens.refresh(id);
    expect(here.tokens.appSecrets(id)[0]?.reveal()).toBe('a-newer-app-secret');
  });

  it('are missing where nobody gave one, with words', async () => {
    issuer.accounts.push({ id: '999' });
    await here.care.begin();
    await expect(here.tokens.use('999')).rejects.toMatchObject({ code: 'token.missing' });
    expect((await here.tokens.status('999')).advice).toMatch(/pas de jeton/);
    await expect(here.tokens.refresh('999')).rejects.toMatchObject({ code: 'token.missing' });
    await expect(here.tokens.status('nobody')).rejects.toMatchObject({ code: 'token.account-unknown' });
  });

  it('are erased on every instance when their account goes, and it can come back with another', async () => {
    const { id, token } = await account(here);
    await there.care.begin();
    await here.tokens.replace(id, issuer.issue('token-before-the-end'), new Secret('secret-before-the-end'));
    await here.tokens.forget(id);
    const [gone] = issuer.accounts.splice(0);
    await there.care.watch();
    const rows = await versionsOf(ground, id);
    expect(rows.map(({ state, sealedToken, sealedSecret }) => [state, sealedToken, sealedSecret])).toEqual([
      ['RETIRED', null, null],
      ['RETIRED', null, null],
    ]);
    issuer.accounts.push({ id, appSecret: gone?.appSecret });
    for (const instance of [here, there]) {
      await instance.care.watch();
      await expect(instance.tokens.use(id)).rejects.toThrow(TokenMissing);
      expect(instance.tokens.appSecrets(id).map((secret) => secret.reveal())).not.toContain(
        'secret-before-the-end',
      );
    }
    await here.tokens.replace(id, issuer.issue('token-after-the-end'));
    await there.care.watch();
    expect(await textInUse(there, id)).toBe('token-after-the-end');
    expect(token).not.toBe('token-after-the-end');
  });

  it('are taken for an account that is being tried, which nobody watches and nobody means', async () => {
    const { id } = await account(here);
    issuer.accounts.push({ id: 'candidate', isCandidate: true });
    await here.tokens.replace('candidate', issuer.issue('token-of-a-candidate'), new Secret('its-secret'));
    expect(await textInUse(here, 'candidate')).toBe('token-of-a-candidate');
    expect(here.module.get(IssuerRegistry, { strict: false }).accountIds()).toEqual([id]);
    await here.tokens.forget('candidate');
    await expect(here.tokens.use('candidate')).rejects.toThrow(TokenMissing);
  });

  it('are sealed anew with the first key while they serve', async () => {
    const { id, token } = await account(here);
    await here.tokens.refresh(id);
    const vault = ground.get(Vault);
    jest.spyOn(vault, 'isCurrent').mockReturnValue(false);
    const before = await versionsOf(ground, id);
    const renewed = await ground.get(KeyRotation).run();
    expect(renewed['token_version']).toBeGreaterThanOrEqual(2);
    const after = await versionsOf(ground, id);
    expect(after.map(({ sealedToken }) => sealedToken)).not.toEqual(
      before.map(({ sealedToken }) => sealedToken),
    );
    expect(vault.open(after[0]?.sealedToken ?? '')).toBe(token);
    expect(vault.open(after[1]?.sealedToken ?? '')).toBe(await textInUse(here, id));
  });
});

/** Makes itself known while the application starts, as providers do. */
@Module({ imports: [TokenModule] })
class IssuerModule implements OnModuleInit {
  constructor(private readonly issuers: TokenIssuers) {}

  onModuleInit(): void {
    if (issuer.accounts.length === 0) {
      const token = issuer.issue('token-of-a-house-that-starts');
      issuer.accounts.push({ id: '777', token });
    }
    this.issuers.add(issuer);
  }
}

describeEachDatabase('the token’s jobs', (open) => {
  const imports = [...wanted.imports.filter((each) => each !== TokenModule), IssuerModule];
  const running = imports.map((each) =>
    'module' in each && each.module === JobsModule ? JobsModule.register('all') : each,
  );
  const ground = open({ ...wanted, imports: running, init: false });

  it('inspect at start, and tell other instances of changes within seconds', async () => {
    const here = new Instance(await ground.module.init());
    await until('the token was inspected', async () => (await here.tokens.status('777')).state === 'valid');
    expect(issuer.asked).toMatchObject({ inspect: 1, renew: 0 });
    const there = ground.dialect === 'sqlite' ? here : new Instance(await (await ground.another()).init());
    const given = issuer.issue('given-on-one-instance-only').reveal();
    await here.tokens.replace('777', new Secret(given));
    await until('it is used everywhere', async () => (await textInUse(there, '777')) === given);
    hand.ms += 49 * DAY;
    await until('it is renewed in time', async () => (await textInUse(there, '777')) !== given);
    expect(issuer.asked.renew).toBe(1);
  });
});

describeEachDatabase('the token’s routes', (open) => {
  const ground = open({ ...wanted, init: false });
  let app: NestFastifyApplication;
  let here: Instance;

  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    here = Instance.of(ground.module);
  });

  const call = (method: 'GET' | 'POST', url: string, payload?: object, key = ADMIN_API_KEY) =>
    app.inject({ method, url: `/api/wallet/${url}`, payload, headers: { authorization: `Bearer ${key}` } });

  it('show, renew and replace', async () => {
    const { id, token } = await account(here);
    expect((await call('GET', 'whatsapp-status?check=true')).json()).toMatchObject({
      accountId: id,
      state: 'valid',
    });
    const refreshed = await call('POST', 'refresh-whatsapp-token');
    expect([refreshed.statusCode, refreshed.json().lastRenewalAt]).toEqual([
      200,
      new Date(hand.ms).toISOString(),
    ]);
    const given = issuer.issue(`through-the-route-${id}`).reveal();
    const replaced = await call('POST', 'update-whatsapp-token/', {
      accessToken: given,
      appSecret: 'fresh-secret',
    });
    expect(replaced.json()).toMatchObject({ mode: 'normal', ending: given.slice(-4) });
    expect(await textInUse(here, id)).toBe(given);
    expect(replaced.body + refreshed.body).not.toMatch(new RegExp(`${token}|${given}|fresh-secret`));
    const lines = await ground.source.manager.find(AuditLineRow, {
      where: { subject: `account:${id}` },
      order: { seq: 'ASC' },
    });
    expect(lines.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['token.renewed', 'ADMIN_API_KEY'],
      ['token.replaced', 'ADMIN_API_KEY'],
    ]);
  });

  it('need an administrator’s key', async () => {
    await account(here);
    const made = await app.inject({
      method: 'POST',
      url: '/api/keys',
      payload: { name: 'Opérateur', role: 'operator' },
      headers: { authorization: `Bearer ${ADMIN_API_KEY}` },
    });
    const { key } = made.json();
    for (const [method, url] of [
      ['GET', 'whatsapp-status'],
      ['POST', 'refresh-whatsapp-token'],
      ['POST', 'update-whatsapp-token'],
    ] as const) {
      expect([url, (await call(method, url, method === 'POST' ? {} : undefined, key)).statusCode]).toEqual([
        url,
        403,
      ]);
      expect([url, (await call(method, url, undefined, 'rk_wrong')).statusCode]).toEqual([url, 401]);
    }
  });

  it.each<[string, object, RegExp]>([
    ['nothing', {}, /obligatoire|texte/],
    ['an empty token', { accessToken: '' }, /espace|caractères/],
    ['a token with a space', { accessToken: 'EAA one two' }, /espace/],
    ['a token with a new line', { accessToken: 'EAA-three\n' }, /retour à la ligne/],
    ['a number', { accessToken: 12 }, /texte/],
    ['a token that is too long', { accessToken: 'x'.repeat(4_001) }, /4000/],
    ['a secret with a space', { accessToken: 'EAA-four', appSecret: 'two words' }, /espace/],
    ['an unknown field', { accessToken: 'EAA-five', token: 'x' }, /pas un champ connu/],
  ])('refuse %s with words that do not repeat it', async (_, payload, words) => {
    await account(here);
    const reply = await call('POST', 'update-whatsapp-token', payload);
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'request.invalid' });
    expect(reply.body).toMatch(words);
    expect(reply.body).not.toMatch(/EAA|one two|xxxx/);
  });

  it('say which account is unknown and that none is configured', async () => {
    expect((await call('GET', 'whatsapp-status')).json()).toMatchObject({
      status: 404,
      code: 'token.account-unknown',
    });
    await account(here);
    expect((await call('GET', 'whatsapp-status?accountId=7')).json()).toMatchObject({ status: 404 });
  });

  it('let no token or secret out: not into answers, logs, audit, or the database file', async () => {
    const written: unknown[] = [];
    for (const level of ['log', 'warn', 'error'] as const)
      jest
        .spyOn(Logger.prototype, level)
        .mockImplementation((...args: unknown[]) => void written.push(...args));
    const { id, token } = await account(here);
    const answers: string[] = [];
    const say = async (method: 'GET' | 'POST', url: string, payload?: object) => {
      answers.push((await call(method, url, payload)).body);
    };
    await say('GET', 'whatsapp-status?check=true');
    await say('POST', 'refresh-whatsapp-token');
    const renewed = await textInUse(here, id);
    const given = issuer.issue(`EAAgiven-by-hand-for-${id}`).reveal();
    const bad = `EAAbad-one-for-${id}`;
    issuer.issue(bad, { locked: `le jeton ${bad} n’ouvre pas ce numéro` });
    await say('POST', 'update-whatsapp-token', { accessToken: bad, appSecret: 'the-bad-secret' });
    await say('POST', 'update-whatsapp-token', { accessToken: given, appSecret: 'the-app-secret' });
    for (const text of [given, renewed, token]) issuer.revoke(text);
    const { version } = await here.tokens.use(id);
    await here.tokens.refused(id, version);
    await say('GET', 'whatsapp-status');
    await say('POST', 'refresh-whatsapp-token');
    expect(answers.join('\n')).toMatch(/fallback/);

    const rows = [TokenVersionRow, TokenAccountRow, AuditLineRow, DeliveryRow].map((entity) =>
      ground.source.manager.find<object>(entity),
    );
    const stored = JSON.stringify(await Promise.all(rows));
    const file = ground.dialect === 'sqlite' ? sqliteBytes(ground.url) : '';
    const secrets = [token, renewed, bad, given, 'the-bad-secret', 'the-app-secret', `app-secret-${serial}`];
    for (const secret of secrets) {
      for (const place of [answers.join('\n'), JSON.stringify(written), stored, file, process.argv.join(' ')])
        expect(place.includes(secret)).toBe(false);
    }
    expect(stored).toContain(given.slice(-4));
  });
});

/** The database as it lies on the disk, its journal with it. */
function sqliteBytes(url: string): string {
  const file = url.replace('sqlite:', '');
  const bytes = [file, `${file}-wal`].map((name) => {
    try {
      return readFileSync(name, 'latin1');
    } catch {
      return '';
    }
  });
  expect(bytes[0]?.length).toBeGreaterThan(1_000);
  return bytes.join('');
}
