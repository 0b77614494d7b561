import { resolve } from 'node:path';
import { Caller, type Json } from '../../simulator/dhis2/caller.fake.js';
import { VERSIONS } from '../../simulator/dhis2/dialect.js';
import type { Dhis2Gateway, Finding, Registration } from '../../src/dhis2/dhis2.port.js';
import { Clock } from '../../src/kernel/clock.js';
import { Secret } from '../../src/kernel/secret.js';
import { CustomClient } from '../../src/providers/dhis2-custom/calls/custom.client.js';
import { loadCustomConfig } from '../../src/providers/dhis2-custom/config/config-file.js';
import { CustomGateway } from '../../src/providers/dhis2-custom/custom.gateway.js';
import { loadPlan } from '../../src/providers/dhis2-tracker/plan/plan-file.js';
import { TrackerClient } from '../../src/providers/dhis2-tracker/tracker.client.js';
import { TrackerGateway } from '../../src/providers/dhis2-tracker/tracker.gateway.js';

const CODE = 'MBEIBR7DA1';
const PATIENCE = { leftMs: 3_000 };
const ACCOUNT = { kind: 'token', token: new Secret('simulator-dhis2-token') } as const;
const production = false;

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

let register: Caller;
let tracker: TrackerGateway;
let custom: CustomGateway;
const closing: (() => Promise<void>)[] = [];

/** Gateways keep what they saw of a server: each test has its own. */
beforeEach(async () => {
  await register.control('', 'DELETE');
  const settings = {
    mode: 'tracker' as const,
    baseUrl: `${register.origin}/dhis2`,
    account: ACCOUNT,
    timeoutMs: 8_000,
    concurrency: 2,
    codePolicy: 'local' as const,
  };
  const clock = new SystemClock();
  const plan = loadPlan(resolve('docs/examples/dhis2/tracker.yaml'), { production });
  const client = new TrackerClient(settings, clock);
  tracker = new TrackerGateway(client, plan, clock);
  const five = new CustomClient(
    settings.baseUrl,
    2,
    loadCustomConfig(undefined, { account: ACCOUNT, production }),
  );
  custom = new CustomGateway(five);
  closing.push(
    () => client.close(),
    () => five.close(),
  );
});
beforeAll(async () => {
  register = await Caller.start();
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});
afterAll(() => register.stop());

let number = 0;
function registration(gateway: Dhis2Gateway, change: Partial<Registration> = {}): Registration {
  number += 1;
  return {
    reference: `relais-${number}`,
    references: gateway.references(),
    code: CODE,
    answers: { family: 'MBE', given: 'IBR', year: '7', town: 'DA', gender: '1' },
    issuedAt: new Date(Date.now() - 60_000),
    possibleDuplicate: false,
    ...change,
  };
}

async function findingsOf(gateway: Dhis2Gateway): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of gateway.check()) findings.push(finding);
  return findings;
}

const strike = (...faults: object[]): Promise<Json> => register.set({ faults });
const clients = async (): Promise<Json[]> => (await register.control('/clients'))['items'] as Json[];

