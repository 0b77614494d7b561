import { PairRow } from '../../src/uic/duplicates/pair.entity.js';
import { type Answers, Uic } from '../../src/uic/uic.contract.js';
import { CodeRow } from '../../src/uic/uic.entity.js';
import { CodeRegisters } from '../../src/uic/uic.port.js';
import { Review } from '../../src/uic/duplicates/review.service.js';
import { describeEachDatabase, type GroundUnderTest } from './databases.js';
import {
  callingOn,
  CODE,
  hand,
  HOUR,
  issuedBy,
  issuingOn,
  quietAndOnTime,
  RememberedRegister,
  request,
  wanted,
} from './uic-ground.js';

quietAndOnTime();

/** The ground of these tests, and how they look at it. */
function people(ground: GroundUnderTest) {
  const register = new RememberedRegister();
  beforeAll(() => ground.get(CodeRegisters).use(register));
  beforeEach(() => register.empty());
  const issue = issuingOn(ground);
  const obtain = async (holderId: string, over: Partial<Answers> = {}) => {
    const issued = issuedBy(await issue(holderId, over));
    hand.ms += 9 * HOUR;
    return issued;
  };
  const pairs = () => ground.source.manager.find(PairRow, { order: { id: 'ASC' } });
  const onlyPair = async () => {
    const [pair, ...more] = await pairs();
    if (pair === undefined || more.length > 0) throw new Error(`${more.length} pairs beside the first`);
    return pair;
  };
  const states = async () =>
    Object.fromEntries(
      (await ground.source.manager.find(CodeRow)).map(({ id, state, successorId }) => [
        id,
        successorId === null ? state : `${state} → ${successorId}`,
      ]),
    );
  return { register, obtain, pairs, onlyPair, states, door: () => ground.get<Uic>(Uic) };
}

