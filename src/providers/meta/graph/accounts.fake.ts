import { Secret } from '../../../kernel/secret.js';
import type { Settings } from '../../../platform/config/settings.js';
import type { Tokens } from '../../../token/token.contract.js';
import { OwnNumbersFake } from '../../../whatsapp/whatsapp-numbers.fake.js';
import { Accounts } from './accounts.js';
import { FakeTokens } from '../../../token/token.fake.js';

export const ACCOUNT = '100000000000009';
export const NUMBER = '100000000000001';
export const APP = '200000000000001';

/** The one account of the tests at a Graph API of theirs. */
export function accountsAt(
  graphBaseUrl: string,
  tokens: Tokens = new FakeTokens(),
  over: Partial<Settings['meta']> = {},
): Accounts {
  return new Accounts(settingsAt(graphBaseUrl, over), tokens, new OwnNumbersFake());
}

export function settingsAt(graphBaseUrl: string, over: Partial<Settings['meta']> = {}): Settings {
  const meta: Settings['meta'] = {
    graphBaseUrl,
    graphVersion: 'v25.0',
    phoneNumberId: NUMBER,
    businessAccountId: ACCOUNT,
    appId: APP,
    accessToken: new Secret('EAAtoken'),
    appSecret: new Secret('test_app_secret'),
    verifyToken: new Secret('un-mot-choisi'),
    ...over,
  };
  const whatsapp = { maxPerSecond: 80 };
  return { meta, whatsapp, http: { publicBaseUrl: 'https://relais.exemple.cd' } } as Settings;
}