describe.each(VERSIONS)('the Tracker gateway before DHIS2 %s', (version) => {
  beforeEach(() => register.speaks(version));

  it('finds nobody, makes the client, and finds it', async () => {
    const ours = registration(tracker);
    expect(await tracker.validate(ours, PATIENCE)).toEqual({ outcome: 'not-found' });
    const created = await tracker.create(ours, PATIENCE);
    expect(created).toMatchObject({ outcome: 'created' });
    expect(await tracker.search({ ...ours }, PATIENCE)).toMatchObject({
      outcome: 'found',
      clients: [{ isOurs: true }],
    });
    expect(await clients()).toEqual([
      expect.objectContaining({
        code: CODE,
        attributes: expect.arrayContaining([{ id: 'uicGenderAt', name: 'Genre', value: 'MALE' }]),
        enrollments: [expect.any(String)],
      }),
    ]);
  });

  it('makes it once though the first answer was lost', async () => {
    const ours = registration(tracker);
    await strike({ kind: 'cut-after', on: 'create' });
    expect(await tracker.create(ours, PATIENCE)).toMatchObject({ outcome: 'unknown' });
    expect(await tracker.confirm(ours, [], PATIENCE)).toMatchObject({ outcome: /created|already-ours/ });
    expect(await tracker.create(ours, PATIENCE)).toMatchObject({ outcome: 'already-ours' });
    expect(await clients()).toHaveLength(1);
  });

  it('sees that the code is somebody else’s, even of somebody who cannot be seen', async () => {
    await register.set({ uniqueCode: true, clients: [{ code: CODE, hidden: true }] });
    const ours = registration(tracker);
    expect(await tracker.validate(ours, PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(await tracker.create(ours, PATIENCE)).toMatchObject({ outcome: 'used-by-another' });
  });

  it('flags two clients, and does so again', async () => {
    const { entered } = (await register.set({ clients: [{ code: CODE }, { code: CODE }] })) as {
      entered: string[];
    };
    const pair = { original: entered[0] ?? '', duplicate: entered[1] ?? '' };
    for (let at = 0; at < 2; at += 1) {
      expect(await tracker.flagDuplicate(pair, PATIENCE)).toEqual({ outcome: 'flagged' });
    }
  });

  it('finds everything in order when it looks at it', async () => {
    const findings = await findingsOf(tracker);
    expect(findings.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(await clients()).toEqual([]);
  });

  it('never says what this version does not know', async () => {
    const ours = registration(tracker);
    await tracker.validate(ours, PATIENCE);
    await tracker.create(ours, PATIENCE);
    await tracker.confirm(ours, [], PATIENCE);
    await findingsOf(tracker);
    const { items } = (await register.control('/received?limit=500')) as { items: Json[] };
    const odd = items.filter(({ status, what }) => status === 400 || what === 'unknown');
    expect(odd.map(({ method, path, query, words }) => [method, path, query, words])).toEqual([]);
  });
});

describe.each(['tracker', 'custom'] as const)('the %s gateway before a register in trouble', (name) => {
  const gateway = (): Dhis2Gateway => (name === 'tracker' ? tracker : custom);

  it.each([
    ['down', {}, ['retryable', 'unknown']],
    ['bad-gateway', {}, ['retryable', 'unknown']],
    ['throttled', { retryAfter: 7 }, ['retryable']],
    ['unauthorised', {}, ['unauthorised']],
    ['expired', {}, ['unauthorised']],
    ['login', {}, ['unauthorised', 'misconfigured']],
    ['html', {}, ['misconfigured', 'unauthorised', 'unknown']],
    ['error-body', {}, ['retryable', 'unknown', 'misconfigured', 'rejected']],
    ['half', {}, ['unknown']],
    ['cut', {}, ['unknown', 'retryable']],
    ['cut-after', {}, ['unknown']],
    ['silent', {}, ['unknown']],
    ['job', {}, ['unknown', 'misconfigured']],
    ['deleted', {}, ['rejected', 'unknown', 'already-ours', 'created']],
  ])('never takes %s for a success', async (kind, more, outcomes) => {
    await strike({ kind, ...more, on: 'create' });
    const { outcome } = await gateway().create(registration(gateway()), { leftMs: 400 });
    expect(outcomes).toContain(outcome);
  });

  it('hears how long it shall wait', async () => {
    await strike({ kind: 'throttled', retryAfter: 7, on: 'create' });
    const heard = await gateway().create(registration(gateway()), PATIENCE);
    expect(heard).toMatchObject({ outcome: 'retryable', retryAfterMs: 7_000 });
  });
});

describe('the Tracker gateway before a register with another clock', () => {
  it.each([3_600, -3_600])('gives the day that it is there (%i s)', async (clockSeconds) => {
    await register.set({ clockSeconds });
    const ours = registration(tracker, { issuedAt: new Date() });
    expect(await tracker.create(ours, PATIENCE)).toMatchObject({ outcome: 'created' });
  });
});

describe('the custom gateway', () => {
  it('goes through the five addresses', async () => {
    const ours = registration(custom);
    expect(await custom.validate(ours, PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(await custom.search(ours, PATIENCE)).toEqual({ outcome: 'not-found' });
    expect(await custom.generate(ours, PATIENCE)).toEqual({ outcome: 'generated', code: CODE });
    expect(await custom.create(ours, PATIENCE)).toMatchObject({ outcome: 'created' });
    expect(await custom.create(ours, PATIENCE)).toMatchObject({ clientId: expect.any(String) });
    expect(await clients()).toHaveLength(1);
    expect(await custom.create(registration(custom), PATIENCE)).toMatchObject({ outcome: 'used-by-another' });
  });

  it('hears another code than ours', async () => {
    await strike({ kind: 'other-code', on: 'generate' });
    const heard = await custom.generate(registration(custom), PATIENCE);
    expect([heard.outcome, 'code' in heard && heard.code !== CODE]).toEqual(['generated', true]);
  });
});
