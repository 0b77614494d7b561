import { ACCOUNT, APP, NUMBER } from '../graph/accounts.fake.js';
import { GraphClient } from '../graph/graph.client.js';
import { GraphFake, says } from '../graph/graph.fake.js';
import { recordedManagement } from '../graph/recorded.fake.js';
import { Trial } from './trial.js';

const CALLS = recordedManagement();
const ANSWERS = {
  WHATSAPP_APP_ID: APP,
  WHATSAPP_APP_SECRET: 'test_app_secret',
  WHATSAPP_ACCESS_TOKEN: 'EAAtoken',
  WHATSAPP_BUSINESS_ACCOUNT_ID: ACCOUNT,
  WHATSAPP_PHONE_NUMBER_ID: NUMBER,
};

let graph: GraphFake;
let client: GraphClient;

beforeEach(async () => {
  graph = await GraphFake.open();
  client = new GraphClient({ baseUrl: graph.url, version: 'v25.0' });
});
afterEach(async () => {
  await client.close();
  await graph.close();
});

function replays(name: string) {
  const { status, response } = CALLS.get(name) ?? { status: 0, response: '' };
  return says(status, response);
}

const after = (name: string, over = {}) => new Trial(client).after(name, { ...ANSWERS, ...over });

describe('a value of the set-up', () => {
  it.each([
    [
      'WHATSAPP_ACCESS_TOKEN',
      [replays('debug-never')],
      { state: 'works', says: expect.stringContaining('n’expire jamais') as string },
    ],
    ['WHATSAPP_ACCESS_TOKEN', [replays('debug-60-day')], { state: 'works' }],
    [
      'WHATSAPP_ACCESS_TOKEN',
      [replays('debug-app-refused'), replays('debug-never')],
      { state: 'fails', from: 'WHATSAPP_APP_ID' },
    ],
    [
      'WHATSAPP_ACCESS_TOKEN',
      [replays('debug-other-app'), replays('debug-never')],
      { state: 'fails', from: 'WHATSAPP_APP_ID' },
    ],
    ['WHATSAPP_ACCESS_TOKEN', [replays('debug-expired')], { state: 'fails', from: 'WHATSAPP_ACCESS_TOKEN' }],
    [
      'WHATSAPP_ACCESS_TOKEN',
      [replays('debug-no-messaging')],
      { state: 'fails', from: 'WHATSAPP_ACCESS_TOKEN' },
    ],
    ['WHATSAPP_ACCESS_TOKEN', [says(503, '')], { state: 'untried' }],
    ['WHATSAPP_BUSINESS_ACCOUNT_ID', [says(200, { id: ACCOUNT })], { state: 'works' }],
    [
      'WHATSAPP_BUSINESS_ACCOUNT_ID',
      [replays('not-there')],
      { state: 'fails', from: 'WHATSAPP_BUSINESS_ACCOUNT_ID' },
    ],
    ['WHATSAPP_BUSINESS_ACCOUNT_ID', [says(429, '')], { state: 'untried' }],
    ['WHATSAPP_PHONE_NUMBER_ID', [says(200, {}), replays('phone-numbers')], { state: 'works' }],
    ['WHATSAPP_PHONE_NUMBER_ID', [says(200, {}), says(403, { error: { code: 10 } })], { state: 'works' }],
    [
      'WHATSAPP_PHONE_NUMBER_ID',
      [says(200, {}), says(200, { data: [] })],
      { state: 'fails', from: 'WHATSAPP_BUSINESS_ACCOUNT_ID' },
    ],
    [
      'WHATSAPP_PHONE_NUMBER_ID',
      [replays('not-there')],
      { state: 'fails', from: 'WHATSAPP_PHONE_NUMBER_ID' },
    ],
  ])('%s is tried (%#)', async (name, answers, expected) => {
    graph.answers(...answers);
    const verdict = await after(name);
    expect(verdict).toMatchObject(expected);
    expect(JSON.stringify(verdict)).not.toMatch(/EAAtoken|test_app_secret/);
  });

  it.each(['WHATSAPP_APP_ID', 'PUBLIC_BASE_URL'])('%s cannot be tried by itself', async (name) => {
    expect(await after(name)).toBeNull();
    expect(graph.received).toEqual([]);
  });

  it('is not tried without a token', async () => {
    expect(await after('WHATSAPP_PHONE_NUMBER_ID', { WHATSAPP_ACCESS_TOKEN: undefined })).toBeNull();
    expect(graph.received).toEqual([]);
  });
});
