import { Secret } from '../../../kernel/secret.js';
import type { Settings } from '../../../platform/config/settings.js';
import { FakeTokens } from '../../../token/token.fake.js';
import type { WhatsApp } from '../../../whatsapp/whatsapp.contract.js';
import { type OwnAccount, type OwnNumber, OwnNumbers } from '../../../whatsapp/whatsapp.port.js';
import { Accounts } from '../api/accounts.js';
import { says, TwilioFake } from '../api/twilio.fake.js';
import { TwilioNumberKeeper } from './number-keeper.js';
import { TwilioTokenIssuer } from './twilio.issuer.js';

const AC = 'AC00000000000000000000000000000001';
const OTHER = 'AC00000000000000000000000000000002';
const OURS = '14155238886';
const BASE = 'https://relais.example';

class OwnFake extends OwnNumbers {
  all: OwnAccount[] = [];
  declare(accounts: readonly OwnAccount[]): void {
    this.all.push(...accounts);
  }
  accounts = (channel: string) => this.all.filter((account) => account.channel === channel);
  number = (id: string) => this.all.flatMap(({ numbers }) => numbers).find((number) => number.id === id);
  defaultNumber = () => this.all[0]?.numbers[0];
  changed(): void {}
}

/** Keeps whom it was given tokens for. */
class TokensSpy extends FakeTokens {
  readonly taken: unknown[] = [];
  constructor(private readonly known: () => readonly { id: string }[]) {
    super(['fake-token-1', 'fake-token-2']);
  }
  override async replace(accountId: string, token: Secret, appSecret?: Secret) {
    this.taken.push([accountId, token.reveal(), appSecret?.reveal(), this.known().map(({ id }) => id)]);
    return super.replace(accountId, token, appSecret);
  }
}

let twilio: TwilioFake;
let own: OwnFake;
let accounts: Accounts;
let tokens: TokensSpy;
let issuer: TwilioTokenIssuer;

function start(account = true): void {
  own = new OwnFake();
  const settings = {
    twilio: {
      baseUrl: twilio.url,
      ...(account && { account: { sid: AC, authToken: new Secret('set-token'), number: OURS } }),
      webhookSecrets: [new Secret('signing')],
      templates: new Map(),
    },
    whatsapp: { maxPerSecond: 80 },
  } as unknown as Settings;
  tokens = new TokensSpy(() => accounts.issued);
  accounts = new Accounts(settings, tokens, own);
  const whatsapp = { queued: async (numbers: readonly string[]) => numbers.length } as unknown as WhatsApp;
  issuer = new TwilioTokenIssuer(accounts, whatsapp);
}

beforeEach(async () => {
  twilio = await TwilioFake.open();
  twilio.answers(says('account'));
  start();
});
afterEach(async () => {
  await accounts.onApplicationShutdown();
  await twilio.close();
});

const inspect = () => issuer.inspect(AC, new Secret('some-token'));
const keeper = (base: string | undefined = BASE) => new TwilioNumberKeeper(accounts, tokens, base);
const theNumber = () => own.number(OURS) as OwnNumber;

describe('the accounts', () => {
  it('are those of the settings and those that were added', () => {
    expect(own.all).toMatchObject([{ id: AC, channel: 'twilio', numbers: [{ id: OURS, phone: OURS }] }]);
    expect(accounts.numbers).toEqual([OURS]);
    expect(accounts.byNumber(OURS)?.accountSid).toBe(AC);
    expect(accounts.byNumber('1')).toBeUndefined();
    expect(accounts.issued[0]?.token?.reveal()).toBe('set-token');
    own.declare([{ id: OTHER, channel: 'twilio', label: 'x', numbers: [] }]);
    own.declare([{ id: '1', channel: 'another', label: 'x', numbers: [] }]);
    expect(accounts.issued.map(({ id }) => id)).toEqual([AC, OTHER]);
  });

  it('are none without settings', async () => {
    await accounts.onApplicationShutdown();
    start(false);
    expect([accounts.all, accounts.issued]).toEqual([[], []]);
  });

  it('may have signed with the key of the settings, what is stored, and the token in use', async () => {
    tokens.secrets = [new Secret('stored')];
    expect(accounts.signers().map((secret) => secret.reveal())).toEqual(['signing', 'stored']);
    expect((await accounts.tokensInUse()).map((secret) => secret.reveal())).toEqual(['fake-token-1']);
  });
});

