import { Database } from '../../src/platform/database/database.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import { WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
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
    expect(await whatsapp.maskedPhone(contactId)).toBe('+…01');
    expect(await whatsapp.forgetContact(contactId)).toBe(2);
    expect(await whatsapp.findContact('243810000001')).toBeNull();
    expect([await manager().count(InboxRow), await manager().count(OutboxRow)]).toEqual([0, 0]);
  });
});
