import { Logger } from '@nestjs/common';
import { failure } from '../../src/dhis2/gateway.fake.js';
import { GatewayRegistry } from '../../src/dhis2/gateway-registry.js';
import { type Decision, Review } from '../../src/dhis2/registrations/review.service.js';
import { RegistrationRow } from '../../src/dhis2/registrations/registration.entity.js';
import { RotationRepository } from '../../src/dhis2/rotation.repository.js';
import { Sealing } from '../../src/dhis2/registrations/sealing.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { testSettings } from '../settings.js';
import { describeEachDatabase } from './databases.js';
import { Desk, MINUTE, SECOND, World } from './dhis2-ground.js';

const world = new World();

beforeEach(() => {
  for (const level of ['log', 'warn', 'error'] as const)
    jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

const task = (row: Partial<RegistrationRow>): unknown =>
  expect.objectContaining({ state: 'NEEDS_REVIEW', outcome: 'erased', payload: null, words: null, ...row });

describeEachDatabase('what people and other rooms do to registrations', (open) => {
  const ground = open(world.wanted());
  const desk = new Desk(world, ground);
  const inTransaction = (work: () => Promise<void>) => ground.database.transaction(work);
  const idOf = async (codeId: string) => (await desk.row(codeId))?.id ?? '';
  const decide = async (codeId: string, decision: Decision) =>
    ground.get(Review).decide(await idOf(codeId), decision);
  beforeEach(() => desk.begin());

  describe('erasing', () => {
    it('what waits goes without a trace', async () => {
      await desk.enter('a1');
      await inTransaction(() => desk.register.forget(['a1', 'unknown']));
      expect(await desk.row('a1')).toBeNull();
      await desk.deliver();
      expect(desk.gateway.calls).toEqual([]);
    });

    it('what the register has is a task until somebody says that it is done', async () => {
      await desk.enter('a1');
      await desk.deliver();
      await inTransaction(() => desk.register.forget(['a1']));
      expect(await desk.row('a1')).toMatchObject({
        state: 'NEEDS_REVIEW',
        outcome: 'erased',
        clientId: 'client-1',
        payload: null,
      });
      await expect(decide('a1', 'same')).rejects.toMatchObject({ code: 'dhis2.decision-impossible' });
      await decide('a1', 'done');
      expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'closed', clientId: null });
      await expect(decide('a1', 'done')).rejects.toMatchObject({ code: 'dhis2.decision-not-open' });
      expect(world.audit.entries).toEqual([
        expect.objectContaining({
          action: 'dhis2.decided',
          detail: { task: 'delete-client', decision: 'done' },
        }),
      ]);
    });

    it.each([
      ['made a client', undefined, task({ clientId: 'client-1' })],
      ['ends in doubt', failure('unknown'), task({ clientId: null, unsure: true })],
      ['made none', failure('retryable'), null],
    ])('while a call is under way that %s', async (_, answer, expected) => {
      desk.gateway.before = async (call) => {
        if (call !== 'create') return undefined;
        await inTransaction(() => desk.register.forget(['a1']));
        return answer;
      };
      await desk.enter('a1');
      await desk.deliver();
      const row = await desk.row('a1');
      expect(row && { ...row }).toEqual(expected);
    });

    it('before the client is made no client is made', async () => {
      desk.gateway.before = async (call) => {
        if (call === 'search') await inTransaction(() => desk.register.forget(['a1']));
      };
      await desk.enter('a1');
      await desk.deliver();
      expect(desk.gateway.clients.size).toBe(0);
      await desk.after(10 * MINUTE);
      await desk.after(10 * MINUTE);
      expect(await desk.row('a1')).toMatchObject({ payload: null, codeKey: null });
    });
  });

  describe('a correction', () => {
    it('the older one that is not in the register need not go there, unless it counts again', async () => {
      await desk.enter('a1', 'a2');
      await inTransaction(() => desk.register.supersede('a1', 'a2'));
      await desk.deliver();
      expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'superseded', clientId: null });
      expect(desk.gateway.clients.size).toBe(1);
      await inTransaction(() => desk.register.part('a2', 'a1'));
      await desk.deliver();
      expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'created', payload: null });
    });

    it('both in the register are told as a pair, the older one first', async () => {
      await desk.enter('a1');
      await desk.deliver();
      await desk.enter('a2');
      await inTransaction(() => desk.register.supersede('a1', 'a2'));
      await desk.deliver();
      await desk.after(SECOND);
      expect(desk.gateway.asked.at(-1)).toEqual({ call: 'flagDuplicate', pair: ['client-1', 'client-2'] });
      expect(await desk.row('a2')).toMatchObject({ state: 'DONE', link: 'flagged' });
      await desk.after(SECOND);
      expect(desk.gateway.calls.filter((call) => call === 'flagDuplicate')).toHaveLength(1);
    });
  });

  describe('one person', () => {
    it('a second code that waits needs no client, and goes its way when that is taken back', async () => {
      await desk.enter('a1');
      await desk.deliver();
      desk.gateway.can.merge = true;
      await desk.enter('a2');
      await inTransaction(() => desk.register.join('a1', 'a2'));
      await desk.deliver();
      expect(await desk.row('a2')).toMatchObject({ state: 'DONE', outcome: 'joined' });
      expect(desk.gateway.clients.size).toBe(1);
      await inTransaction(() => desk.register.part('a1', 'a2'));
      await desk.deliver();
      expect(await desk.row('a2')).toMatchObject({
        state: 'DONE',
        outcome: 'created',
        clientId: 'client-2',
        payload: null,
      });
    });

    it('a pair waits for the client of the other side, and is dropped when there will be none', async () => {
      desk.gateway.before = async (call, registration) =>
        call === 'create' && registration?.code === desk.code('a1').code
          ? failure('rejected', { review: 'unclear' })
          : undefined;
      await desk.enter('a1', 'b1');
      await desk.deliver();
      await inTransaction(() => desk.register.join('a1', 'b1'));
      await desk.after(SECOND);
      expect(await desk.row('b1')).toMatchObject({ state: 'DONE', link: 'flag' });
      await decide('a1', 'done');
      await desk.after(SECOND);
      expect(await desk.row('b1')).toMatchObject({ state: 'DONE', link: null, linkedCodeId: null });
    });

    it('a second client is merged where the register can, and parting again is a task', async () => {
      desk.gateway.can.merge = true;
      await desk.enter('a1', 'a2');
      await desk.deliver();
      await inTransaction(() => desk.register.join('a1', 'a2'));
      await desk.deliver();
      await desk.after(SECOND);
      const [kept, other] = [(await desk.row('a1'))?.clientId, (await desk.row('a2'))?.clientId];
      expect(desk.gateway.asked.at(-1)).toEqual({ call: 'merge', pair: [kept, other] });
      expect(await desk.row('a2')).toMatchObject({ state: 'DONE', link: 'merged' });
      await inTransaction(() => desk.register.part('a1', 'a2'));
      expect(await desk.row('a2')).toMatchObject({ state: 'NEEDS_REVIEW', outcome: 'parted' });
      await decide('a2', 'done');
      expect(await desk.row('a2')).toMatchObject({ state: 'DONE', outcome: 'closed' });
    });
  });

  describe('somebody has the code already', () => {
    beforeEach(async () => {
      desk.gateway.can.sameCode = false;
      desk.gateway.clients.set('other', { code: 'SAME', reference: 'theirs' });
      await desk.enter(desk.code('a1', { code: 'SAME' }));
      await desk.deliver();
    });

    it('the same person is linked to that client', async () => {
      await decide('a1', 'same');
      expect(await desk.row('a1')).toMatchObject({
        state: 'DONE',
        outcome: 'linked',
        clientId: 'other',
        payload: null,
      });
    });

    it('somebody else cannot be made where the code is unique', async () => {
      await expect(decide('a1', 'different')).rejects.toMatchObject({
        code: 'dhis2.decision-impossible',
        kind: 'conflict',
      });
      expect(await desk.row('a1')).toMatchObject({ state: 'NEEDS_REVIEW' });
    });

    it('the register is looked at again once its file was put right, and what is free by then is made', async () => {
      await decide('a1', 'again');
      await desk.deliver();
      expect(await desk.row('a1')).toMatchObject({ state: 'NEEDS_REVIEW', outcome: 'used-by-another' });
      desk.gateway.clients.clear();
      await decide('a1', 'again');
      await desk.deliver();
      expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'created', payload: null });
      expect(desk.gateway.clients.size).toBe(1);
    });

    it('somebody else is made where two may have one code', async () => {
      desk.gateway.can.sameCode = true;
      await decide('a1', 'different');
      await desk.deliver();
      expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'created', clientId: 'client-2' });
    });
  });

  it.each(['again', 'different'] as const)(
    'a client that was deleted there is made anew, under ids that the register never saw (%s)',
    async (decision) => {
      const sent: string[] = [];
      desk.gateway.before = async (call, registration) => {
        if (call !== 'create') return undefined;
        sent.push(registration?.references['trackedEntity'] ?? '');
        return sent.length === 1 ? failure('rejected', { cause: 'E1114', review: 'gone' }) : undefined;
      };
      await desk.enter('a1');
      await desk.deliver();
      expect(await ground.get(Review).retry([await idOf('a1')], ['RETRY', 'DEAD'])).toBe(0);
      await decide('a1', decision);
      await desk.deliver();
      expect(await desk.row('a1')).toMatchObject({ state: 'DONE', outcome: 'created', payload: null });
      expect(new Set(sent).size).toBe(2);
    },
  );

  it('a client that could not be seen there is asked for before anything is made again', async () => {
    desk.gateway.afterCreate = () => failure('rejected', { cause: 'client-hidden', review: 'unclear' });
    await desk.enter('a1');
    await desk.deliver();
    expect(await desk.row('a1')).toMatchObject({ state: 'NEEDS_REVIEW', outcome: 'rejected' });
    desk.gateway.asked.length = 0;
    await decide('a1', 'again');
    await desk.deliver();
    expect(desk.gateway.calls).toEqual(['confirm']);
    expect(await desk.row('a1')).toMatchObject({
      state: 'DONE',
      outcome: 'already-ours',
      clientId: 'client-1',
    });
    expect(desk.gateway.clients.size).toBe(1);
  });

  it('trying again takes those that are named, in the states that are named', async () => {
    desk.gateway.before = async (_, registration) =>
      registration?.code === 'MBEIBR7DA1'
        ? failure('rejected')
        : failure('retryable', { cause: registration?.code });
    await desk.enter('a1', 'b1', 'c1');
    await desk.deliver();
    const review = ground.get(Review);
    expect(await review.retry([await idOf('b1'), 'unknown'], ['RETRY', 'DEAD'])).toBe(1);
    expect(await review.retry(null, ['DEAD'])).toBe(1);
    expect((await desk.row('a1'))?.nextAttemptAt?.getTime()).toBe(world.ms);
    expect(((await desk.row('c1'))?.nextAttemptAt?.getTime() ?? 0) > world.ms).toBe(true);
  });

  it('after a change of keys everything opens without the old ones', async () => {
    const old = testSettings();
    const changed = testSettings({
      DATA_ENCRYPTION_KEY: `${testSettings().keys.data[0]?.reveal()},${old.keys.data[0]?.reveal()}`,
      UIC_SECRET: `${testSettings().keys.uic[0]?.reveal()},${old.keys.uic[0]?.reveal()}`,
    });
    desk.gateway.before = async () => failure('retryable');
    await desk.enter('a1');
    await desk.deliver();
    const { id } = (await desk.row('a1'))!;
    const payload = { code: 'MBEIBR7DA1', answers: {}, issuedAt: '', possibleDuplicate: false };
    const sealing = new Sealing(new Vault(old));
    const stored = {
      payload: sealing.seal(payload),
      words: sealing.words('Words'),
      codeKey: sealing.key('MBEIBR7DA1'),
    };
    await ground.source.manager.update(RegistrationRow, { id }, stored);
    await ground.source.manager.update('AttemptRow', { registrationId: id }, { words: stored.words });
    const rotation = new RotationRepository(ground.database, new Sealing(new Vault(changed)));
    expect([await rotation.registrations(), await rotation.attempts()]).toEqual([1, 1]);
    expect([await rotation.registrations(), await rotation.attempts()]).toEqual([0, 0]);
    const only = testSettings({
      DATA_ENCRYPTION_KEY: changed.keys.data[0]?.reveal() ?? '',
      UIC_SECRET: changed.keys.uic[0]?.reveal() ?? '',
    });
    const fresh = new Sealing(new Vault(only));
    const row = (await desk.row('a1'))!;
    expect(fresh.open(row.payload ?? '')).toEqual(payload);
    expect(fresh.wordsOf(row.words)).toBe('Words');
    expect(row.codeKey).toBe(fresh.key('MBEIBR7DA1'));
    expect(fresh.wordsOf((await desk.attempts('a1'))[0]?.words ?? null)).toBe('Words');
  });

  it('keeps the last fifty attempts', async () => {
    desk.gateway.before = async () => failure('retryable', { cause: `c${world.ms}` });
    await desk.enter('a1');
    await ground.source.manager.update(RegistrationRow, { codeId: 'a1' }, { attempts: 48 });
    for (let n = 0; n < 4; n += 1) {
      await ground.get(Review).retry(null, ['RETRY']);
      await desk.after(SECOND);
    }
    const ordinals = (await desk.attempts('a1')).map(({ ordinal }) => ordinal);
    expect(ordinals).toEqual([49, 50, 51, 52]);
    await ground.source.manager.update('AttemptRow', { ordinal: 49 }, { ordinal: 2 });
    await ground.get(Review).retry(null, ['RETRY']);
    await desk.after(SECOND);
    expect((await desk.attempts('a1')).map(({ ordinal }) => ordinal)).toEqual([50, 51, 52, 53]);
  });
});