describe('a token of Twilio', () => {
  it('that opens the account works and never expires', async () => {
    expect(await inspect()).toMatchObject({ valid: true, kind: 'never-expiring', reason: null });
    expect(await issuer.tryOut(AC, new Secret('some-token'))).toBeNull();
    expect(twilio.received[0]).toMatchObject({ method: 'GET', url: `/2010-04-01/Accounts/${AC}.json` });
  });

  it.each([
    ['error-20003', 'ne reconnaît pas'],
    ['account-suspended', 'suspendu'],
  ])('%s: it does not work, with the reason', async (name, reason) => {
    twilio.answers(says(name));
    expect(await inspect()).toMatchObject({
      valid: false,
      reason: expect.stringContaining(reason) as string,
    });
  });

  it.each([
    ['nothing', 404, '{}'],
    ['an empty object', 200, '{}'],
    ['a page', 200, '<html>'],
    ['that it is broken', 500, 'oops'],
    ['of a gateway that wants a password', 401, '<html>'],
  ])('is not condemned by a server that says %s', async (_what, status, body) => {
    twilio.answers((_request, response) => void response.writeHead(status).end(body));
    await expect(inspect()).rejects.toMatchObject({ code: 'twilio.unreachable' });
    expect(await issuer.renew(AC, new Secret('x'))).toMatchObject({ outcome: 'unreachable' });
  });

  it('is renewed by no program', async () =>
    expect(await issuer.renew(AC, new Secret('x'))).toMatchObject({ outcome: 'refused' }));

  it('is told how many messages wait for it', async () => expect(await issuer.queued(AC)).toBe(1));
});

describe('an account that the API adds', () => {
  const wanted = { id: OTHER, numbers: ['243000000009'] };

  it('brings its token, which is tried and kept by the room of tokens, and is ours only afterwards', async () => {
    await keeper().connect(wanted, { authToken: 'given' });
    expect(tokens.taken).toEqual([[OTHER, 'given', 'given', [AC, OTHER]]]);
    expect(accounts.issued.map(({ id }) => id)).toEqual([AC]);
    await keeper().forget(OTHER);
    expect(tokens.forgotten).toEqual([OTHER]);
  });

  it('a further number needs no secret', async () => {
    await keeper().connect({ id: AC, numbers: ['243000000009'] }, {});
    expect(tokens.taken).toEqual([]);
  });

  it.each([
    [{ id: '123', numbers: [] }, BASE, 'AC suivi'],
    [{ id: OTHER, numbers: ['+243 x'] }, BASE, 'indicatif'],
    [wanted, '', 'PUBLIC_BASE_URL'],
  ])('%j is refused in words', async (account, base, words) => {
    const given = new TwilioNumberKeeper(accounts, tokens, base === '' ? undefined : base);
    await expect(given.connect(account, { authToken: 'x' })).rejects.toMatchObject({
      publicText: expect.stringContaining(words) as string,
    });
    expect(tokens.taken).toEqual([]);
  });
});

describe('the trial of a number', () => {
  it('looks at the account, at its senders and at the public address', async () => {
    twilio.answers(says('account'), says('senders'));
    const check = await keeper().test(theNumber());
    expect(check).toMatchObject({ ok: true, facts: { account: 'Centre Espoir', senderStatus: 'ONLINE' } });
    expect(check.steps.map(({ name, ok }) => [name, ok])).toEqual([
      ['Compte', true],
      ['Expéditeur WhatsApp', true],
      ['Adresse publique', true],
    ]);
    expect(check.steps[2]?.message).toContain(`${BASE}/twilio/webhook`);
  });

  it('a number that the account does not have is found out', async () => {
    twilio.answers(says('account'), (_request, response) => void response.end('{"senders":[]}'));
    expect(await keeper().test(theNumber())).toMatchObject({
      ok: false,
      steps: [{ ok: true }, { ok: false }, {}],
    });
  });

  it('a list that cannot be read says nothing against the number', async () => {
    twilio.answers(says('account'), says('error-20500'));
    const check = await keeper().test(theNumber());
    expect([check.ok, check.steps[1]?.message]).toEqual([true, expect.stringContaining('non vérifié')]);
  });

  it('a token that does not work ends it', async () => {
    tokens.exhaust();
    twilio.answers(says('error-20003'));
    const check = await keeper().test(theNumber());
    expect(check.ok).toBe(false);
    expect(check.steps[0]?.message).toContain('jeton');
  });
});
