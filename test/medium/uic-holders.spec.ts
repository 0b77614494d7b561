import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { Uic } from '../../src/uic/uic.contract.js';
import { describeEachDatabase } from './databases.js';
import {
  callingOn,
  CODE,
  hand,
  HOUR,
  issuedBy,
  issuingOn,
  quietAndOnTime,
  START,
  wanted,
} from './uic-ground.js';

const NOBODY = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';

quietAndOnTime();

describeEachDatabase('one code, for those who look after the programme', (open) => {
  const ground = open(wanted);
  const call = callingOn(ground);
  const issue = issuingOn(ground);
  const idFor = async (...asked: Parameters<typeof issue>) => issuedBy(await issue(...asked)).id;
  const shown = () => ground.source.manager.find(AuditLineRow, { where: { action: 'uic.holders-shown' } });
  const moment = (ms: number) => new Date(ms).toISOString();

  it('is shown as the list shows it', async () => {
    const id = await idFor('ada');
    const [listed] = (await call('GET', '/api/uic')).body.items;
    expect(listed.code).toBe(CODE);
    expect(await call('GET', `/api/uic/${id}`)).toMatchObject({ status: 200, body: listed });
  });

  it('tells who has it and since when: contacts by their ids, and nothing else of them', async () => {
    const id = await idFor('ada');
    expect(await call('GET', `/api/uic/${id}/holders`)).toMatchObject({
      status: 200,
      body: { items: [{ contactId: 'ada', codeId: id, since: moment(START) }], nextCursor: null },
    });
  });

  it('has its own holders first, then those of the codes in whose place it counts', async () => {
    const older = await idFor('ada');
    hand.ms += HOUR;
    const newer = await idFor('ada', { year: '8' });
    await ground.get<Uic>(Uic).supersede('ada', older, newer);
    const of = async (id: string) => (await call('GET', `/api/uic/${id}/holders`)).body.items;
    expect(await of(newer)).toEqual([
      { contactId: 'ada', codeId: newer, since: moment(START + HOUR) },
      { contactId: 'ada', codeId: older, since: moment(START) },
    ]);
    expect(await of(older)).toEqual([{ contactId: 'ada', codeId: older, since: moment(START) }]);
  });

  it('writes down who looked whose it is, and nothing where there was nobody to see', async () => {
    const id = await idFor('ada');
    await call('GET', `/api/uic/${id}`);
    await call('GET', `/api/uic/${NOBODY}/holders`);
    expect(await shown()).toEqual([]);
    await call('GET', `/api/uic/${id}/holders`);
    expect(await shown()).toEqual([
      expect.objectContaining({ actorKind: 'key', subject: `code:${id}`, detail: '{"holders":1}' }),
    ]);
  });

  it('is for all who read, its holders for those who remind people of their codes', async () => {
    const id = await idFor('ada');
    const statuses = async (role: 'viewer' | 'agent' | 'operator') => {
      const { key } = await ground.get(Keys).create(role, role);
      const paths = [`/api/uic/${id}`, `/api/uic/${id}/holders`];
      const replies = await Promise.all(paths.map((path) => call('GET', path, undefined, key)));
      return replies.map(({ status }) => status);
    };
    expect(await statuses('viewer')).toEqual([200, 403]);
    expect(await statuses('agent')).toEqual([200, 200]);
    expect(await statuses('operator')).toEqual([200, 200]);
  });

  it.each([`/api/uic/${NOBODY}`, `/api/uic/${NOBODY}/holders`])('is not at %s', async (url) =>
    expect(await call('GET', url)).toMatchObject({ status: 404, body: { code: 'uic.code-not-found' } }),
  );

  it.each([`/api/uic/${CODE}`, `/api/uic/${CODE}/holders`])(
    'is found by its id, never by its characters in an address: %s',
    async (url) => expect((await call('GET', url)).status).toBe(400),
  );
});
