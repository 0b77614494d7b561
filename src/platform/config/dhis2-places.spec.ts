import { randomBytes } from 'node:crypto';
import { SettingsInvalid } from './settings.errors.js';
import { readSettings } from './settings.js';

const key = () => randomBytes(32).toString('base64');
const keys = { DATA_ENCRYPTION_KEY: key(), UIC_SECRET: key() };
const custom = { ...keys, DHIS2_MODE: 'custom', DHIS2_BASE_URL: 'https://registre.sante.gouv.cd' };

function faultsOf(env: Record<string, string>): string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsInvalid) return error.faults.map(({ name }) => name);
    throw error;
  }
  return [];
}

describe('settings of the national register', () => {
  it('are none unless somebody chooses a mode', () => {
    expect(readSettings(keys).dhis2).toEqual({
      mode: 'off',
      baseUrl: '',
      account: { kind: 'none' },
      configFile: undefined,
      timeoutMs: 8_000,
      concurrency: 8,
      codePolicy: 'local',
    });
  });

  it.each([
    ['https://dhis2.gouv.cd', 'https://dhis2.gouv.cd'],
    ['https://dhis2.gouv.cd/', 'https://dhis2.gouv.cd'],
    ['https://dhis2.gouv.cd/api', 'https://dhis2.gouv.cd'],
    ['https://dhis2.gouv.cd/snis//api/', 'https://dhis2.gouv.cd/snis'],
  ])('the address %s is %s', (given, taken) => {
    expect(readSettings({ ...custom, DHIS2_BASE_URL: given }).dhis2.baseUrl).toBe(taken);
  });

  it('a token is taken before an account', () => {
    const env = { DHIS2_API_TOKEN: 'd2pat_x', DHIS2_API_USERNAME: 'u', DHIS2_API_PASSWORD: 'p' };
    expect(readSettings({ ...custom, ...env }).dhis2.account.kind).toBe('token');
    const { DHIS2_API_TOKEN: _token, ...account } = env;
    expect(readSettings({ ...custom, ...account }).dhis2.account).toMatchObject({
      kind: 'basic',
      username: 'u',
    });
  });

  it('what is missing is named', () => {
    expect(faultsOf({ ...keys, DHIS2_MODE: 'custom' })).toEqual(['DHIS2_BASE_URL']);
    expect(faultsOf({ ...keys, DHIS2_MODE: 'tracker' })).toEqual([
      'DHIS2_BASE_URL',
      'DHIS2_API_TOKEN',
      'DHIS2_CONFIG_FILE',
    ]);
    expect(faultsOf({ ...custom, DHIS2_API_USERNAME: 'u' })).toEqual(['DHIS2_API_PASSWORD']);
    expect(faultsOf({ ...custom, DHIS2_API_PASSWORD: 'p' })).toEqual(['DHIS2_API_USERNAME']);
  });

  it.each([
    'https://dhis2.example.org',
    'https://example.com/dhis2',
    'https://your-dhis2-instance.org',
    'https://votre-serveur.cd',
    'http://dhis2.test',
  ])('production refuses the placeholder %s, a desk does not', (url) => {
    const production = { ...custom, NODE_ENV: 'production', DHIS2_BASE_URL: url };
    expect(faultsOf(production)).toEqual(['DHIS2_BASE_URL']);
    expect(faultsOf({ ...custom, DHIS2_BASE_URL: url })).toEqual([]);
  });

  it('production takes a server of the country, of the house and of this machine', () => {
    for (const url of ['https://snis.sante.gouv.cd', 'http://dhis2:8080', 'http://127.0.0.1:9000'])
      expect(faultsOf({ ...custom, NODE_ENV: 'production', DHIS2_BASE_URL: url })).toEqual([]);
  });
});
