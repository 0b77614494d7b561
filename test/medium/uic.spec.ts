import jsqr from 'jsqr';
import sharp from 'sharp';
import { Database } from '../../src/platform/database/database.js';
import { schemaDrift } from '../../src/platform/database/migrate.js';
import { Events } from '../../src/platform/events/events.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { RotationRepository } from '../../src/uic/rotation.repository.js';
import { TallyRow } from '../../src/uic/statistics/tally.entity.js';
import { Tally } from '../../src/uic/statistics/tally.service.js';
import { CodeIssued, Uic } from '../../src/uic/uic.contract.js';
import { CodeRow, HolderRow } from '../../src/uic/uic.entity.js';
import { UicRepository } from '../../src/uic/uic.repository.js';
import { describeEachDatabase } from './databases.js';
import {
  callingOn,
  CODE,
  hand,
  HOUR,
  issuedBy,
  issuingOn,
  key,
  quietAndOnTime,
  request,
  settings,
  START,
  wanted,
} from './uic-ground.js';

// The package is CommonJS: its function is the import here, a property of it for the compiler.
const readQr = 'default' in jsqr ? jsqr.default : jsqr;

quietAndOnTime();

describeEachDatabase('issuing codes', (open) => {
  const ground = open(wanted);
  const issue = issuingOn(ground);
  const rows = () => ground.source.manager.find(CodeRow, { order: { sequence: 'ASC' } });

  it('has tables that fit the entities', async () => {
    expect(await schemaDrift(ground.source)).toEqual([]);
  });

  it('gives the code of the answers, and the very same one again', async () => {
    const first = issuedBy(await issue('ada'));
    expect(first).toMatchObject({ code: CODE, repeat: false });
    hand.ms += HOUR;
    expect(issuedBy(await issue('ada'))).toEqual({ ...first, repeat: true });
    expect(await rows()).toEqual([
      expect.objectContaining({
        id: first.id,
        sequence: 1,
        scheme: 'lllfffyccg-v1',
        rules: 'norm-v1 towns-v1',
        state: 'ACTIVE',
        requestCount: 2,
        createdAt: new Date(START),
        lastRequestedAt: new Date(START + HOUR),
      }),
    ]);
    expect(await ground.source.manager.count(HolderRow)).toBe(1);
  });

  it('keeps neither code nor answers where a reader of the database could see them', async () => {
    await issue('ada');
    await ground.get(Tally).flush();
    const stored = JSON.stringify([await rows(), await ground.source.manager.find(HolderRow)]);
    expect(stored).not.toMatch(/MBE.{0,5}IBR|["':= ](MBE|IBR|DA1?)["', ]/i);
  });

  it('answers somebody else with the same answers as if nobody had been there', async () => {
    const published = jest.spyOn(ground.get(Events), 'publish');
    const first = issuedBy(await issue('ada'));
    const second = issuedBy(await issue('bob'));
    expect({ ...second, id: '' }).toEqual({ ...first, id: '' });
    expect(second.id).not.toBe(first.id);
    expect(await rows()).toMatchObject([
      { id: first.id, sequence: 1, state: 'ACTIVE' },
      { id: second.id, sequence: 2, state: 'NEEDS_REVIEW' },
    ]);
    expect(published.mock.calls.map(([event]) => event)).toEqual([
      new CodeIssued(first.id, 'ada', false),
      new CodeIssued(second.id, 'bob', true),
    ]);
    expect(issuedBy(await issue('bob'))).toEqual({ ...second, repeat: true });
    expect(published).toHaveBeenCalledTimes(2);
  });

  it('gives one phone three different codes in 24 hours, and repeats them at any time', async () => {
    for (const year of ['1', '2', '3']) {
      issuedBy(await issue('ada', { year }));
      hand.ms += HOUR;
    }
    expect(await issue('ada', { year: '4' })).toEqual({
      outcome: 'limited',
      until: new Date(START + 24 * HOUR),
    });
    expect(issuedBy(await issue('ada', { year: '2' }))).toMatchObject({ repeat: true });
    issuedBy(await issue('bob', { year: '4' }));
    hand.ms = START + 24 * HOUR;
    issuedBy(await issue('ada', { year: '4' }));
    expect(await issue('ada', { year: '5' })).toEqual({
      outcome: 'limited',
      until: new Date(START + 25 * HOUR),
    });
  });

  it('gives the same code to many at the same instant, each its own place in the line', async () => {
    const other = (await ground.another()).get<Uic>(Uic);
    const holders = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const codes = await Promise.all(
      holders.map((holderId, index) =>
        (index % 2 === 0 ? ground.get<Uic>(Uic) : other).issue(request(holderId)),
      ),
    );
    expect(codes.map((issued) => issuedBy(issued).code)).toEqual(holders.map(() => CODE));
    expect((await rows()).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect((await rows()).filter(({ state }) => state === 'ACTIVE')).toHaveLength(1);
  });

  it('leaves nothing of a transaction that fails, not even a count', async () => {
    const failing = ground.get(Database).transaction(async () => {
      await issue('ada');
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    await ground.get(Tally).flush();
    expect(await rows()).toEqual([]);
    expect(await ground.source.manager.count(HolderRow)).toBe(0);
    expect(await ground.source.manager.find(TallyRow)).toEqual([]);
  });

  it('refuses answers that make no code without repeating them', async () => {
    await expect(issue('ada', { family: 'Mbengue' })).rejects.toThrow(/^answers that make no code: family$/);
  });

  it('forgets a holder, and of the codes those that nobody else holds', async () => {
    const own = issuedBy(await issue('ada'));
    issuedBy(await issue('ada', { year: '1' }));
    const other = issuedBy(await issue('bob'));
    await ground.source.manager.insert(HolderRow, {
      holderId: 'bob',
      codeId: own.id,
      createdAt: new Date(START),
    });
    expect(await ground.get<Uic>(Uic).holds('ada')).toBe(true);
    expect(await ground.get<Uic>(Uic).forgetHolder('ada')).toBe(2);
    expect(await ground.get<Uic>(Uic).holds('ada')).toBe(false);
    expect((await rows()).map(({ id }) => id).toSorted()).toEqual([own.id, other.id].toSorted());
    expect(await ground.get<Uic>(Uic).forgetHolder('ada')).toBe(0);
    expect(await ground.get<Uic>(Uic).forgetHolder('bob')).toBe(2);
    expect(await rows()).toEqual([]);
  });

  it('gives the codes of somebody to whom they belong from now on, each once', async () => {
    const door = ground.get<Uic>(Uic);
    const shared = issuedBy(await issue('ada'));
    const own = issuedBy(await issue('ada', { year: '1' }));
    await issue('eve', { year: '2' });
    const createdAt = new Date(START + HOUR);
    await ground.source.manager.insert(HolderRow, { holderId: 'bob', codeId: shared.id, createdAt });
    const failing = ground.get(Database).transaction(async () => {
      await door.moveHolder('ada', 'bob');
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(await door.holds('ada')).toBe(true);
    for (const from of ['ada', 'ada', 'nobody', 'bob']) await door.moveHolder(from, 'bob');
    expect(await door.holds('ada')).toBe(false);
    const links = await ground.source.manager.findBy(HolderRow, { holderId: 'bob' });
    expect(links.map((link) => `${link.codeId} ${link.createdAt.getTime()}`).toSorted()).toEqual(
      [`${shared.id} ${START + HOUR}`, `${own.id} ${START}`].toSorted(),
    );
    expect(issuedBy(await issue('bob', { year: '1' }))).toMatchObject({ id: own.id, repeat: true });
    expect(await door.holds('eve')).toBe(true);
    expect(await door.forgetHolder('bob')).toBe(2);
  });

  it('draws the card of a code, and says when there is none', async () => {
    const { id } = issuedBy(await issue('ada'));
    const { data, info } = await sharp(await ground.get<Uic>(Uic).card(id))
      .resize({ width: 300 })
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(readQr(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(CODE);
    await expect(ground.get<Uic>(Uic).card('none')).rejects.toMatchObject({ code: 'uic.code-not-found' });
  });
});

describeEachDatabase('changing the keys of codes', (open) => {
  const ground = open(wanted);
  const OLD = { DATA_ENCRYPTION_KEY: key(7), UIC_SECRET: key(7) };
  const BOTH = { DATA_ENCRYPTION_KEY: `${key(11)},${key(7)}`, UIC_SECRET: `${key(13)},${key(7)}` };
  const NEW = { DATA_ENCRYPTION_KEY: key(11), UIC_SECRET: key(13) };
  const under = (env: Record<string, string>) => {
    const [database, vault] = [ground.get(Database), new Vault(settings(env))];
    return { codes: new UicRepository(database, vault), rotation: new RotationRepository(database, vault) };
  };
  const code = (id: string, characters: string, sequence = 1) => ({
    id,
    code: characters,
    sequence,
    scheme: 's',
    rules: 'r',
    state: 'ACTIVE' as const,
    at: new Date(START),
  });
  const places = (repository: UicRepository, characters: string) =>
    repository
      .known('s', characters)
      .then((known) => known.map((row) => `${row.id}${row.sequence}`).toSorted());

  it('renews every code once, and then needs the old keys no more', async () => {
    const old = under(OLD).codes;
    const names = Array.from({ length: 450 }, (_, n) => String(n).padStart(4, '0'));
    for (const name of names) await old.add(code(name, `CODE${name}`));
    expect(await places(under(BOTH).codes, 'CODE0007')).toEqual(['00071']);
    expect(await places(under(NEW).codes, 'CODE0007')).toEqual([]);
    expect(await under(BOTH).rotation.rotate()).toBe(450);
    expect(await places(under(NEW).codes, 'CODE0007')).toEqual(['00071']);
    expect(await under(NEW).codes.codeOf('0449')).toBe('CODE0449');
    expect(await under(BOTH).rotation.rotate()).toBe(0);
  });

  it('keeps apart those who share a code, also when one came under the new key', async () => {
    await under(OLD).codes.add(code('a', CODE, 1));
    await under(OLD).codes.add(code('b', CODE, 2));
    await under(BOTH).codes.add(code('c', CODE, 2));
    await under(BOTH).codes.add(code('d', CODE, 3));
    expect(await places(under(BOTH).codes, CODE)).toEqual(['a1', 'b2', 'c2', 'd3']);
    expect(await under(BOTH).rotation.rotate()).toBe(2);
    expect(await places(under(NEW).codes, CODE)).toEqual(['a1', 'b4', 'c2', 'd3']);
  });

  it('renews the characters of the register with ours, also those that come meanwhile', async () => {
    const { codes } = under(OLD);
    for (const id of ['a', 'b']) await codes.add(code(id, `CODE${id}`));
    await codes.noteRemote('a', 'KN-0001');
    const { rotation } = under(BOTH);
    jest.spyOn(ground.get(Database), 'retrying').mockImplementationOnce(async (work) => {
      await under(BOTH).codes.noteRemote('b', 'KN-0002');
      return work();
    });
    expect(await rotation.rotate()).toBe(2);
    const after = under(NEW).codes;
    expect(await after.findAll(['a', 'b'])).toMatchObject([
      { id: 'b', code: 'CODEb', remoteCode: 'KN-0002' },
      { id: 'a', code: 'CODEa', remoteCode: 'KN-0001' },
    ]);
    const found = await after.list({ code: { schemes: [], remote: 'kn 0001' }, before: null, limit: 9 });
    expect(found.map(({ id }) => id)).toEqual(['a']);
    expect(await under(BOTH).rotation.rotate()).toBe(0);
  });

  it('touches nothing that was removed meanwhile', async () => {
    await under(OLD).codes.add(code('a', CODE));
    const { rotation } = under(BOTH);
    jest.spyOn(ground.get(Database), 'retrying').mockImplementationOnce(async (work) => {
      await ground.source.manager.delete(CodeRow, { id: 'a' });
      return work();
    });
    expect(await rotation.rotate()).toBe(0);
    expect(await ground.source.manager.count(CodeRow)).toBe(0);
  });
});

describeEachDatabase('the API of codes', (open) => {
  const ground = open(wanted);
  const call = callingOn(ground);
  const issue = issuingOn(ground);

  it('is closed to those without a key', async () => {
    for (const url of ['/api/uic', '/api/uic/statistics', '/api/uic/duplicates'])
      expect((await call('GET', url, undefined, null)).status).toBe(401);
  });

  it('lists codes, newest first, page by page', async () => {
    for (const year of ['1', '2', '3']) await issue('ada', { year });
    const first = await call('GET', '/api/uic?limit=2');
    expect(first.status).toBe(200);
    expect(first.body.items.map((item: { code: string }) => item.code)).toEqual(['MBEIBR3DA1', 'MBEIBR2DA1']);
    expect(first.body.items[0]).toEqual({
      id: expect.any(String),
      code: 'MBEIBR3DA1',
      scheme: 'lllfffyccg-v1',
      rules: 'norm-v1 towns-v1',
      state: 'ACTIVE',
      createdAt: '2026-01-31T08:00:00.000Z',
      lastRequestedAt: '2026-01-31T08:00:00.000Z',
      requestCount: 1,
    });
    const second = await call('GET', `/api/uic?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.items.map((item: { code: string }) => item.code)).toEqual(['MBEIBR1DA1']);
    expect(second.body.nextCursor).toBeNull();
  });

  it.each(['MBEIBR7DA1', 'mbe ibr 7 da 1', 'MBE-IBR-7-DA-1'])('finds a code written %j', async (code) => {
    await issue('ada');
    await issue('bob');
    await issue('ada', { year: '1' });
    const inUrl = await call('GET', `/api/uic?code=${encodeURIComponent(code)}`);
    expect(inUrl.body.items.map((item: { state: string }) => item.state)).toEqual(['NEEDS_REVIEW', 'ACTIVE']);
    expect(await call('POST', '/api/uic/search', { code })).toEqual(inUrl);
    expect((await call('POST', '/api/uic/search', { code, state: 'ACTIVE' })).body.items).toHaveLength(1);
  });

  it.each(['MBEIBR7DA9', 'XYZ', "' OR 1=1 --", 'ÉÉÉIBR7DA1'])('finds nothing for %j', async (code) => {
    await issue('ada');
    expect(await call('POST', '/api/uic/search', { code })).toMatchObject({
      status: 200,
      body: { items: [], nextCursor: null },
    });
  });

  it('lists what a person has to look at', async () => {
    await issue('ada');
    await issue('bob');
    const reply = await call('GET', '/api/uic?state=NEEDS_REVIEW');
    expect(reply.body.items).toHaveLength(1);
  });

  it.each([
    ['/api/uic?state=LOST', 'state'],
    ['/api/uic?limit=0', 'limit'],
    ['/api/uic?cursor=%20', 'cursor'],
    [`/api/uic?code=${'A'.repeat(41)}`, 'code'],
    ['/api/uic?holder=ada', 'holder'],
    ['/api/uic/duplicates?state=LOST', 'state'],
    ['/api/uic/duplicates?kind=twins', 'kind'],
    ['/api/uic/statistics?from=2026-02-30', 'from'],
    ['/api/uic/statistics?from=2026-01-02&to=2026-01-01', 'to'],
    ['/api/uic/statistics?from=2020-01-01', 'from'],
    ['/api/uic/statistics?to=demain', 'to'],
  ])('refuses %s, naming the field', async (url, field) => {
    const { status, body } = await call('GET', url);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'request.invalid', errors: [{ field }] });
  });

  it('tells how many, from where, and where people stop', async () => {
    const uic = ground.get<Uic>(Uic);
    const other = (await ground.another()).get(Tally);
    await issue('ada');
    await issue('ada');
    await issue('bob');
    await issue('eve', { town: 'KI', gender: '2' });
    await uic.countDropOut('town', 'expired');
    await uic.countDropOut('town', 'cancelled');
    hand.ms += 24 * HOUR;
    await uic.countDropOut('consent', 'refused');
    other.count('issued');
    await Promise.all([other.flush(), ground.get(Tally).flush()]);
    const { body } = await call('GET', '/api/uic/statistics?from=2026-01-31&to=2026-02-02');
    expect(body).toMatchObject({
      from: '2026-01-31',
      to: '2026-02-02',
      totals: {
        issued: 4,
        repeated: 1,
        possibleDuplicates: 1,
        limited: 0,
        droppedOut: 3,
        completionRate: 0.625,
      },
      days: [
        { day: '2026-01-31', issued: 3, repeated: 1, possibleDuplicates: 1, limited: 0, droppedOut: 2 },
        { day: '2026-02-01', issued: 1, droppedOut: 1 },
        { day: '2026-02-02', issued: 0, droppedOut: 0 },
      ],
      towns: [
        { town: 'DA', name: 'Dakar', count: 2 },
        { town: 'KI', name: 'Kinshasa', count: 1 },
      ],
      genders: [
        { gender: '1', count: 2 },
        { gender: '2', count: 1 },
      ],
    });
    expect(body.dropOuts).toEqual([
      { at: 'consent', refused: 1, cancelled: 0, expired: 0, total: 1 },
      { at: 'family', refused: 0, cancelled: 0, expired: 0, total: 0 },
      { at: 'given', refused: 0, cancelled: 0, expired: 0, total: 0 },
      { at: 'year', refused: 0, cancelled: 0, expired: 0, total: 0 },
      { at: 'town', refused: 0, cancelled: 1, expired: 1, total: 2 },
      { at: 'gender', refused: 0, cancelled: 0, expired: 0, total: 0 },
      { at: 'summary', refused: 0, cancelled: 0, expired: 0, total: 0 },
    ]);
  });

  it('keeps its counts when the database cannot take them, and writes them at the next look', async () => {
    await issue('ada');
    jest.spyOn(ground.get(Database), 'retrying').mockRejectedValueOnce(new Error('away'));
    await expect(ground.get(Tally).flush()).rejects.toThrow('away');
    const { body } = await call('GET', '/api/uic/statistics');
    expect(body.totals.issued).toBe(1);
    expect(body.days).toHaveLength(30);
  });
});