describeEachDatabase('where the code of the register counts', (open) => {
  const ground = open(world.wanted({ DHIS2_CODE_POLICY: 'remote' }));
  const desk = new Desk(world, ground);
  beforeEach(async () => {
    await desk.begin();
    desk.gateway.can.generate = true;
    desk.gateway.generated = () => 'THEIRS-1';
  });

  it('in time the person gets it, and it is what is registered, also by a later attempt', async () => {
    let fails = true;
    desk.gateway.before = async (call) => (call === 'create' && fails ? failure('retryable') : undefined);
    expect(desk.register.decidesWithinMs).toBe(500);
    await desk.enter('a1');
    await desk.deliver();
    expect(world.settled).toEqual([['a1', 'THEIRS-1']]);
    fails = false;
    await desk.after(MINUTE);
    await desk.run('dhis2.settle');
    expect(world.settled).toHaveLength(1);
    expect(desk.gateway.calls.filter((call) => call === 'generate')).toHaveLength(1);
    expect([...desk.gateway.clients.values()]).toEqual([expect.objectContaining({ code: 'THEIRS-1' })]);
    expect(world.noted).toEqual([]);
  });

  it('too late it is noted, and the person has ours', async () => {
    desk.gateway.before = async (call) => {
      if (call !== 'generate') return;
      world.ms += SECOND;
      await desk.run('dhis2.settle');
    };
    await desk.enter('a1');
    await desk.deliver();
    expect(world.settled).toEqual([['a1', null]]);
    expect(world.noted).toEqual([['a1', 'THEIRS-1']]);
    expect([...desk.gateway.clients.values()]).toEqual([expect.objectContaining({ code: 'MBEIBR7DA1' })]);
    expect(world.alerts.raised).toEqual(['dhis2.other-code']);
  });

  it('never: an attempt that fails gives ours at once, a process that died when the time is over', async () => {
    desk.gateway.before = async () => failure('retryable');
    await desk.enter('a1');
    await desk.deliver();
    expect(world.settled).toEqual([['a1', null]]);
    await desk.enter('b1');
    await desk.run('dhis2.settle');
    expect(world.settled).toHaveLength(1);
    world.ms += SECOND;
    await desk.run('dhis2.settle');
    await desk.run('dhis2.settle');
    expect(world.settled.slice(1)).toEqual([['b1', null]]);
  });

  it('the same code as ours is ours', async () => {
    desk.gateway.generated = ({ code }) => code;
    await desk.enter('a1');
    await desk.deliver();
    expect(world.settled).toEqual([['a1', null]]);
    expect(world.noted).toEqual([]);
  });

  it('those for whose code somebody waits go first', async () => {
    desk.gateway.can.generate = false;
    await desk.enter('a1', 'b1', 'c1');
    desk.gateway.can.generate = true;
    await desk.enter('d1');
    await desk.deliver();
    expect(desk.gateway.asked[0]).toMatchObject({ code: 'MBEIBR7DD1' });
  });

  it('a register that makes no codes keeps nobody waiting', async () => {
    desk.gateway.can.generate = false;
    expect(desk.register.decidesWithinMs).toBe(0);
    expect(ground.get(GatewayRegistry).isOn).toBe(true);
  });
});
