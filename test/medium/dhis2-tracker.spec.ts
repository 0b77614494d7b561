import { Caller } from '../../simulator/dhis2/caller.fake.js';
import type { Registration } from '../../src/dhis2/dhis2.port.js';
import { SystemClock } from '../../src/kernel/clock.js';
import { Secret } from '../../src/kernel/secret.js';
import { loadPlan } from '../../src/providers/dhis2-tracker/plan/plan-file.js';
import { TrackerClient } from '../../src/providers/dhis2-tracker/tracker.client.js';
import { TrackerGateway } from '../../src/providers/dhis2-tracker/tracker.gateway.js';

const PATIENCE = { leftMs: 5_000 };
const VERSIONS = ['2.40', '2.41', '2.42', '2.43'] as const;

let caller: Caller;
let client: TrackerClient;
let dhis2: TrackerGateway;
let made = 0;

beforeAll(async () => {
  caller = await Caller.start();
});
afterAll(() => caller.stop());
beforeEach(() => caller.control('', 'DELETE'));
afterEach(() => client.close());

async function speaks(
  version: (typeof VERSIONS)[number],
  change: object = {},
  plan: object = {},
): Promise<void> {
  await caller.set({ version, ...change });
  const clock = new SystemClock();
  client = new TrackerClient(
    {
      mode: 'tracker',
      baseUrl: `${caller.origin}/dhis2`,
      account: { kind: 'token', token: new Secret('simulator-dhis2-token') },
      timeoutMs: 8_000,
      concurrency: 4,
      codePolicy: 'local',
    },
    clock,
  );
  const example = loadPlan('docs/examples/dhis2/tracker.yaml', { production: false });
  dhis2 = new TrackerGateway(client, { ...example, ...plan }, clock);
}

function registration(more: Partial<Registration> = {}): Registration {
  made += 1;
  return {
    reference: `ref-${made}`,
    references: dhis2.references(),
    code: 'MBEIBR7KI3',
    answers: { family: 'MBE', given: 'IBR', year: '7', town: 'KI', gender: '3' },
    issuedAt: new Date(),
    possibleDuplicate: false,
    ...more,
  };
}

describe.each(VERSIONS)('a DHIS2 %s that refuses every word it does not know', (version) => {
  it('takes a person once, and tells who has the code', async () => {
    await speaks(version);
    const person = registration();
    const clientId = person.references['client'];
    expect(await dhis2.validate(person, PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(await dhis2.create(person, PATIENCE)).toEqual({ outcome: 'created', clientId });
    expect(await dhis2.create(person, PATIENCE)).toEqual({ outcome: 'already-ours', clientId });
    expect(await dhis2.confirm(person, [], PATIENCE)).toEqual({ outcome: 'already-ours', clientId });
    expect(await dhis2.search(registration(), PATIENCE)).toEqual({
      outcome: 'found',
      clients: [{ id: clientId, code: person.code, isOurs: false }],
    });
  });

  it('takes a second one with the same code, and the pair, once', async () => {
    await speaks(version);
    const [one, other] = [registration(), registration({ possibleDuplicate: true })];
    for (const person of [one, other]) await dhis2.create(person, PATIENCE);
    const pair = { original: one.references['client'] ?? '', duplicate: other.references['client'] ?? '' };
    expect(await dhis2.flagDuplicate(pair, PATIENCE)).toEqual({ outcome: 'flagged' });
    expect(await dhis2.flagDuplicate(pair, PATIENCE)).toEqual({ outcome: 'flagged' });
  });

  it('finds nothing to complain of, also where units are codes', async () => {
    for (const plan of [{}, { unitsAre: 'CODE', orgUnit: 'CD_KN_01', orgUnits: {} }]) {
      await speaks(version, {}, plan);
      const states: string[] = [];
      for await (const { state } of dhis2.check()) states.push(state);
      expect([states.length > 8, new Set(states)]).toEqual([true, new Set(['ok'])]);
      expect(await dhis2.search(registration({ code: 'NOBODY0ZZ1' }), PATIENCE)).toEqual({
        outcome: 'not-found',
      });
      await client.close();
    }
  });
});

describe('trouble in the middle of an import', () => {
  it.each([
    [{ kind: 'rival' }, { outcome: 'used-by-another' }, 'not-found'],
    [{ kind: 'rival', hidden: true }, { outcome: 'used-by-another' }, 'not-found'],
    [{ kind: 'deleted' }, { outcome: 'rejected', cause: 'E1114', review: 'gone' }, 'not-found'],
    [{ kind: 'cut-after' }, { outcome: 'unknown' }, 'already-ours'],
    [{ kind: 'half' }, { outcome: 'unknown', cause: 'not-json' }, 'already-ours'],
    [{ kind: 'html' }, { outcome: 'unknown', cause: 'html' }, 'not-found'],
    [{ kind: 'error-body' }, { outcome: 'unknown', cause: 'http-500' }, 'not-found'],
    [{ kind: 'bad-gateway' }, { outcome: 'unknown', cause: 'http-502' }, 'not-found'],
    [{ kind: 'down' }, { outcome: 'retryable', cause: 'http-503' }, 'not-found'],
    [{ kind: 'throttled', retryAfter: 3 }, { outcome: 'retryable', retryAfterMs: 3_000 }, 'not-found'],
    [{ kind: 'login' }, { outcome: 'unauthorised', cause: 'login-redirect' }, 'not-found'],
    [{ kind: 'expired' }, { outcome: 'unauthorised', cause: 'http-401' }, 'not-found'],
  ])('%j ends as it should, and what became of it can be asked', async (trouble, outcome, truth) => {
    await speaks('2.42', { uniqueCode: trouble.kind === 'rival' });
    const person = registration();
    await dhis2.search(person, PATIENCE);
    await caller.set({ faults: [{ ...trouble, on: 'create' }] });
    const end = await dhis2.create(person, PATIENCE);
    expect(end).toMatchObject(outcome);
    expect(JSON.stringify(end)).not.toMatch(/MBEIBR|TRANSGENDER/);
    expect(await dhis2.confirm(person, [], PATIENCE)).toMatchObject({ outcome: truth });
  });

  it('a clock that was set back is read again after the refusal', async () => {
    await speaks('2.42');
    await dhis2.search(registration(), PATIENCE);
    await caller.set({ clockSeconds: -30 * 3_600 });
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({
      outcome: 'retryable',
      cause: expect.stringMatching(/^E102[01]$/) as string,
    });
    expect(await dhis2.create(registration(), PATIENCE)).toMatchObject({ outcome: 'created' });
  });
});
