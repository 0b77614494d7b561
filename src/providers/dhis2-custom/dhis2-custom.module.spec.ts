import type { Dhis2Gateway } from '../../dhis2/dhis2.port.js';
import { Secret } from '../../kernel/secret.js';
import type { Settings } from '../../platform/config/settings.js';
import { Dhis2CustomModule } from './dhis2-custom.module.js';

function namesAfterStart(mode: string, changes: object = {}): string[] {
  const names: string[] = [];
  const dhis2 = {
    mode,
    baseUrl: 'http://127.0.0.1:1/dhis2',
    account: { kind: 'token', token: new Secret('t') },
    concurrency: 1,
    ...changes,
  };
  const gateways = { add: ({ name }: Dhis2Gateway) => void names.push(name) };
  new Dhis2CustomModule(gateways, { production: false, dhis2 } as unknown as Settings).onModuleInit();
  return names;
}

describe('the custom register', () => {
  it('makes itself known where it is chosen', () => {
    expect(namesAfterStart('custom')).toEqual(['custom']);
  });

  it.each(['off', 'tracker'])('is silent with %s, whatever its file says', (mode) => {
    expect(namesAfterStart(mode, { configFile: '/nowhere.yaml' })).toEqual([]);
  });

  it('stops the start with a file that is not there', () => {
    expect(() => namesAfterStart('custom', { configFile: '/nowhere.yaml' })).toThrow(/n’existe pas/);
  });
});
