import { Logger } from '@nestjs/common';
import { Secret } from '../../../kernel/secret.js';
import { FakeTokens } from '../../../token/token.fake.js';
import { OwnNumbersFake, ownNumber } from '../../../whatsapp/whatsapp-numbers.fake.js';
import { ACCOUNT, NUMBER, settingsAt } from '../graph/accounts.fake.js';
import { Accounts } from '../graph/accounts.js';
import type { Json } from '../graph/json.js';
import { Signing } from './signing.js';

const OTHER = '100000000000019';
const OTHER_NUMBER = '100000000000011';
const OURS = new Secret('test_app_secret');
const THEIRS = new Secret('of-another-app');

/** Each account with the secrets that it has. */
class SecretsOf extends FakeTokens {
  constructor(private readonly secretsOf: Readonly<Record<string, readonly Secret[]>>) {
    super();
  }

  override appSecrets(accountId = ''): readonly Secret[] {
    return this.secretsOf[accountId] ?? [];
  }
}

function signing(secretsOf: Readonly<Record<string, readonly Secret[]>>): Signing {
  const settings = settingsAt('https://graph.example');
  const own = new OwnNumbersFake();
  const tokens = new SecretsOf(secretsOf);
  const accounts = new Accounts(settings, tokens, own);
  if (OTHER in secretsOf) {
    const number = ownNumber({ id: OTHER_NUMBER, channel: 'meta', accountId: OTHER, source: 'api' });
    own.add({ id: OTHER, channel: 'meta', label: 'Autre', numbers: [number] });
  }
  return new Signing(settings, accounts, tokens);
}

const change = (number: string) => ({ field: 'messages', value: { metadata: { phone_number_id: number } } });
const entry = (id: string, ...numbers: string[]) => ({ id, changes: numbers.map(change) });
const envelope = (...entries: unknown[]): Json => ({ object: 'whatsapp_business_account', entry: entries });

const APART = { [ACCOUNT]: [OURS], [OTHER]: [THEIRS] };

describe('who may sign what', () => {
  let warned: string[];
  beforeEach(() => {
    warned = [];
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((message: string) => void warned.push(message));
  });
  afterEach(() => jest.restoreAllMocks());

  it('each account has its secret speak for it', () => {
    const body = envelope(entry(OTHER, OTHER_NUMBER));
    expect(signing(APART).told(body, [THEIRS])).toBe(body);
    expect(warned).toEqual([]);
  });

  it.each([
    ['an account', envelope(entry(ACCOUNT, NUMBER))],
    ['a number below its own account', envelope(entry(OTHER, NUMBER))],
    ['a number below an account that nobody knows', envelope(entry('42', NUMBER))],
    [
      'an account in news without a number',
      envelope({ id: ACCOUNT, changes: [{ field: 'account_update' }] }),
    ],
  ])('a secret of one account says nothing about %s of another', (_about, body) => {
    expect(signing(APART).told(body, [THEIRS])).toBeNull();
    expect(warned).toEqual([expect.stringContaining(ACCOUNT)]);
  });

  it('in a mixed body what the signer may tell is kept', () => {
    const body = envelope(entry(ACCOUNT, NUMBER), entry(OTHER, OTHER_NUMBER, NUMBER), entry('42', '43'));
    expect(signing(APART).told(body, [THEIRS])).toEqual(
      envelope(entry(OTHER, OTHER_NUMBER), entry('42', '43')),
    );
  });

  it('a secret that both have speaks for both', () => {
    const body = envelope(entry(ACCOUNT, NUMBER), entry(OTHER, OTHER_NUMBER));
    expect(signing({ [ACCOUNT]: [OURS], [OTHER]: [THEIRS, OURS] }).told(body, [OURS])).toBe(body);
  });

  it('an account without a secret has nobody speak for it', () => {
    expect(signing({ [ACCOUNT]: [], [OTHER]: [THEIRS] }).told(envelope(entry(ACCOUNT)), [THEIRS])).toBeNull();
  });

  it('what is no entry and what nobody knows is left as it came', () => {
    const body = envelope(null, 'x', { id: 7 }, entry('42'), entry('42', '43'));
    expect(signing(APART).told(body, [THEIRS])).toBe(body);
  });

  it('a secret of several accounts is tried once', () => {
    const same = new Secret(OURS.reveal());
    expect(signing({ [ACCOUNT]: [OURS], [OTHER]: [same] }).secrets()).toHaveLength(1);
  });

  it('one account has all that is signed', () => {
    const body = envelope(entry('42', '43'));
    expect(signing({ [ACCOUNT]: [OURS] }).told(body, [OURS])).toBe(body);
  });
});
