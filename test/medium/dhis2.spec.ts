import { Logger } from '@nestjs/common';
import { Dhis2 } from '../../src/dhis2/dhis2.contract.js';
import { failure } from '../../src/dhis2/gateway.fake.js';
import { Pump } from '../../src/dhis2/delivery/pump.js';
import { Review } from '../../src/dhis2/registrations/review.service.js';
import { schemaDrift } from '../../src/platform/database/migrate.js';
import { describeEachDatabase } from './databases.js';
import { DAY, Desk, HOUR, MINUTE, SECOND, World } from './dhis2-ground.js';

const world = new World();
const written: string[] = [];

beforeEach(() => {
  written.length = 0;
  for (const level of ['log', 'warn', 'error', 'debug'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation((...words) => void written.push(words.join(' ')));
});
afterEach(() => jest.restoreAllMocks());

describeEachDatabase('registering codes', (open) => {
  const ground = open(world.wanted({ DHIS2_CONCURRENCY: '2' }));
  const desk = new Desk(world, ground);
  beforeEach(() => desk.begin());
  const count = (call: string) => desk.gateway.calls.filter((each) => each === call).length;

  it('has tables that fit the entities', async () => {
    expect(await schemaDrift(ground.source)).toEqual([]);
  });

  it('a code goes validate, search, create, and nothing personal is left', async () => {
    await desk.enter('a1');
    expect(world.woken).toContain('dhis2.deliver');
    await desk.deliver();
    expect(desk.gateway.calls).toEqual(['validate', 'search', 'create']);
    const row = await desk.row('a1');
    expect(row).toMatchObject({
      state: 'DONE',
      outcome: 'created',
      clientId: 'client-1',
      payload: null,
      codeKey: null,
      attempts: 1,
      unsure: false,
      nextAttemptAt: null,
    });
    expect(await desk.attempts('a1')).toEqual([
      expect.objectContaining({ ordinal: 1, step: 'create', outcome: 'created', cause: null }),
    ]);
    expect([...(await desk.register.standing(['a1', 'zz']))]).toEqual([['a1', 'done']]);
  });

  it('a transaction that is rolled back registers nobody', async () => {
    const lost = ground.database.transaction(async () => {
      await desk.register.enter(desk.code('a1'));
      throw new Error('rolled back');
    });
    await expect(lost).rejects.toThrow('rolled back');
    expect(world.woken).toEqual([]);
    expect(await desk.row('a1')).toBeNull();
  });

  it('what is stored while it waits shows neither code nor answers', async () => {
    await desk.enter('a1');
    expect(JSON.stringify(await desk.row('a1'))).not.toMatch(/MBE|IBR/);
  });

  it.each([
    ['retryable', 'RETRY'],
    ['misconfigured', 'RETRY'],
    ['unauthorised', 'RETRY'],
    ['unknown', 'RETRY'],
    ['rejected', 'DEAD'],
  ] as const)('a create that is %s leaves it %s, with the words of the register', async (outcome, state) => {
    desk.gateway.before = async (call) => (call === 'create' ? failure(outcome, { status: 409 }) : undefined);
    await desk.enter('a1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({
      state,
      outcome,
      unsure: outcome === 'unknown',
      attempts: 1,
    });
    const [attempt] = await desk.attempts('a1');
    expect(attempt).toMatchObject({ step: 'create', outcome, status: 409 });
    expect(attempt?.words).not.toContain('Words');
  });

  it('a client that the register deleted is a task', async () => {
    desk.gateway.before = async (call) =>
      call === 'create' ? failure('rejected', { review: 'gone' }) : undefined;
    await desk.enter('a1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'NEEDS_REVIEW', outcome: 'gone' });
    expect([...(await desk.register.standing(['a1']))]).toEqual([['a1', 'task']]);
  });

  it('the pauses double from 30 seconds, and what the register asks for is obeyed', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const seen: number[] = [];
    let cause = 0;
    // Causes that differ are no circuit.
    desk.gateway.before = async (call) =>
      call === 'create' ? failure('retryable', { cause: `http-50${(cause += 1)}` }) : undefined;
    await desk.enter('a1');
    await desk.deliver();
    for (let n = 0; n < 4; n += 1) {
      const due = (await desk.row('a1'))?.nextAttemptAt?.getTime() ?? 0;
      seen.push((due - world.ms) / SECOND);
      await desk.after(due - world.ms);
    }
    expect(seen).toEqual([30, 60, 120, 240]);
    desk.gateway.before = async () => failure('retryable', { cause: 'http-429', retryAfterMs: 2 * HOUR });
    world.ms = (await desk.row('a1'))?.nextAttemptAt?.getTime() ?? 0;
    await desk.deliver();
    expect((await desk.row('a1'))?.nextAttemptAt?.getTime()).toBe(world.ms + 2 * HOUR);
    await desk.enter('b1');
    await desk.after(HOUR);
    expect(await desk.row('b1')).toMatchObject({ state: 'QUEUED', attempts: 0 });
    expect(desk.openAlerts).toEqual([]);
  });

  it('after a time-out the first act is to ask, and what is found is not made again', async () => {
    desk.gateway.afterCreate = () => failure('unknown');
    await desk.enter('a1');
    await desk.deliver();
    desk.gateway.asked.length = 0;
    await desk.after(MINUTE);
    expect(desk.gateway.calls).toEqual(['confirm']);
    expect(await desk.row('a1')).toMatchObject({
      state: 'DONE',
      outcome: 'already-ours',
      clientId: 'client-1',
    });
    expect(desk.gateway.clients.size).toBe(1);
  });

  it('a gateway that heeds no time ends the attempt all the same, and the next one asks first', async () => {
    desk.gateway.before = (call) => (call === 'create' ? new Promise(() => undefined) : Promise.resolve());
    await desk.enter('a1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'RETRY', cause: 'timeout', unsure: true });
    desk.gateway.before = () => Promise.resolve();
    desk.gateway.asked.length = 0;
    await desk.after(MINUTE);
    expect(desk.gateway.calls).toEqual(['confirm', 'validate', 'search', 'create']);
  });

  it('a gateway that does not hear that the house is being closed keeps it open no longer', async () => {
    const closing = new AbortController();
    desk.gateway.before = () => {
      closing.abort();
      return new Promise(() => undefined);
    };
    await desk.enter('a1');
    await desk.run('dhis2.deliver', closing.signal);
    expect(await desk.row('a1')).toMatchObject({ state: 'RETRY', unsure: false });
  });

  it('what is not found after a time-out is made', async () => {
    let broken = true;
    desk.gateway.before = async (call) => (call === 'create' && broken ? failure('unknown') : undefined);
    await desk.enter('a1');
    await desk.deliver();
    broken = false;
    desk.gateway.asked.length = 0;
    await desk.after(MINUTE);
    expect(desk.gateway.calls).toEqual(['confirm', 'validate', 'search', 'create']);
    expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'created', unsure: false });
  });

  it('a search that timed out needs no asking', async () => {
    desk.gateway.before = async (call) => (call === 'search' ? failure('unknown') : undefined);
    await desk.enter('a1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'RETRY', unsure: false });
  });

  it('a process that dies after the client was made leaves a row that the next one asks about', async () => {
    await desk.enter('a1');
    const { id, version } = (await desk.row('a1'))!;
    desk.gateway.clients.set('client-9', { code: 'x', reference: id });
    await ground.source.manager.update(
      'RegistrationRow',
      { id },
      { state: 'SENDING', unsure: true, version: version + 1 },
    );
    await world.group?.gained?.([0]);
    // Nothing of the former holder can be under way any more.
    await desk.deliver();
    expect(desk.gateway.calls).toEqual([]);
    await desk.after(SECOND);
    expect(desk.gateway.calls).toEqual(['confirm']);
    expect(await desk.row('a1')).toMatchObject({ state: 'DONE', clientId: 'client-9' });
  });

  it('a process that is closed gives back what it had not begun, and asks about the rest', async () => {
    const stop = new AbortController();
    desk.gateway.before = async (call) => {
      if (call !== 'create') return undefined;
      stop.abort();
      return failure('unknown');
    };
    await desk.enter('a1', 'b1', 'c1', 'd1');
    await desk.run('dhis2.deliver', stop.signal);
    const rows = await Promise.all(['a1', 'b1', 'c1', 'd1'].map((id) => desk.row(id)));
    expect(rows.map((row) => row?.state)).toEqual(['RETRY', 'RETRY', 'QUEUED', 'QUEUED']);
    expect(rows.some((row) => row?.unsure === true && row.nextAttemptAt?.getTime() === world.ms)).toBe(true);
    expect(rows.filter((row) => row?.state === 'QUEUED').map((row) => row?.attempts)).toEqual([0, 0]);
    expect(desk.openAlerts).toEqual([]);
  });

  it('a register that is away is left alone but for a probe, told once, and everything flows when it is back', async () => {
    let away = true;
    desk.gateway.before = async () => (away ? failure('retryable', { cause: 'unreachable' }) : undefined);
    const ids = Array.from({ length: 12 }, (_, n) => `c${n}`);
    await desk.enter(...ids);
    await desk.deliver();
    const first = desk.gateway.asked.length;
    expect(first).toBeLessThanOrEqual(4);
    expect(desk.openAlerts).toEqual(['dhis2.fault:unreachable']);
    for (let n = 0; n < 5; n += 1) await desk.after(SECOND);
    expect(desk.gateway.asked).toHaveLength(first);
    await desk.after(30 * SECOND);
    expect(desk.gateway.asked).toHaveLength(first + 1);
    await desk.after(31 * SECOND);
    expect(desk.gateway.asked).toHaveLength(first + 1);
    away = false;
    await desk.after(30 * SECOND);
    const rows = await Promise.all(ids.map((id) => desk.row(id)));
    expect(rows.every((row) => row?.state === 'DONE')).toBe(true);
    expect(world.alerts.raised).toEqual(['dhis2.fault:unreachable']);
    expect(desk.openAlerts).toEqual([]);
  });

  it('an account that is refused is not tried again for five minutes', async () => {
    desk.gateway.before = async () => failure('unauthorised');
    await desk.enter('a1', 'b1', 'c1');
    await desk.deliver();
    const first = desk.gateway.asked.length;
    await desk.after(4 * MINUTE);
    expect(desk.gateway.asked).toHaveLength(first);
    await desk.after(MINUTE);
    expect(desk.gateway.asked).toHaveLength(first + 1);
    expect(world.alerts.raised).toEqual(['dhis2.fault:unauthorised']);
  });

  it.each(['unauthorised', 'misconfigured'] as const)(
    'whoever has put right what was %s, and restarted, waits for no pause',
    async (outcome) => {
      desk.gateway.before = async () => failure(outcome);
      await desk.enter('a1', 'b1', 'c1');
      await desk.deliver();
      for (let hours = 0; hours < 20; hours += 1) await desk.after(HOUR);
      desk.gateway.before = async () => undefined;
      await desk.ground.get(Pump).gained();
      await desk.deliver();
      for (const id of ['a1', 'b1', 'c1']) expect(await desk.row(id)).toMatchObject({ state: 'DONE' });
      expect(desk.openAlerts).toEqual([]);
    },
  );

  it('a register that is away is not asked sooner by a restart', async () => {
    desk.gateway.before = async () => failure('retryable', { cause: 'unreachable' });
    await desk.enter('a1', 'b1', 'c1');
    await desk.deliver();
    const first = desk.gateway.asked.length;
    await desk.ground.get(Pump).gained();
    await desk.deliver();
    expect(desk.gateway.asked).toHaveLength(first);
  });

  it('a fault of one registration stops no other', async () => {
    desk.gateway.before = async (call, registration) =>
      call === 'create' && registration?.code === 'MBEIBR7DA1'
        ? failure('rejected', { cause: 'E1007' })
        : undefined;
    await desk.enter('a1', 'b1', 'c1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'DEAD', cause: 'E1007' });
    expect(await desk.row('c1')).toMatchObject({ state: 'DONE' });
    expect(desk.openAlerts).toEqual(['dhis2.dead']);
    expect(world.alerts.problems.get('dhis2.dead')?.title).toBe('1 enregistrement a été abandonné');
  });

  it('settings that stop some hold up nobody else, are told once, and wait to be mended', async () => {
    desk.gateway.before = async (call) =>
      call === 'create'
        ? failure('misconfigured', { cause: 'E1125', advice: 'Complétez.', partial: true })
        : undefined;
    await desk.enter('a1', 'b1', 'c1', 'd1');
    await desk.deliver();
    for (const id of ['a1', 'b1', 'c1', 'd1'])
      expect(await desk.row(id)).toMatchObject({ state: 'RETRY', outcome: 'misconfigured', attempts: 1 });
    expect(desk.openAlerts).toEqual(['dhis2.fault:E1125']);
    expect(world.alerts.problems.get('dhis2.fault:E1125')?.title).toMatch(/^Des codes/);
    desk.gateway.before = async () => undefined;
    await desk.ground.get(Pump).gained();
    await desk.deliver();
    for (const id of ['a1', 'b1', 'c1', 'd1']) expect(await desk.row(id)).toMatchObject({ state: 'DONE' });
    expect(desk.openAlerts).toEqual([]);
  });

  it('three days of failure are the end, and another try can be asked for', async () => {
    desk.gateway.before = async () => failure('retryable', { cause: 'unreachable' });
    await desk.enter('a1', 'b1', 'c1', 'd1');
    await desk.deliver();
    for (let hours = 0; hours < 72; hours += 7) await desk.after(7 * HOUR);
    for (const id of ['a1', 'b1', 'c1', 'd1']) expect(await desk.row(id)).toMatchObject({ state: 'DEAD' });
    expect(desk.openAlerts).toContain('dhis2.dead');
    desk.gateway.before = async () => undefined;
    expect(await ground.get(Review).retry(null, ['DEAD'])).toBe(4);
    expect(world.audit.entries).toEqual([expect.objectContaining({ action: 'dhis2.retried' })]);
    await desk.after(SECOND);
    for (const id of ['a1', 'b1', 'c1', 'd1']) expect(await desk.row(id)).toMatchObject({ state: 'DONE' });
    expect(desk.openAlerts).toEqual([]);
  });

  it('two registrations of the same characters are never under way at once', async () => {
    let under = 0;
    let most = 0;
    desk.gateway.before = async (call) => {
      if (call === 'validate') most = Math.max(most, (under += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (call === 'create') under -= 1;
    };
    await desk.enter(...['a1', 'a2', 'a3'].map((id) => desk.code(id, { code: 'SAME' })));
    await desk.deliver();
    expect(most).toBe(1);
    expect(desk.gateway.clients.size).toBe(3);
  });

  it('somebody else who has the code is told to the register as a possible duplicate', async () => {
    desk.gateway.clients.set('other', { code: 'SAME', reference: 'theirs' });
    await desk.enter(desk.code('a1', { code: 'SAME' }));
    await desk.deliver();
    expect(desk.gateway.asked).toContainEqual(
      expect.objectContaining({ call: 'create', possibleDuplicate: true }),
    );
    expect(desk.gateway.asked).toContainEqual({ call: 'flagDuplicate', pair: ['other', 'client-2'] });
    expect(await desk.row('a1')).toMatchObject({ state: 'DONE', clientId: 'client-2', known: [] });
  });

  it('a pair that could not be told is told later, without the answers', async () => {
    desk.gateway.clients.set('other', { code: 'SAME', reference: 'theirs' });
    desk.gateway.before = async (call) => (call === 'flagDuplicate' ? failure('retryable') : undefined);
    await desk.enter(desk.code('a1', { code: 'SAME' }));
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'RETRY', clientId: 'client-2', payload: null });
    desk.gateway.before = async () => undefined;
    await desk.after(MINUTE);
    expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'created' });
    expect(count('create')).toBe(1);
  });

  it('a pair of which the register will hear nothing leaves a remark, not a failure', async () => {
    desk.gateway.clients.set('other', { code: 'SAME', reference: 'theirs' });
    desk.gateway.before = async (call) => (call === 'flagDuplicate' ? failure('unauthorised') : undefined);
    await desk.enter(desk.code('a1', { code: 'SAME' }));
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'created', cause: 'unauthorised' });
    expect(desk.openAlerts).toEqual([]);
  });

  it('where the code is unique, somebody who has it is a decision for a person', async () => {
    desk.gateway.can.sameCode = false;
    desk.gateway.clients.set('other', { code: 'SAME', reference: 'theirs' });
    await desk.enter(desk.code('a1', { code: 'SAME' }), desk.code('a2', { code: 'FREE' }));
    await desk.deliver();
    expect(count('create')).toBe(1);
    expect(await desk.row('a1')).toMatchObject({
      state: 'NEEDS_REVIEW',
      outcome: 'used-by-another',
      known: ['other'],
    });
    expect(world.alerts.problems.get('dhis2.review')?.title).toBe('1 enregistrement attend une décision');
  });

  it('the code of the register that differs is noted, ours stays, the team is told once', async () => {
    desk.gateway.can.generate = true;
    desk.gateway.generated = () => 'THEIRS-1';
    await desk.enter('a1');
    await desk.deliver();
    expect(world.noted).toEqual([['a1', 'THEIRS-1']]);
    expect(world.settled).toEqual([]);
    expect(desk.gateway.asked.at(-1)).toMatchObject({ call: 'create', code: 'MBEIBR7DA1' });
    expect(world.alerts.raised).toEqual(['dhis2.other-code']);
  });

  it.each(['X'.repeat(41), '<html>', '', 'É'])('%j from the register is no code', async (made) => {
    desk.gateway.can.generate = true;
    desk.gateway.generated = () => made;
    await desk.enter('a1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({
      state: 'RETRY',
      outcome: 'misconfigured',
      cause: 'code-format',
    });
    expect(world.noted).toEqual([]);
    expect(desk.openAlerts).toEqual(['dhis2.fault:code-format']);
  });

  it('a gateway that throws costs one attempt, and what it says is in no log', async () => {
    desk.gateway.before = async (call, registration) => {
      if (call === 'create') throw new Error(`no place for ${registration?.code}`);
    };
    await desk.enter('a1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'RETRY', cause: 'fault', unsure: true });
    expect(written.join('\n')).toContain('create threw Error');
    expect(written.join('\n')).not.toContain('MBEIBR');
  });

  it('no word of a code or of the register reaches a log, whatever happens', async () => {
    const outcomes = ['retryable', 'unknown', 'unauthorised', 'misconfigured', 'rejected'] as const;
    for (const [n, outcome] of outcomes.entries()) {
      desk.gateway.before = async () => failure(outcome, { words: 'Secret words MBEIBR' });
      await desk.enter(`a${n}`, `b${n}`, `c${n}`);
      await desk.after(DAY);
    }
    expect(written.length).toBeGreaterThan(0);
    expect(written.join('\n')).not.toMatch(/MBE|IBR|Secret words/);
  });

  it('counts how many are in which state and since when the oldest waits', async () => {
    desk.gateway.before = async (_, registration) =>
      registration?.code === 'MBEIBR7DA1' ? failure('retryable') : undefined;
    await desk.enter('a1');
    world.ms += MINUTE;
    await desk.enter('b1');
    await desk.deliver();
    world.ms += MINUTE;
    const { states, oldestWaiting } = await ground.get<Dhis2>(Dhis2).counts();
    expect(states).toEqual({ QUEUED: 0, SENDING: 0, DONE: 1, RETRY: 1, NEEDS_REVIEW: 0, DEAD: 0 });
    expect(oldestWaiting?.getTime()).toBe(world.ms - 2 * MINUTE);
  });
});
