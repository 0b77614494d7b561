import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { declaration } from './declaration.js';
import { withDevelopmentKeys } from './environment.js';
import { envExample } from './example.js';
import { SettingsInvalid } from './settings.errors.js';
import { readSettings } from './settings.js';

const key = () => randomBytes(32).toString('base64');
const keys = { DATA_ENCRYPTION_KEY: key(), UIC_SECRET: key() };
const account = { WHATSAPP_PHONE_NUMBER_ID: '1', WHATSAPP_ACCESS_TOKEN: 't', WHATSAPP_APP_SECRET: 's' };

function faultsOf(env: Record<string, string>): SettingsInvalid['faults'] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsInvalid) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('need nothing but keys', () => {
    const settings = readSettings(keys);
    expect(settings.http).toMatchObject({ port: 3000, host: '127.0.0.1' });
    expect(settings.database.url).toBe('sqlite:./data/relais.sqlite');
    expect(settings.uic).toMatchObject({
      consent: 'required',
      confirm: true,
      qrCode: false,
      sessionTimeoutMinutes: 15,
    });
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATA_ENCRYPTION_KEY', 'short'],
    ['DATA_ENCRYPTION_KEY', Buffer.alloc(32).toString('base64')],
    ['UIC_SECRET', 'x'.repeat(40)],
    ['WHATSAPP_GRAPH_BASE_URL', 'ftp://example.org'],
    ['WHATSAPP_GRAPH_VERSION', '25'],
    ['WHATSAPP_PROVIDER', 'smoke-signals'],
    ['OUTBOX_UNKNOWN_ACTION', 'guess'],
    ['UIC_CONFIRM', 'perhaps'],
  ])('%s=%s stops the start, with its name and an example', (name, value) => {
    const [fault, ...others] = faultsOf({ ...keys, ...account, [name]: value });
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ name });
    expect(fault?.reason).not.toBe('');
    expect(fault?.example).toBe(declaration[name as keyof typeof declaration].example);
  });

  const ADDRESSES = Object.entries(declaration).filter(([, { example }]) => /^https?:/.test(example));
  it.each(ADDRESSES.map(([name]) => name))('%s takes no account within it, and shows none', (name) => {
    for (const address of [
      'https://relais:Geheim2026@serveur.sante.cd/api',
      'https://d2pat_Geheim2026@serveur.sante.cd',
      'HTTP:\\\\relais:Geheim2026@serveur.sante.cd',
    ]) {
      const fault = faultsOf({ ...keys, [name]: address }).find((each) => each.name === name);
      expect(fault?.reason).toMatch(/compte/);
      expect(JSON.stringify(fault)).not.toContain('Geheim2026');
    }
    const fine = faultsOf({ ...keys, [name]: 'https://serveur.sante.cd/api?a=b@c' });
    expect(fine.map((each) => each.name)).not.toContain(name);
  });

  it('what to set in place of an account in an address is named', () => {
    const [fault] = faultsOf({ ...keys, DHIS2_BASE_URL: 'https://u:p@serveur.sante.cd' });
    expect(fault?.reason).toMatch(/DHIS2_API_USERNAME et DHIS2_API_PASSWORD, ou DHIS2_API_TOKEN/);
  });

  it.each([
    ['UIC_CONSENT', 'maybe', 'une de ces valeurs est attendue : required, notice, off'],
    ['UIC_CONFIRM', 'peut-être', 'une de ces valeurs est attendue : true, false'],
    ['WHATSAPP_PROVIDER', 'x', 'une de ces valeurs est attendue : meta, twilio'],
    ['UIC_SERVICE_NAME', 'x'.repeat(61), 'au plus 60 caractères sont permis'],
    ['ADMIN_API_KEY', 'short', 'au moins 32 caractères tirés au hasard sont attendus'],
    ['ADMIN_API_KEY', 'a'.repeat(40), 'au moins 32 caractères tirés au hasard sont attendus'],
  ])('%s=%s is told to be wrong in plain words', (name, value, reason) =>
    expect(faultsOf({ ...keys, ...account, [name]: value })).toMatchObject([{ name, reason }]),
  );

  it('tell all faults at once, without the values given', () => {
    const error = (() => {
      try {
        return readSettings({
          DATA_ENCRYPTION_KEY: 'my-bad-key',
          PORT: 'my-bad-port',
          UIC_SECRET: 'my-bad-secret',
        });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(SettingsInvalid);
    const { publicText } = error as SettingsInvalid;
    for (const name of ['DATA_ENCRYPTION_KEY', 'PORT', 'UIC_SECRET']) expect(publicText).toContain(name);
    expect(publicText).not.toContain('my-bad');
  });

  it('a number without a token is no account', () => {
    expect(faultsOf({ ...keys, WHATSAPP_PHONE_NUMBER_ID: '1' }).map(({ name }) => name)).toEqual([
      'WHATSAPP_ACCESS_TOKEN',
      'WHATSAPP_APP_SECRET',
    ]);
  });

  it('Twilio needs its account, its token, its number and the address under which the world reaches us', () => {
    const all = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_WHATSAPP_NUMBER', 'PUBLIC_BASE_URL'];
    expect(faultsOf({ ...keys, WHATSAPP_PROVIDER: 'twilio' }).map(({ name }) => name)).toEqual(all);
    const sid = { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` };
    expect(faultsOf({ ...keys, ...sid }).map(({ name }) => name)).toEqual(all.slice(1));
    expect(readSettings(keys).twilio).toMatchObject({ baseUrl: 'https://api.twilio.com' });
    expect(readSettings(keys).twilio).not.toHaveProperty('account');
  });

  it.each([
    ['whatsapp:+1 (415) 523-8886', '14155238886'],
    ['14155238886', '14155238886'],
  ])('the number %s is %s to Twilio', (written, digits) => {
    const { account } = readSettings({
      ...keys,
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'token',
      TWILIO_WHATSAPP_NUMBER: written,
      PUBLIC_BASE_URL: 'https://relais.example',
    }).twilio;
    expect(account?.number).toBe(digits);
  });

  it.each(['[]', '{"a":1}', '{"a":"HX1"}', '{"a b":"HX00000000000000000000000000000000"}', 'HX'])(
    'templates of Twilio written as %s stop the start',
    (written) =>
      expect(faultsOf({ ...keys, TWILIO_CONTENT_TEMPLATES: written })).toMatchObject([
        { name: 'TWILIO_CONTENT_TEMPLATES' },
      ]),
  );

  it('production takes no default keys and no automatic simulator', () => {
    const names = faultsOf({ NODE_ENV: 'production', SIMULATOR: 'auto' }).map(({ name }) => name);
    expect(names).toEqual(['DATA_ENCRYPTION_KEY', 'UIC_SECRET', 'SIMULATOR']);
  });

  it.each([
    ['PUBLIC_BASE_URL', 'https://relais.exemple.cd'],
    ['INVENTORY_BASE_URL', 'https://inventaire.example.org/api'],
    ['ALERT_WEBHOOK_URL', 'https://votre-serveur.cd/relais'],
    ['SMTP_URL', 'smtps://compte:motdepasse@smtp.exemple.cd:465'],
    ['ADMIN_API_KEY', 'une-longue-suite-de-caracteres-aleatoires'],
    ['ORDER_WEBHOOK_SECRET', 'un-secret-partage'],
  ])('production refuses what stands in an example (%s), a desk does not', (name, value) => {
    const given = { ...keys, [name]: value };
    const refused = faultsOf({ ...given, NODE_ENV: 'production' });
    expect(refused.map((fault) => fault.name)).toEqual([name]);
    expect(refused[0]?.reason).toContain('exemple');
    expect(readSettings(given)).toBeDefined();
  });

  it('several keys are several', () => {
    expect(readSettings({ ...keys, DATA_ENCRYPTION_KEY: `${key()},${key()}` }).keys.data).toHaveLength(2);
  });

  it('outside production keys are made once, kept for their owner only, and differ each time they are made', () => {
    const folder = mkdtempSync(join(tmpdir(), 'keys-'));
    const file = join(folder, 'data', 'keys.env');
    const first = withDevelopmentKeys({}, file);
    expect(withDevelopmentKeys({}, file)).toEqual(first);
    expect(withDevelopmentKeys({}, join(folder, 'other.env'))).not.toEqual(first);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(() => readSettings(first)).not.toThrow();
    expect(withDevelopmentKeys({ NODE_ENV: 'production' }, join(folder, 'never.env'))).toEqual({
      NODE_ENV: 'production',
    });
  });
});

describe('.env.example', () => {
  it('is what the declaration says (if not: npm run env:example)', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  });

  it('shows each setting once, commented out', () => {
    for (const name of Object.keys(declaration)) {
      expect(envExample().match(new RegExp(`^# ${name}=`, 'gm'))).toHaveLength(1);
    }
  });
});
