import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { planSimulation, simulatedBeside } from './simulator.js';

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

  it('has the same secrets for whoever has the key of the data, and others for everybody else', () => {
    const secrets = (key: string) => {
      const env = { SIMULATOR: 'auto', SIMULATOR_TWILIO: 'true', DATA_ENCRYPTION_KEY: key };
      const settings = settingsOf(env) ?? {};
      const names = ['WHATSAPP_APP_SECRET', 'WHATSAPP_ACCESS_TOKEN', 'TWILIO_AUTH_TOKEN', 'DHIS2_API_TOKEN'];
      return names.map((name) => settings[name]);
    };
    const first = secrets('a'.repeat(44));
    expect(secrets('a'.repeat(44))).toEqual(first);
    expect(new Set([...first, ...secrets('b'.repeat(44))]).size).toBe(8);
    expect(first.join()).not.toContain('aaaaaaaa');
  });

  it('is known to a command only where it answers', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/sim/options' ? 200 : 404;
      response.end('{}');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    const env = { SIMULATOR: 'auto', SIMULATOR_PORT: String(port), DATA_ENCRYPTION_KEY: 'a'.repeat(44) };
    expect(await simulatedBeside(env)).toEqual(planSimulation(env)?.server);
    const { SIMULATOR: _said, ...unsaid } = env;
    expect(await simulatedBeside(unsaid)).toEqual(planSimulation(env)?.server);
    expect(await simulatedBeside({ ...env, SIMULATOR: 'false' })).toEqual({});
    await new Promise((closed) => server.close(closed));
    expect(await simulatedBeside(env)).toEqual({});
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