describeEachDatabase('a phone with two codes', (open) => {
  const ground = open(wanted);
  const { register, obtain, pairs, onlyPair, states, door } = people(ground);

  it('is told which earlier code differs in one answer, and in which', async () => {
    const first = await obtain('ada');
    expect(first).not.toHaveProperty('resembles');
    const second = await obtain('ada', { year: '8' });
    expect(second.resembles).toEqual({ id: first.id, key: 'year' });
    expect(await onlyPair()).toMatchObject({
      kind: 'near-miss',
      keptId: first.id,
      otherId: second.id,
      differs: 'year',
      state: 'OPEN',
      decidedBy: null,
    });
    expect(await states()).toEqual({ [first.id]: 'ACTIVE', [second.id]: 'ACTIVE' });
    expect(await door().settled('ada', second.id)).toMatchObject({ resembles: second.resembles });
  });

  it('is compared with the newest of several', async () => {
    await obtain('ada');
    const second = await obtain('ada', { year: '8' });
    expect((await obtain('ada', { year: '9' })).resembles).toEqual({ id: second.id, key: 'year' });
  });

  it('is told nothing where two answers differ, of another phone, and of a repeat', async () => {
    await obtain('ada');
    expect(await obtain('ada', { family: 'KAB', given: 'JEA' })).not.toHaveProperty('resembles');
    expect(await obtain('bob', { year: '8' })).not.toHaveProperty('resembles');
    expect(await obtain('ada')).not.toHaveProperty('resembles');
    expect(await pairs()).toEqual([]);
  });

  it('keeps the newer code where the person corrected itself', async () => {
    const [older, newer] = [await obtain('ada'), await obtain('ada', { given: 'IBU' })];
    expect(await door().supersede('ada', older.id, newer.id)).toBe(true);
    expect(await states()).toEqual({ [older.id]: `SUPERSEDED → ${newer.id}`, [newer.id]: 'ACTIVE' });
    expect(register.told).toEqual([`supersede ${older.id} ${newer.id}`]);
    expect(await onlyPair()).toMatchObject({ state: 'SAME', decidedBy: 'person' });
    expect(await door().holdings('ada')).toMatchObject([
      { id: newer.id, current: true },
      { id: older.id, current: false },
    ]);
    expect(await door().find(older.id)).toBeNull();
    expect(await door().find(newer.id)).toEqual({ id: newer.id, code: newer.code, holderIds: ['ada'] });
    expect(await door().recall('ada', 'IBR')).toEqual([]);
    expect(await door().recall('ada', 'IBU')).toEqual([{ id: newer.id, code: newer.code }]);
    for (const [one, two] of [
      [older, newer],
      [newer, older],
      [newer, newer],
    ] as const)
      expect(await door().supersede('ada', one.id, two.id)).toBe(false);
    expect(register.told).toHaveLength(1);
  });

  it('corrects only its own codes', async () => {
    const [own, theirs] = [await obtain('ada'), await obtain('bob', { year: '8' })];
    expect(await door().supersede('ada', own.id, theirs.id)).toBe(false);
    expect(await door().supersede('ada', theirs.id, own.id)).toBe(false);
    expect(await door().supersede('ada', own.id, 'gone')).toBe(false);
    expect(register.told).toEqual([]);
  });

  it('corrects a code also where more than one answer differs', async () => {
    const [older, newer] = [await obtain('ada'), await obtain('ada', { family: 'KAB', given: 'JEA' })];
    expect(await door().supersede('ada', older.id, newer.id)).toBe(true);
    expect(await onlyPair()).toMatchObject({
      keptId: older.id,
      otherId: newer.id,
      differs: null,
      state: 'SAME',
    });
  });

  it('has a corrected code again when it gives the old answers again, and the newer one stays', async () => {
    const [older, newer] = [await obtain('ada'), await obtain('ada', { given: 'IBU' })];
    await door().supersede('ada', older.id, newer.id);
    expect(await obtain('ada')).toEqual({ outcome: 'issued', id: older.id, code: CODE, repeat: true });
    expect(await states()).toEqual({ [older.id]: 'ACTIVE', [newer.id]: 'ACTIVE' });
    expect(register.told.at(-1)).toBe(`part ${newer.id} ${older.id}`);
    expect(await onlyPair()).toMatchObject({ state: 'OPEN', decidedBy: null, decidedAt: null });
  });

  it('has nobody look at two codes of which it says that they belong to two people', async () => {
    const [older, newer] = [await obtain('ada'), await obtain('ada', { given: 'IBU' })];
    await door().keepApart('bob', older.id, newer.id);
    expect(await onlyPair()).toMatchObject({ state: 'OPEN' });
    await door().keepApart('ada', older.id, newer.id);
    expect(await onlyPair()).toMatchObject({ state: 'DIFFERENT', decidedBy: 'person' });
    expect(await states()).toEqual({ [older.id]: 'ACTIVE', [newer.id]: 'ACTIVE' });
    expect(await door().settled('ada', newer.id)).not.toHaveProperty('resembles');
    expect(register.told).toEqual([]);
  });

  it('may change its own mind, not that of staff', async () => {
    const [older, newer] = [await obtain('ada'), await obtain('ada', { given: 'IBU' })];
    await door().keepApart('ada', older.id, newer.id);
    expect(await door().supersede('ada', older.id, newer.id)).toBe(true);
    const { id } = await onlyPair();
    await ground.get(Review).reopen(id);
    await ground.get(Review).decide(id, 'different');
    expect(await door().supersede('ada', older.id, newer.id)).toBe(false);
    await door().keepApart('ada', older.id, newer.id);
    expect(await states()).toEqual({ [older.id]: 'ACTIVE', [newer.id]: 'ACTIVE' });
  });

  it('is corrected once when it says so twice at the same moment', async () => {
    const other = (await ground.another()).get<Uic>(Uic);
    const [older, newer] = [await obtain('ada'), await obtain('ada', { given: 'IBU' })];
    const outcomes = await Promise.all(
      [door(), other].map((each) => each.supersede('ada', older.id, newer.id)),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
  });

  it('finds its codes by one answer, newest first, and nobody else’s', async () => {
    const first = await obtain('ada');
    const second = await obtain('ada', { year: '8' });
    await obtain('bob');
    const found = [second, first].map(({ id, code }) => ({ id, code }));
    expect(await door().recall('ada', 'IBR')).toEqual(found);
    expect(await door().recall('ada', 'ZOE')).toEqual([]);
    expect(await door().recall('eve', 'IBR')).toEqual([]);
  });
});

describeEachDatabase('reviewing duplicates', (open) => {
  const ground = open(wanted);
  const { register, obtain, pairs, onlyPair, states, door } = people(ground);
  const call = callingOn(ground);
  const decide = (id: string, decision: string) =>
    call('POST', `/api/uic/duplicates/${id}/decide`, { decision });
  const reopen = (id: string) => call('POST', `/api/uic/duplicates/${id}/reopen`);
  /** Two phones with the same code. */
  const twins = async () => {
    const [kept, other] = [await obtain('ada'), await obtain('bob')];
    const pair = (await pairs()).find(({ otherId }) => otherId === other.id);
    return { kept: kept.id, other: other.id, pair: pair?.id ?? '' };
  };

  it('lists pairs, newest first, with most of the codes hidden and nothing of the phones', async () => {
    const { kept, other, pair } = await twins();
    const near = await obtain('ada', { year: '8' });
    register.known.set(kept, 'done');
    const { status, body, text } = await call('GET', '/api/uic/duplicates');
    expect(status).toBe(200);
    const side = { requestCount: 1, phones: 1, lastRequestedAt: expect.any(String) };
    expect(body).toEqual({
      items: [
        {
          id: expect.any(String),
          kind: 'near-miss',
          state: 'OPEN',
          differs: 'year',
          kept: {
            ...side,
            id: kept,
            mask: 'M••I••7•••',
            state: 'ACTIVE',
            createdAt: '2026-01-31T08:00:00.000Z',
            registered: true,
          },
          other: {
            ...side,
            id: near.id,
            mask: 'M••I••8•••',
            state: 'ACTIVE',
            createdAt: '2026-02-01T02:00:00.000Z',
            registered: false,
          },
          decidedBy: null,
          decidedAt: null,
        },
        expect.objectContaining({
          id: pair,
          kind: 'same-code',
          differs: null,
          kept: expect.objectContaining({ id: kept, mask: 'M••I••••••' }),
          other: expect.objectContaining({ id: other, mask: 'M••I••••••', state: 'NEEDS_REVIEW' }),
        }),
      ],
      nextCursor: null,
    });
    const withoutIds = text.replaceAll(/"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"/g, '""');
    for (const secret of [CODE, 'MBE', 'IBR', 'ada', 'bob']) expect(withoutIds).not.toContain(secret);
    expect((await call('GET', `/api/uic/duplicates/${pair}`)).body).toEqual(body.items[1]);
  });

  it('lists by kind and state, page by page', async () => {
    await twins();
    await obtain('eve');
    await obtain('ada', { year: '8' });
    const ids = async (query: string) =>
      (await call('GET', `/api/uic/duplicates${query}`)).body.items.map((each: { id: string }) => each.id);
    const all = await ids('');
    expect(all).toHaveLength(3);
    expect(await ids('?kind=near-miss')).toEqual(all.slice(0, 1));
    expect(await ids('?kind=same-code&state=OPEN')).toEqual(all.slice(1));
    expect(await ids('?state=SAME')).toEqual([]);
    const first = (await call('GET', '/api/uic/duplicates?limit=2')).body;
    expect(await ids(`?limit=2&cursor=${first.nextCursor}`)).toEqual(all.slice(2));
  });

  it('links two codes of one person, and takes that back', async () => {
    const { kept, other, pair } = await twins();
    const decided = await decide(pair, 'same');
    expect(decided).toMatchObject({
      status: 200,
      body: { id: pair, state: 'SAME', decidedBy: 'key:ADMIN_API_KEY', other: { state: 'LINKED' } },
    });
    expect(await states()).toEqual({ [kept]: 'ACTIVE', [other]: `LINKED → ${kept}` });
    expect(register.told).toEqual([`join ${kept} ${other}`]);
    expect((await call('GET', '/api/uic?state=LINKED')).body.items).toMatchObject([
      { id: other, code: CODE, successorId: kept },
    ]);
    expect((await reopen(pair)).body).toMatchObject({ state: 'OPEN', decidedBy: null, decidedAt: null });
    expect(await states()).toEqual({ [kept]: 'ACTIVE', [other]: 'NEEDS_REVIEW' });
    expect(register.told.slice(1)).toEqual([`part ${kept} ${other}`]);
  });

  it('keeps a linked code findable for its own phone, and sends reminders to both', async () => {
    const { kept, pair } = await twins();
    await decide(pair, 'same');
    expect(await door().recall('bob', 'IBR')).toEqual([{ id: kept, code: CODE }]);
    expect(await door().find(kept)).toEqual({ id: kept, code: CODE, holderIds: ['ada', 'bob'] });
    expect(await obtain('bob')).toMatchObject({ code: CODE, repeat: true });
  });

  it('ends the review of two people, and begins it again', async () => {
    const { kept, other, pair } = await twins();
    expect((await decide(pair, 'different')).body).toMatchObject({ state: 'DIFFERENT' });
    expect(await states()).toEqual({ [kept]: 'ACTIVE', [other]: 'ACTIVE' });
    expect(register.told).toEqual([`part ${kept} ${other}`]);
    expect((await reopen(pair)).body).toMatchObject({ state: 'OPEN' });
    expect(await states()).toEqual({ [kept]: 'ACTIVE', [other]: 'NEEDS_REVIEW' });
    expect(register.told).toHaveLength(1);
  });

  it('takes back also what the person said', async () => {
    const [older, newer] = [await obtain('ada'), await obtain('ada', { given: 'IBU' })];
    await door().supersede('ada', older.id, newer.id);
    const { id } = await onlyPair();
    await reopen(id);
    expect(await states()).toEqual({ [older.id]: 'ACTIVE', [newer.id]: 'ACTIVE' });
    expect(register.told.at(-1)).toBe(`part ${newer.id} ${older.id}`);
    await decide(id, 'same');
    expect(await states()).toEqual({ [older.id]: 'ACTIVE', [newer.id]: `LINKED → ${older.id}` });
  });

  it('links to the code that counts by now', async () => {
    const { kept, other, pair } = await twins();
    const corrected = await obtain('ada', { year: '8' });
    await door().supersede('ada', kept, corrected.id);
    await decide(pair, 'same');
    expect(await states()).toEqual({
      [kept]: `SUPERSEDED → ${corrected.id}`,
      [other]: `LINKED → ${corrected.id}`,
      [corrected.id]: 'ACTIVE',
    });
    await reopen(pair);
    expect(register.told.slice(1)).toEqual([
      `join ${corrected.id} ${other}`,
      `part ${corrected.id} ${other}`,
    ]);
    expect(await states()).toMatchObject({ [other]: 'NEEDS_REVIEW', [kept]: `SUPERSEDED → ${corrected.id}` });
  });

  it('does not link what was replaced already, and says so', async () => {
    await twins();
    const own = await obtain('bob', { year: '8' });
    const [first, second] = await pairs();
    const near = second?.kind === 'near-miss' ? second : first;
    await door().supersede('bob', near?.keptId ?? '', own.id);
    const same = (await pairs()).find(({ kind }) => kind === 'same-code')?.id ?? '';
    expect(await decide(same, 'same')).toMatchObject({ status: 409, body: { code: 'uic.pair-replaced' } });
    expect((await pairs()).find(({ id }) => id === same)).toMatchObject({ state: 'OPEN', decidedBy: null });
    expect((await decide(same, 'different')).status).toBe(200);
  });

  it('lets one of two who decide at the same moment succeed', async () => {
    const { pair, other, kept } = await twins();
    const elsewhere = (await ground.another()).get(Review);
    const outcomes = await Promise.allSettled([
      ground.get(Review).decide(pair, 'same'),
      elsewhere.decide(pair, 'different'),
    ]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as { code: string }).code)).toEqual(['uic.pair-decided']);
    const { state } = await onlyPair();
    expect((await states())[other]).toBe(state === 'SAME' ? `LINKED → ${kept}` : 'ACTIVE');
    expect(await decide(pair, 'same')).toMatchObject({ status: 409, body: { code: 'uic.pair-decided' } });
  });

  it('refuses what cannot be', async () => {
    const { pair } = await twins();
    expect(await reopen(pair)).toMatchObject({ status: 409, body: { code: 'uic.pair-open' } });
    expect(await decide(pair, 'merge')).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'decision' }] },
    });
    const nobody = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
    for (const { status, body } of [
      await decide(nobody, 'same'),
      await reopen(nobody),
      await call('GET', `/api/uic/duplicates/${nobody}`),
    ])
      expect([status, body.code]).toEqual([404, 'uic.pair-unknown']);
  });

  it('lets agents look and operators decide', async () => {
    const { pair } = await twins();
    const keyOf = async (role: string) =>
      (await call('POST', '/api/keys', { name: role, role })).body.key as string;
    const [agent, operator] = [await keyOf('agent'), await keyOf('operator')];
    expect((await call('GET', '/api/uic/duplicates', undefined, agent)).status).toBe(200);
    const path = `/api/uic/duplicates/${pair}/decide`;
    expect((await call('POST', path, { decision: 'same' }, agent)).status).toBe(403);
    expect((await call('POST', path, { decision: 'same' }, operator)).body).toMatchObject({
      decidedBy: expect.stringMatching(/^key:[0-9a-f-]{36}$/),
    });
  });

  it('writes each decision into the audit trail, by ids', async () => {
    const { kept, other, pair } = await twins();
    await decide(pair, 'same');
    await reopen(pair);
    const { items } = (await call('GET', '/api/audit?limit=20')).body;
    const lines = items.filter(({ action }: { action: string }) => action.startsWith('uic.pair'));
    const about = { kind: 'same-code', kept, other };
    expect(lines).toMatchObject([
      { action: 'uic.pair-reopened', subject: `pair:${pair}`, detail: { ...about, was: 'SAME' } },
      { action: 'uic.pair-decided', subject: `pair:${pair}`, detail: { ...about, decision: 'same' } },
    ]);
    expect(JSON.stringify(lines)).not.toContain(CODE);
  });

  it('pairs everybody with the first of those who share a code at the same moment', async () => {
    const other = (await ground.another()).get<Uic>(Uic);
    const holders = ['a', 'b', 'c', 'd'];
    await Promise.all(
      holders.map((holderId, at) => (at % 2 === 0 ? door() : other).issue(request(holderId))),
    );
    const rows = await ground.source.manager.find(CodeRow, { order: { sequence: 'ASC' } });
    const [first, ...later] = rows.map(({ id }) => id);
    const found = await pairs();
    expect(found.map(({ keptId }) => keptId)).toEqual([first, first, first]);
    expect(found.map(({ otherId }) => otherId).toSorted()).toEqual(later.toSorted());
  });

  it('compares those who are left when the first is erased, and forgets the pairs', async () => {
    const { kept, other } = await twins();
    const third = await obtain('eve');
    await door().forgetHolder('ada');
    expect(await states()).toEqual({ [other]: 'ACTIVE', [third.id]: 'NEEDS_REVIEW' });
    expect(await pairs()).toMatchObject([{ keptId: other, otherId: third.id, state: 'OPEN' }]);
    expect(register.told).toEqual([`forget ${kept}`]);
    await door().forgetHolder('eve');
    expect(await pairs()).toEqual([]);
    expect(await states()).toEqual({ [other]: 'ACTIVE' });
  });

  it('leaves nobody waiting for a comparison with a code that is erased at the same moment', async () => {
    const other = (await ground.another()).get<Uic>(Uic);
    for (const holderId of ['bob', 'eve', 'kim']) {
      await obtain('ada');
      await Promise.all([door().forgetHolder('ada'), other.issue(request(holderId))]);
      expect(Object.values(await states())).toEqual(['ACTIVE']);
      expect(await pairs()).toEqual([]);
      await door().forgetHolder(holderId);
    }
  });

  it('links nothing to a code that is erased at the same moment', async () => {
    const elsewhere = (await ground.another()).get(Review);
    for (const holderId of ['bob', 'eve', 'kim']) {
      const kept = await obtain('ada');
      const other = await obtain(holderId);
      const pair = (await pairs()).find(({ keptId }) => keptId === kept.id);
      await Promise.allSettled([door().forgetHolder('ada'), elsewhere.decide(pair?.id ?? '', 'same')]);
      expect(await states()).toEqual({ [other.id]: 'ACTIVE' });
      await door().forgetHolder(holderId);
    }
  });

  it('lets a linked code count by itself when the other is erased', async () => {
    const { kept, other, pair } = await twins();
    await decide(pair, 'same');
    await door().forgetHolder('ada');
    expect(await states()).toEqual({ [other]: 'ACTIVE' });
    expect(register.told.slice(1)).toEqual([`part ${kept} ${other}`, `forget ${kept}`]);
    expect(await pairs()).toEqual([]);
    expect(await door().recall('bob', 'IBR')).toEqual([{ id: other, code: CODE }]);
  });

  it('keeps what the person itself corrected when the code that it was compared with is erased', async () => {
    const { other } = await twins();
    const corrected = await obtain('bob', { year: '8' });
    await door().supersede('bob', other, corrected.id);
    await door().forgetHolder('ada');
    expect(await states()).toEqual({ [other]: `SUPERSEDED → ${corrected.id}`, [corrected.id]: 'ACTIVE' });
  });

  it('erases both codes of a phone that corrected itself', async () => {
    const [older, newer] = [await obtain('ada'), await obtain('ada', { given: 'IBU' })];
    await door().supersede('ada', older.id, newer.id);
    expect(await door().forgetHolder('ada')).toBe(2);
    expect([await states(), await pairs()]).toEqual([{}, []]);
    expect(register.told.at(-1)).toBe(`forget ${[older.id, newer.id].toSorted().join(' ')}`);
  });

  it('needs no review of a code that one phone obtained under two contacts', async () => {
    const { kept, other } = await twins();
    await door().moveHolder('bob', 'ada');
    expect(await states()).toEqual({ [kept]: 'ACTIVE', [other]: `LINKED → ${kept}` });
    expect(await onlyPair()).toMatchObject({ state: 'SAME', decidedBy: 'phone' });
    expect(register.told).toEqual([`join ${kept} ${other}`]);
    expect(await obtain('ada')).toMatchObject({ id: kept, repeat: true });
    expect(await door().recall('ada', 'IBR')).toEqual([{ id: kept, code: CODE }]);
    await door().moveHolder('bob', 'ada');
    expect(await door().forgetHolder('ada')).toBe(2);
  });

  it('leaves what staff decided when two contacts turn out to be one', async () => {
    const { kept, other, pair } = await twins();
    await decide(pair, 'different');
    await door().moveHolder('bob', 'ada');
    expect(await states()).toEqual({ [kept]: 'ACTIVE', [other]: 'ACTIVE' });
  });
});
