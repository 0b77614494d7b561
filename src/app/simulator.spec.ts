import { planSimulation } from './simulator.js';

const settingsOf = (env: Record<string, string>) => planSimulation(env)?.server ?? null;

describe('what is simulated beside a server', () => {
  it('is everything that a newcomer has not got, each with a secret of its own', () => {
    const first = settingsOf({ SIMULATOR: 'auto' });
    const second = settingsOf({ SIMULATOR: 'auto' });
    expect(first).toMatchObject({
      WHATSAPP_GRAPH_BASE_URL: 'http://127.0.0.1:3001',
      DHIS2_BASE_URL: 'http://127.0.0.1:3001/dhis2',
      INVENTORY_BASE_URL: 'http://127.0.0.1:3001/inventory/api',
    });
    expect(first?.['WHATSAPP_APP_SECRET']).not.toBe(second?.['WHATSAPP_APP_SECRET']);
  });

  it.each([
    [{}],
    [{ SIMULATOR: 'false' }],
    [{ SIMULATOR: 'auto', NODE_ENV: 'production' }],
    [{ SIMULATOR: 'auto', TWILIO_AUTH_TOKEN: 'theirs' }],
  ])('is nothing with %j', (env) => {
    expect(settingsOf(env)).toBeNull();
  });

  it.each([
    ['an inventory', { INVENTORY_BASE_URL: 'https://stock.relais.cd' }, 'INVENTORY_API_KEY'],
    ['a register', { DHIS2_MODE: 'off' }, 'DHIS2_API_TOKEN'],
    [
      'questions of its own that no register was told',
      { UIC_QUESTIONS_FILE: './ours.yaml' },
      'DHIS2_API_TOKEN',
    ],
  ])('leaves alone who has %s', (_, env, name) => {
    expect(settingsOf({ SIMULATOR: 'auto' })).toHaveProperty(name);
    expect(settingsOf({ SIMULATOR: 'auto', ...env })).not.toHaveProperty(name);
  });

  it('has a register for questions of its own once it was told of them', () => {
    const env = { UIC_QUESTIONS_FILE: './ours.yaml', DHIS2_CONFIG_FILE: './theirs.yaml' };
    expect(settingsOf({ SIMULATOR: 'auto', ...env })).toHaveProperty('DHIS2_API_TOKEN');
  });
});
