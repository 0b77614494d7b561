import { Logger } from '@nestjs/common';
import { Database } from '../../src/platform/database/database.js';
import { Events } from '../../src/platform/events/events.js';
import { Settling } from '../../src/uic/settling.service.js';
import { CodeSettled, Uic } from '../../src/uic/uic.contract.js';
import { CodeRow } from '../../src/uic/uic.entity.js';
import { CodeRegisters } from '../../src/uic/uic.port.js';
import { describeEachDatabase } from './databases.js';
import {
  ANSWERS,
  callingOn,
  CODE,
  hand,
  issuedBy,
  issuingOn,
  quietAndOnTime,
  RememberedRegister,
  request,
  START,
  wanted,
} from './uic-ground.js';

const SECOND = 1_000;

quietAndOnTime();

describeEachDatabase('codes and the register', (open) => {
  const ground = open(wanted);
  const register = new RememberedRegister();
  beforeAll(() => ground.get(CodeRegisters).use(register));
  beforeEach(() => register.empty());
  const issue = issuingOn(ground);
  const call = callingOn(ground);
  const door = () => ground.get<Uic>(Uic);
  const settledBy = (events: Events) =>
    jest.spyOn(events, 'publish').mock.calls.filter(([event]) => event instanceof CodeSettled);
  /** The register decides, within 8 s; the code waits. */
  const pending = async (holderId = 'ada') => {
    register.decidesWithinMs = 8 * SECOND;
    const issued = await issue(holderId);
    if (issued.outcome !== 'pending') throw new Error(`was ${issued.outcome}`);
    return issued;
  };

  it('there is one register', () => {
    const registers = ground.get<CodeRegisters>(CodeRegisters);
    expect(() => registers.use(new RememberedRegister())).toThrow('one register already');
    expect(() => registers.use(register)).not.toThrow();
  });

  it('hands over every new code with its answers, and none again', async () => {
    const first = issuedBy(await issue('ada'));
    await issue('ada');
    const second = issuedBy(await issue('bob'));
    const handed = { code: CODE, scheme: 'lllfffyccg-v1', answers: ANSWERS, issuedAt: new Date(START) };
    expect(register.entered).toEqual([
      { ...handed, codeId: first.id, possibleDuplicate: false },
      { ...handed, codeId: second.id, possibleDuplicate: true },
    ]);
  });

  it('gives no code that the register did not take over', async () => {
    jest.spyOn(register, 'enter').mockRejectedValueOnce(new Error('no room'));
    await expect(issue('ada')).rejects.toThrow('no room');
    expect(await ground.source.manager.count(CodeRow)).toBe(0);
    expect(await door().holds('ada')).toBe(false);
  });

  it('says until when a code waits that the register decides, and says the same to those who ask again', async () => {
    const first = await pending();
    expect(first.until).toEqual(new Date(START + 8 * SECOND));
    hand.ms += SECOND;
    expect(await issue('ada')).toEqual(first);
    expect(await door().settled('ada', first.id)).toBeNull();
    expect(await door().recall('ada', 'IBR')).toEqual([]);
    expect(await door().find(first.id)).toBeNull();
    await expect(door().card(first.id)).rejects.toMatchObject({ code: 'uic.code-not-found' });
    const { body } = await call('GET', '/api/uic');
    expect(body.items).toMatchObject([{ id: first.id, pendingUntil: '2026-01-31T08:00:08.000Z' }]);
  });

  it('gives the characters of the register for ever once it has decided', async () => {
    const { id } = await pending();
    await door().settle(id, ' KN-0001 ');
    register.decidesWithinMs = 0;
    const settled = { outcome: 'issued', id, code: 'KN-0001', repeat: false };
    expect(await door().settled('ada', id)).toEqual(settled);
    expect(await door().settled('bob', id)).toBeNull();
    expect(await issue('ada')).toEqual({ ...settled, repeat: true });
    expect(await door().find(id)).toEqual({ id, code: 'KN-0001', holderIds: ['ada'] });
    expect(await door().recall('ada', 'IBR')).toEqual([{ id, code: 'KN-0001' }]);
    for (const code of ['kn 0001', CODE]) {
      const { body } = await call('POST', '/api/uic/search', { code });
      expect(body.items).toMatchObject([{ id, code: 'KN-0001', localCode: CODE, remoteCode: 'KN-0001' }]);
      expect(body.items[0]).not.toHaveProperty('pendingUntil');
    }
    expect(JSON.stringify(await ground.source.manager.find(CodeRow))).not.toContain('KN-0001');
  });

  it.each([null, CODE, '', '  ', 'é'.repeat(101)])(
    'gives ours where the register says %j',
    async (characters) => {
      const warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
      const { id } = await pending();
      await door().settle(id, characters);
      expect(issuedBy(await door().settled('ada', id)).code).toBe(CODE);
      const { body } = await call('GET', '/api/uic');
      expect(body.items[0]).not.toHaveProperty('remoteCode');
      expect(warned).toHaveBeenCalledTimes(characters === null || characters === CODE ? 0 : 1);
    },
  );

  it('tells once that a code is known, whoever decides at the same moment', async () => {
    const { id } = await pending();
    const other = await ground.another();
    const [here, there] = [ground.get(Events), other.get(Events)];
    for (const events of [here, there]) jest.spyOn(events, 'publish');
    await Promise.all([
      door().settle(id, 'KN-0001'),
      other.get<Uic>(Uic).settle(id, 'KN-0001'),
      door().settle(id, 'KN-0001'),
    ]);
    await door().settle(id, 'KN-0001');
    expect([...settledBy(here), ...settledBy(there)]).toEqual([[new CodeSettled(id, 'ada')]]);
  });

  it('tells nothing when the decision is not kept', async () => {
    const { id } = await pending();
    const failing = ground.get(Database).transaction(async () => {
      await door().settle(id, 'KN-0001');
      throw new Error('later');
    });
    await expect(failing).rejects.toThrow('later');
    expect(await door().settled('ada', id)).toBeNull();
  });

  it('ends a waiting that nobody ends, in another process as well, and keeps what comes later beside', async () => {
    const { id } = await pending();
    const other = await ground.another();
    jest.spyOn(other.get(Events), 'publish');
    hand.ms += 12 * SECOND;
    await other.get(Settling).round();
    expect(await door().settled('ada', id)).toBeNull();
    hand.ms += 2 * SECOND;
    await other.get(Settling).round();
    await other.get(Settling).round();
    expect(issuedBy(await door().settled('ada', id)).code).toBe(CODE);
    expect(settledBy(other.get(Events))).toEqual([[new CodeSettled(id, 'ada')]]);
    await door().settle(id, 'KN-0001');
    expect(issuedBy(await door().settled('ada', id)).code).toBe(CODE);
    expect(settledBy(other.get(Events))).toHaveLength(1);
    const { body } = await call('GET', '/api/uic?code=KN-0001');
    expect(body.items).toMatchObject([{ id, code: CODE, remoteCode: 'KN-0001' }]);
  });

  it('keeps the characters of the register beside a code that was given already', async () => {
    const { id } = issuedBy(await issue('ada'));
    await door().noteRemote(id, CODE);
    await door().noteRemote(id, 'KN-0001');
    expect(issuedBy(await issue('ada')).code).toBe(CODE);
    const { body } = await call('GET', '/api/uic?code=KN-0001');
    expect(body.items).toMatchObject([{ id, code: CODE, remoteCode: 'KN-0001' }]);
    expect(body.items[0]).not.toHaveProperty('localCode');
    await door().noteRemote('gone', 'KN-0002');
  });

  it('gives the code of somebody who was joined with another contact to that one', async () => {
    const { id } = await pending();
    await door().moveHolder('ada', 'bob');
    jest.spyOn(ground.get(Events), 'publish');
    await door().settle(id, null);
    expect(settledBy(ground.get(Events))).toEqual([[new CodeSettled(id, 'bob')]]);
  });

  it('tells the holder and staff whether the register has a code', async () => {
    const own = issuedBy(await issue('ada'));
    register.known.set(own.id, 'waiting');
    expect(await door().holdings('ada')).toMatchObject([{ id: own.id, current: true, registered: false }]);
    register.known.set(own.id, 'done');
    expect(await door().holdings('ada')).toMatchObject([{ id: own.id, registered: true }]);
    expect((await call('GET', '/api/uic')).body.items).toMatchObject([{ registered: true }]);
    const elsewhere = (await ground.another()).get<Uic>(Uic);
    expect(await elsewhere.holdings('ada')).toMatchObject([{ id: own.id, registered: null }]);
  });

  it('hears which codes were erased, and not of those that somebody else still has', async () => {
    const own = issuedBy(await issue('ada'));
    await issue('bob', { year: '1' });
    await door().forgetHolder('ada');
    expect(register.told).toEqual([`forget ${own.id}`]);
    await door().forgetHolder('ada');
    expect(register.told).toHaveLength(1);
  });

  it('waits for the register in each of the two phones that ask at the same moment', async () => {
    register.decidesWithinMs = SECOND;
    const issued = await Promise.all(['ada', 'bob'].map((holderId) => door().issue(request(holderId))));
    expect(issued.map(({ outcome }) => outcome)).toEqual(['pending', 'pending']);
    expect(register.entered.filter(({ possibleDuplicate }) => possibleDuplicate)).toHaveLength(1);
  });
});
