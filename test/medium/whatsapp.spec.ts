import { Database } from '../../src/platform/database/database.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { idAt } from '../../src/platform/database/id-range.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import { WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import { NotReplayable } from '../../src/whatsapp/whatsapp.errors.js';
import { Replaying } from '../../src/whatsapp/inbox/replaying.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import { Channels, Inbound, Inbox } from '../../src/whatsapp/whatsapp.port.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';
import { EchoHandler, message, PlatformForTests, RecordingChannel, report } from './whatsapp-ground.js';

const settings = testSettings({ OUTBOX_UNKNOWN_WAIT_SECONDS: '1', WHATSAPP_MAX_PER_SECOND: '1000' });
const error = { code: 'x', meaning: 'm', advice: 'a' };

describeEachDatabase('messages in and out', (open) => {
  const ground = open({
    imports: [PlatformForTests.register(settings), WhatsAppModule],
    entities: [ContactRow, InboxRow, OutboxRow],
    init: true,
  });
  let channel: RecordingChannel;
  let handler: EchoHandler;
  const inbox = () => ground.get(Inbox);
  const manager = () => ground.get(Database).manager;
  const outbox = () => manager().find(OutboxRow, { order: { id: 'ASC' } });

  beforeAll(() => {
    channel = new RecordingChannel();
    handler = new EchoHandler(ground.get(WhatsApp));
    ground.get(Channels).add(channel);
    ground.get(Inbound).use(handler);
  });
  beforeEach(() => {
    channel.sent.length = 0;
    channel.answers.length = 0;
    handler.handled.length = 0;
  });

  it('a message sent twice is answered once', async () => {
    const update = message('bonjour');
    await Promise.all([inbox().accept([update]), inbox().accept([update, update])]);
    await inbox().accept([update]);
    await until('it is answered', () => channel.sent.length > 0);
    await inbox().accept([message('autre', { from: { waId: '243810000009' } })]);
    await until('the other is answered', () => channel.sent.length > 1);
    expect(channel.texts().toSorted()).toEqual(['echo autre', 'echo bonjour']);
  });

  it('messages of a person are handled and answered in order, however they arrive together', async () => {
    const people = ['243810000001', '243810000002', '243810000003'];
    const updates = Array.from({ length: 30 }, (_, i) => message(`${i}`, { from: { waId: people[i % 3] } }));
    for (let i = 0; i < 30; i += 6) await inbox().accept(updates.slice(i, i + 6));
    await until('all are answered', () => channel.sent.length === 30);
    for (const person of people) {
      const theirs = channel.sent.filter(({ to }) => to.waId === person).map(({ content }) => content);
      const numbers = theirs.map((content) => (content.kind === 'text' ? Number(content.text.slice(5)) : -1));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(numbers).toHaveLength(10);
    }
  });

  it('a message that cannot be handled ends as a dead letter and holds up nobody else', async () => {
    await inbox().accept([message('poison'), message('sain', { from: { waId: '243810000002' } })]);
    await until('the other person is answered', () => channel.sent.length === 1);
    expect(channel.texts()).toEqual(['echo sain']);
    const poisoned = await manager().findOneByOrFail(InboxRow, { state: 'NEW', kind: 'message' });
    expect(poisoned).toMatchObject({ attempts: 1, error: 'this message cannot be handled' });
    await manager().update(InboxRow, { id: poisoned.id }, { attempts: 4, dueAt: new Date() });
    await inbox().accept([message('suivant')]);
    await until('the next message of the same person is answered', () => channel.sent.length === 2);
    expect(await manager().findOneByOrFail(InboxRow, { id: poisoned.id })).toMatchObject({
      state: 'DEAD',
      attempts: 5,
    });
  });

  it('words, numbers and names are sealed in the tables', async () => {
    await inbox().accept([message('mon secret')]);
    await until('it is answered', () => channel.sent.length === 1);
    const tables = [await manager().find(InboxRow), await outbox(), await manager().find(ContactRow)];
    const everything = JSON.stringify(tables);
    for (const clear of ['mon secret', '243810000001', 'Ada']) expect(everything).not.toContain(clear);
  });

  it('a private message is erased as soon as it is out, another one stays', async () => {
    await inbox().accept([message('private'), message('public')]);
    await until(
      'both are out',
      async () => (await outbox()).filter(({ state }) => state === 'SENT').length === 2,
    );
    expect((await outbox()).map(({ body }) => body === null)).toEqual([true, false]);
  });

  it('erasing what was exchanged leaves rows without words', async () => {
    await inbox().accept([message('à oublier')]);
    await until('it is out', async () => (await outbox()).some(({ state }) => state === 'SENT'));
    const contactId = (await manager().findOneByOrFail(ContactRow, {})).id;
    await ground.get(WhatsApp).eraseContent([{ contactId, since: new Date(Date.now() - 60_000) }]);
    expect([...(await manager().find(InboxRow)), ...(await outbox())].map(({ body }) => body)).toEqual([
      null,
      null,
    ]);
  });

  it('of several people each is erased since a moment of its own, and nobody else', async () => {
    const people = ['243810000001', '243810000002', '243810000003'];
    await inbox().accept(people.map((waId) => message('mot', { from: { waId } })));
    await until('all are out', async () => (await outbox()).filter(({ sentAt }) => sentAt).length === 3);
    const said = await manager().find(InboxRow, { order: { id: 'ASC' } });
    const [first = '', second = ''] = said.map(({ contactId }) => contactId ?? '');
    const since = (ms: number) => new Date(Date.now() + ms);
    await ground.get(WhatsApp).eraseContent([
      { contactId: first, since: since(-60_000) },
      { contactId: second, since: since(60_000) },
    ]);
    const rows = [...(await manager().find(InboxRow)), ...(await outbox())];
    const erased = rows.filter(({ body }) => body === null).map(({ contactId }) => contactId);
    expect(erased).toEqual([first, first]);
  });

  it('reports move a message forward only, whether they come before the answer to the call or after', async () => {
    channel.answers.push(async (sent) => {
      await inbox().accept([report(sent, 'read')]);
      return { outcome: 'sent', providerId: `out-${sent.reference}` };
    });
    await inbox().accept([message('bonjour')]);
    await until('it was read', async () => (await outbox())[0]?.state === 'READ');
    const [sent] = channel.sent;
    if (sent)
      await inbox().accept([report(sent, 'sent'), report(sent, 'delivered', { pricingCategory: 'service' })]);
    await until('the reports are applied', async () => (await outbox())[0]?.pricing === 'service');
    expect((await outbox())[0]).toMatchObject({ state: 'READ', isOpen: false });
  });

  it('the words of a report are gone once it is applied', async () => {
    await inbox().accept([message('bonjour')]);
    await until('it is sent', () => channel.sent.length === 1);
    const [sent] = channel.sent;
    if (sent) await inbox().accept([report(sent, 'delivered')]);
    await until('it is applied', async () => (await outbox())[0]?.state === 'DELIVERED');
    await until(
      'it is closed',
      async () => (await manager().countBy(InboxRow, { kind: 'status', state: 'DONE' })) === 1,
    );
    expect((await manager().findOneByOrFail(InboxRow, { kind: 'status' })).body).toBeNull();
  });

  it('a call that broke on the way is settled by its report and never sent again', async () => {
    channel.answers.push(() => ({ outcome: 'unknown', error }));
    await inbox().accept([message('bonjour'), message('encore')]);
    await until('it is in doubt', async () => (await outbox())[0]?.state === 'UNKNOWN');
    expect(channel.texts()).toEqual(['echo bonjour']);
    const [sent] = channel.sent;
    if (sent) await inbox().accept([report(sent, 'sent')]);
    await until('the next one follows', () => channel.sent.length === 2);
    expect(channel.texts()).toEqual(['echo bonjour', 'echo encore']);
    expect((await outbox())[0]?.state).toBe('SENT');
  });

  it('without a report it is sent again after the wait that the operator chose', async () => {
    channel.answers.push(() => ({ outcome: 'unknown', error }));
    await inbox().accept([message('bonjour')]);
    await until('it was sent again', () => channel.sent.length === 2);
    expect(channel.texts()).toEqual(['echo bonjour', 'echo bonjour']);
  });

  it('a failing message is tried again and holds up only its own person', async () => {
    channel.answers.push(() => ({ outcome: 'retry', scope: 'message', error }));
    await inbox().accept([message('un')]);
    await until('it was tried', () => channel.sent.length === 1);
    await inbox().accept([message('deux'), message('autre', { from: { waId: '243810000002' } })]);
    await until('all are out', () => channel.sent.length === 4);
    expect(channel.texts().slice(1)).toEqual(['echo autre', 'echo un', 'echo deux']);
  });

  it('messages wait while their number rests, are counted, and leave in order after it, however often it had to', async () => {
    for (let i = 0; i < 1_000; i += 1)
      channel.answers.push(() => ({ outcome: 'retry', scope: 'number', afterMs: 20, error }));
    await inbox().accept([message('un'), message('deux'), message('trois')]);
    await until('they were tried in vain', () => channel.sent.length > 5);
    expect(await ground.get(WhatsApp).queued(['1'])).toBe(3);
    expect(await ground.get(WhatsApp).queued(['2'])).toBe(0);
    expect(await ground.get(WhatsApp).queued([])).toBe(0);
    channel.answers.length = 0;
    channel.sent.length = 0;
    await until('all are out', () => channel.sent.length === 3);
    expect(channel.texts()).toEqual(['echo un', 'echo deux', 'echo trois']);
    await until('nothing waits', async () => (await ground.get(WhatsApp).queued(['1'])) === 0);
  });

  it('a refused message is a dead letter that can be sent again', async () => {
    channel.answers.push(() => ({ outcome: 'refused', error }));
    await inbox().accept([message('un'), message('deux')]);
    await until('the next one is out', () => channel.sent.length === 2);
    expect((await outbox())[0]).toMatchObject({ state: 'FAILED', errorCode: 'x', isOpen: false });
  });

  it('updates that ask for nothing, and messages to numbers that are not ours, are kept and not handled', async () => {
    await inbox().accept([
      { kind: 'other', channel: 'test', number: '1', topic: 'account_alerts', raw: { a: '\u0000' } },
      message('pas pour nous', { number: '999' }),
      message('pour nous'),
    ]);
    await until('ours is answered', () => channel.sent.length === 1);
    const kept = await manager().findBy(InboxRow, { state: 'KEPT' });
    expect(kept.map(({ topic }) => topic).toSorted()).toEqual(['account_alerts', 'text']);
  });

  it('people without a phone number are answered by their id', async () => {
    await inbox().accept([message('a', { from: { userId: 'CD.77' } })]);
    await until('it is answered', () => channel.sent.length === 1);
    expect(channel.sent[0]?.to).toEqual({ userId: 'CD.77' });
  });

  it('forgetting a contact removes every row about it', async () => {
    await inbox().accept([message('bonjour')]);
    await until('it is out', async () => (await outbox()).some(({ state }) => state === 'SENT'));
    const whatsapp = ground.get(WhatsApp);
    const contactId = (await whatsapp.findContact('243810000001')) ?? '';
    expect(await whatsapp.forgetContact(contactId)).toBe(2);
    expect(await whatsapp.findContact('243810000001')).toBeNull();
    expect([await manager().count(InboxRow), await manager().count(OutboxRow)]).toEqual([0, 0]);
  });

  /** A message that failed five times. */
  async function dead(words = 'poison'): Promise<InboxRow> {
    await inbox().accept([message(words)]);
    const struck = (attempts: number) =>
      manager().findOneBy(InboxRow, { state: attempts < 5 ? 'NEW' : 'DEAD', attempts });
    await until('it failed once', async () => (await struck(1)) !== null);
    await manager().update(InboxRow, { attempts: 1 }, { attempts: 4, dueAt: new Date() });
    await until('it is dead', async () => (await struck(5)) !== null);
    return manager().findOneByOrFail(InboxRow, { state: 'DEAD' });
  }

  it('forgetting a contact also removes what never got through: dead letters, messages to a number that is not ours', async () => {
    await dead();
    await inbox().accept([message('bonjour'), message('pas pour nous', { number: '999' })]);
    await until('it is out', async () => (await outbox()).some(({ state }) => state === 'SENT'));
    await inbox().accept([message('poison encore'), message('derrière')]);
    await inbox().accept([message('d’un autre', { number: '999', from: { waId: '243810000002' } })]);
    const whatsapp = ground.get(WhatsApp);
    const contactId = (await whatsapp.findContact('243810000001')) ?? '';
    expect(await whatsapp.forgetContact(contactId)).toBe(4);
    const left = await manager().find(InboxRow, { order: { id: 'ASC' } });
    expect(left.map(({ state }) => state)).toEqual(['NEW', 'NEW', 'KEPT']);
    expect(await whatsapp.forgetUnhandled('243810000001')).toBe(2);
    expect(await whatsapp.forgetUnhandled('243810000002')).toBe(1);
    expect(await manager().count(InboxRow)).toBe(0);
  });

  it('a dead letter is erased with everything else that its person said, and cannot be handled again then', async () => {
    await inbox().accept([message('bonjour')]);
    await until('it is out', async () => (await outbox()).some(({ state }) => state === 'SENT'));
    const { id } = await dead();
    const contactId = (await ground.get(WhatsApp).findContact('243810000001')) ?? '';
    await ground.get(WhatsApp).eraseContent([{ contactId, since: new Date(Date.now() - 60_000) }]);
    expect((await manager().find(InboxRow)).map(({ body }) => body)).toEqual([null, null]);
    await expect(ground.get(Replaying).one(id)).rejects.toThrow(NotReplayable);
  });

  it('a dead message is handled again when an operator says so', async () => {
    const { id } = await dead('poison');
    await expect(ground.get(Replaying).one(id)).resolves.toBeUndefined();
    await until('it was tried', async () => (await manager().countBy(InboxRow, { id, attempts: 1 })) === 1);
  });

  it('reports are kept as long as a provider may deliver them again, and words that became private on the way are erased', async () => {
    await inbox().accept([message('bonjour')]);
    await until('it is out', async () => (await outbox()).some(({ state }) => state === 'SENT'));
    const [sent] = channel.sent;
    if (sent) await inbox().accept([report(sent, 'delivered'), report(sent, 'read')]);
    await until('it was read', async () => (await outbox())[0]?.state === 'READ');
    const reports = await manager().findBy(InboxRow, { kind: 'status' });
    const ages = [10, 8].map((days) => idAt(new Date(Date.now() - days * 86_400_000)));
    for (const [n, id] of ages.entries()) await manager().update(InboxRow, { id: reports[n]?.id }, { id });
    await manager().update(OutboxRow, { state: 'READ' }, { isSensitive: true });
    ground.get(Jobs).wake('whatsapp.retention');
    await until('words are erased', async () => (await outbox())[0]?.body === null);
    expect((await manager().findBy(InboxRow, { kind: 'status' })).map(({ id }) => id)).toEqual([ages[1]]);
  });

  it('somebody known by an id is found by the number as soon as it is told, and the other way round', async () => {
    const both = { waId: '243810000003', userId: 'CD.33' };
    const whatsapp = ground.get(WhatsApp);
    await inbox().accept([message('a', { from: { userId: 'CD.33' } })]);
    await until('it is answered', () => channel.sent.length === 1);
    await inbox().accept([message('b', { from: both })]);
    await until('it is answered', () => channel.sent.length === 2);
    expect(channel.sent[1]?.to).toEqual(both);
    const contactId = (await whatsapp.findContact(both.waId)) ?? '';
    expect(await manager().find(ContactRow)).toMatchObject([{ id: contactId }]);

    await inbox().accept([message('c')]);
    await until('it is answered', () => channel.sent.length === 3);
    await inbox().accept([message('d', { from: { waId: '243810000001', userId: 'CD.11' } })]);
    await until('it is answered', () => channel.sent.length === 4);
    await inbox().accept([message('e', { from: { userId: 'CD.11' } })]);
    await until('it is answered', () => channel.sent.length === 5);
    expect(channel.sent[4]?.to).toEqual({ waId: '243810000001', userId: 'CD.11' });
    expect(await manager().count(ContactRow)).toBe(2);
  });
});
