import { Logger } from '@nestjs/common';
import { Database } from '../../src/platform/database/database.js';
import { idAt } from '../../src/platform/database/id-range.js';
import { Events } from '../../src/platform/events/events.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { ContactsController } from '../../src/whatsapp/contacts/contacts.controller.js';
import { ContactQuery } from '../../src/whatsapp/contacts/contacts.dto.js';
import { Following } from '../../src/whatsapp/contacts/following.js';
import { InboxController } from '../../src/whatsapp/inbox/inbox.controller.js';
import { InboxQuery } from '../../src/whatsapp/inbox/inbox.dto.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { InboxRepository } from '../../src/whatsapp/inbox/inbox.repository.js';
import { Notices } from '../../src/whatsapp/inbox/notices.js';
import { MediaNotFound } from '../../src/whatsapp/media/media.errors.js';
import { MessagesController } from '../../src/whatsapp/messages/messages.controller.js';
import { MessageQuery } from '../../src/whatsapp/messages/messages.dto.js';
import { Replays } from '../../src/whatsapp/messages/replays.js';
import { Retention } from '../../src/whatsapp/messages/retention.js';
import { NumberBook } from '../../src/whatsapp/numbers/number-book.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import type { InboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import {
  ContactsJoined,
  MessageFiles,
  MessageSubmitted,
  WhatsApp,
} from '../../src/whatsapp/whatsapp.contract.js';
import type { Update } from '../../src/whatsapp/whatsapp-updates.contract.js';
import {
  LookUpForbidden,
  MessageNotFound,
  NotReplayable,
  NumberNotOurs,
  Superseded,
} from '../../src/whatsapp/whatsapp.errors.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import { Channels, Inbound, Inbox } from '../../src/whatsapp/whatsapp.port.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift } from './databases.js';
import { Answerer, asCaller, echo, moved, preference, setNumbers } from './inbound-ground.js';
import { message, PlatformForTests, RecordingChannel, report } from './whatsapp-ground.js';

const settings = testSettings({ WHATSAPP_MAX_PER_SECOND: '1000' });
const [OLD, NEW, OTHER] = ['243810000001', '243820000002', '243890000009'];
const DAY_MS = 86_400_000;

describeEachDatabase('what comes in', (open) => {
  const ground = open({
    imports: [PlatformForTests.register(settings), WhatsAppModule],
    entities: [ContactRow, InboxRow, OutboxRow],
    init: true,
  });
  let channel: RecordingChannel;
  let answerer: Answerer;
  const joins: ContactsJoined[] = [];
  const submitted: MessageSubmitted[] = [];
  const accept = (...updates: Update[]) => ground.get(Inbox).accept(updates);
  const whatsapp = () => ground.get(WhatsApp);
  const manager = () => ground.get(Database).manager;
  const contacts = () => manager().find(ContactRow, { order: { id: 'ASC' } });
  const inboxRows = () => manager().find(InboxRow, { order: { id: 'ASC' } });
  const outboxRows = () => manager().find(OutboxRow, { order: { id: 'ASC' } });
  const handled = (count: number) =>
    until(`${count} messages are handled`, async () => {
      const where = { kind: 'message', state: 'DONE' } as const;
      return (await manager().countBy(InboxRow, where)) === count;
    });
  const applied = (count: number) =>
    until(`${count} news are applied`, async () => {
      const where = { kind: 'notice', state: 'DONE' } as const;
      return (await manager().countBy(InboxRow, where)) === count;
    });
  const out = (count: number) =>
    until(`${count} messages are out`, async () => {
      return (await outboxRows()).filter(({ sentAt }) => sentAt !== null).length === count;
    });

  beforeAll(() => {
    channel = new RecordingChannel(['1', '2']);
    answerer = new Answerer(whatsapp());
    ground.get(Channels).add(channel);
    ground.get(Inbound).use(answerer);
    ground.get(Events).on(ContactsJoined, 'test.joins', async (event) => void joins.push(event));
    ground.get(Events).on(MessageSubmitted, 'test.submitted', async (event) => void submitted.push(event));
  });
  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    setNumbers(ground.get(NumberBook), {});
    channel.sent.length = 0;
    channel.answers.length = 0;
    answerer.heard.length = 0;
    answerer.fault = null;
    joins.length = 0;
    submitted.length = 0;
  });
  afterEach(() => jest.restoreAllMocks());

  it('has the tables that its entities describe', () => expectNoDrift(ground));

  describe('people', () => {
    it('whoever has a new number is the same person, and is answered there', async () => {
      await accept(message('un', { from: { waId: OLD } }));
      await handled(1);
      const [before] = await contacts();
      const news = moved({ waId: OLD }, { waId: NEW });
      await accept(news);
      await accept(news);
      await applied(1);
      await accept(message('deux', { from: { waId: NEW } }));
      await out(2);
      expect((await contacts()).map(({ id }) => id)).toEqual([before?.id]);
      expect(channel.sent.map(({ to }) => to)).toEqual([{ waId: OLD }, { waId: NEW }]);
      expect(await whatsapp().findContact(OLD ?? '')).toBeNull();
      const [notice] = await manager().findBy(InboxRow, { kind: 'notice' });
      expect(notice).toMatchObject({ topic: 'person', state: 'DONE', body: null, contactId: before?.id });
    });

    it('where the new address has a contact already, the two become one: the older id, everything exchanged, every refusal', async () => {
      await accept(message('ancien', { from: { waId: OLD, name: 'Ada' } }));
      await accept(message('nouveau', { from: { waId: NEW, name: 'Ada L.' } }));
      await out(2);
      const [kept, gone] = await contacts();
      await whatsapp().setOptOut(gone?.id ?? '', 'out');
      await accept(moved({ waId: OLD }, { waId: NEW, userId: 'CD.2' }));
      await applied(1);
      await until('others heard of it', () => joins.length === 1);
      expect({ ...joins[0] }).toEqual({ contactId: kept?.id, goneId: gone?.id });
      const view = { phone: NEW, userId: 'CD.2', name: 'Ada L.', optedOut: true, marketingOptedOut: false };
      expect(await whatsapp().contacts([kept?.id ?? '', gone?.id ?? ''])).toMatchObject([
        { id: kept?.id, ...view },
      ]);
      const owners = [...(await inboxRows()), ...(await outboxRows())].map(({ contactId }) => contactId);
      expect(new Set(owners)).toEqual(new Set([kept?.id]));
      const led = await asCaller(['conversations:reply'], () =>
        ground.get(ContactsController).find(gone?.id ?? ''),
      );
      expect(led).toMatchObject({ id: kept?.id, phone: NEW });
    });

    it('a message that is on its way to a contact that went still arrives, and what was handled meanwhile follows', async () => {
      await accept(message('un', { from: { waId: OLD } }), message('deux', { from: { waId: NEW } }));
      await out(2);
      const [kept, gone] = await contacts();
      await accept(moved({ waId: OLD }, { waId: NEW }));
      await applied(1);
      const content = { kind: 'text', text: 'en route' } as const;
      const draft = { contactId: gone?.id ?? '', channel: 'test', number: '1', content, sensitive: false };
      await whatsapp().send([draft]);
      await out(3);
      expect(channel.sent[2]?.to).toEqual({ waId: NEW });
      await ground.get(Following).collectStragglers();
      expect((await outboxRows()).map(({ contactId }) => contactId)).toEqual([kept?.id, kept?.id, kept?.id]);
      await until('others heard of it again', () => joins.length === 2);
      expect({ ...joins[1] }).toEqual({ contactId: kept?.id, goneId: gone?.id });
    });

    it('a number and an id of two contacts, seen in one message, make them one', async () => {
      await accept(message('a', { from: { userId: 'CD.7' } }));
      await handled(1);
      await accept(message('b', { from: { waId: NEW } }));
      await handled(2);
      const [first, second] = await contacts();
      await accept(message('c', { from: { waId: NEW, userId: 'CD.7' } }));
      await handled(3);
      await applied(1);
      await until('others heard of it', () => joins.length === 1);
      expect(await whatsapp().contacts([first?.id ?? ''])).toMatchObject([{ phone: NEW, userId: 'CD.7' }]);
      expect(await whatsapp().contacts([second?.id ?? ''])).toEqual([]);
      await accept(message('d', { from: { userId: 'CD.7' } }));
      await out(4);
      expect(channel.sent[3]?.to).toEqual({ waId: NEW, userId: 'CD.7' });
      const owners = [...(await inboxRows()), ...(await outboxRows())].map(({ contactId }) => contactId);
      expect(new Set(owners)).toEqual(new Set([first?.id]));
    });

    it('a number that somebody gave up is not written to any more', async () => {
      await accept(message('a', { from: { waId: OLD } }));
      await handled(1);
      await accept(moved({ waId: OLD }, { userId: 'CD.8' }));
      await applied(1);
      const id = (await contacts())[0]?.id ?? '';
      expect(await whatsapp().contacts([id])).toMatchObject([{ phone: null, userId: 'CD.8' }]);
      await accept(moved({ userId: 'CD.8' }, { userId: 'CD.9' }), moved({ userId: 'CD.9' }, { waId: NEW }));
      await applied(3);
      expect(await whatsapp().contacts([id])).toMatchObject([{ phone: NEW, userId: 'CD.9' }]);
    });

    it('news come after the messages that the person wrote before, and in their own order', async () => {
      answerer.fault = new Error('not now');
      await accept(message('avant', { from: { waId: OLD } }));
      await accept(moved({ waId: OLD }, { waId: NEW }), moved({ waId: NEW }, { waId: OTHER }));
      await until('it failed once', async () => (await manager().countBy(InboxRow, { attempts: 1 })) === 1);
      await accept(preference({ waId: '243899999999' }, 'stop'));
      await applied(1);
      answerer.fault = null;
      await applied(3);
      expect(await whatsapp().findContact(OTHER ?? '')).toBe((await inboxRows())[0]?.contactId);
      expect(await contacts()).toHaveLength(2);
    });

    it('news that cannot be applied are tried again, are dead in the end, and hinder nobody else', async () => {
      await accept(moved({ waId: OLD }, { waId: NEW }));
      await applied(1);
      const [row] = await inboxRows();
      const broken = {
        ...row,
        id: idAt(new Date()),
        dedupeKey: 'broken',
        state: 'NEW' as const,
        body: 'nonsense',
      };
      await manager().insert(InboxRow, { ...broken, contactId: null });
      ground.get(Jobs).wake('whatsapp.notices');
      await until('it failed once', async () => (await manager().countBy(InboxRow, { attempts: 1 })) === 1);
      await manager().update(InboxRow, { attempts: 1 }, { attempts: 4, dueAt: new Date() });
      await accept(preference({ waId: OLD }, 'stop'));
      await applied(2);
      await until('it is dead', async () => (await manager().countBy(InboxRow, { state: 'DEAD' })) === 1);
      expect(await manager().findOneByOrFail(InboxRow, { state: 'DEAD' })).toMatchObject({ attempts: 5 });
    });

    it('of two instances that apply the same news only one does', async () => {
      answerer.fault = new Error('not now');
      await accept(message('avant', { from: { waId: OLD } }));
      await accept(moved({ waId: OLD }, { waId: NEW }));
      const [row] = await ground.get(InboxRepository).notices(idAt(new Date(0)), 1);
      if (row === undefined) throw new Error('there are no news');
      const notice = ground.get(Notices).read(row);
      const both = [1, 2].map(() => ground.get(Notices).apply(notice, new Date()));
      const outcomes = await Promise.allSettled(both);
      const refused = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
      );
      expect(refused).toEqual([expect.any(Superseded)]);
    });

    it('who refuses marketing is known for it before the first message, and may change that', async () => {
      await accept(preference({ waId: OLD }, 'stop'));
      await applied(1);
      const id = (await whatsapp().findContact(OLD ?? '')) ?? '';
      expect(await whatsapp().contacts([id])).toMatchObject([{ marketingOptedOut: true, optedOut: false }]);
      await accept(preference({ waId: OLD }, 'resume'), preference({ waId: NEW }, 'resume'));
      await applied(3);
      expect(await whatsapp().contacts([id])).toMatchObject([{ marketingOptedOut: false }]);
      expect(await contacts()).toHaveLength(1);
    });

    it('a name is kept as it is now, and written only when it changed', async () => {
      const from = (name?: string) => ({ from: { waId: OLD ?? '', ...(name !== undefined && { name }) } });
      const sealed = async () => (await contacts())[0]?.name;
      await accept(message('a', from('Ada')));
      await handled(1);
      const before = await sealed();
      const database = ground.get(Database);
      const reads = jest.spyOn(database, 'read');
      const writes = jest.spyOn(database, 'updateMany');
      await accept(message('b', from('Ada')), message('c', from()));
      await handled(3);
      expect(await sealed()).toBe(before);
      const asked = reads.mock.calls.filter(
        ([entity, { where }]) => entity === ContactRow && 'phoneIndex' in where,
      );
      const written = writes.mock.calls.filter(
        ([entity, changes]) => entity === ContactRow && changes.length > 0,
      );
      expect([asked.length, written.length]).toEqual([1, 0]);
      await accept(message('d', from('Ada Lovelace')));
      await handled(4);
      const [row] = await contacts();
      expect(await whatsapp().contacts([row?.id ?? ''])).toMatchObject([{ name: 'Ada Lovelace' }]);
      expect(JSON.stringify(row)).not.toMatch(/Lovelace/i);
      expect(answerer.heard.map(({ name }) => name)).toEqual(['Ada', 'Ada', undefined, 'Ada Lovelace']);
    });

    it('somebody without a phone number is a person like any other, to the end', async () => {
      const from = { userId: 'CD.ABC', name: 'Sans numéro' };
      await accept(message('bonjour', { from }));
      await out(1);
      expect(channel.sent[0]?.to).toEqual({ userId: 'CD.ABC' });
      const id = (await inboxRows())[0]?.contactId ?? '';
      expect(await whatsapp().contacts([id])).toMatchObject([
        { phone: null, userId: 'CD.ABC', name: 'Sans numéro' },
      ]);
      expect((await whatsapp().windowUntil(id, '1'))?.getTime()).toBeGreaterThan(Date.now());
      expect((await whatsapp().history(id, '1', null, 10)).map(({ direction }) => direction)).toEqual([
        'out',
        'in',
      ]);
      const found = await asCaller(['conversations:reply'], () =>
        ground.get(ContactsController).list(Object.assign(new ContactQuery(), { q: 'CD.ABC' })),
      );
      expect(found.items).toMatchObject([{ id, userId: 'CD.ABC' }]);
      await accept(message('ailleurs', { from, number: '999' }));
      expect(await whatsapp().forgetUnhandledOf(id)).toBe(1);
      expect(await whatsapp().forgetContact(id)).toBe(2);
      expect([await contacts(), await inboxRows(), await outboxRows()]).toEqual([[], [], []]);
    });

    it('are found by number or name by who answers them, and by nobody else', async () => {
      for (const [n, name] of ['Grâce Mbuyi', 'Éric', 'grace K'].entries())
        await accept(message('a', { from: { waId: `24381000010${n}`, name } }));
      await handled(3);
      const list = (query: Partial<ContactQuery>, ...permissions: string[]) =>
        asCaller(permissions, () =>
          ground.get(ContactsController).list(Object.assign(new ContactQuery(), query)),
        );
      const names = async (query: Partial<ContactQuery>) =>
        (await list(query, 'conversations:reply')).items.map(({ name }) => name);
      expect(await names({ q: 'GRACE' })).toEqual(['grace K', 'Grâce Mbuyi']);
      expect(await names({ phone: '+243 810 000 101' })).toEqual(['Éric']);
      expect(await names({ q: '00243810000101' })).toEqual(['Éric']);
      expect(await names({ phone: '243810000999' })).toEqual([]);
      const page = await list({ limit: 2 }, 'conversations:reply');
      const rest = await list({ limit: 2, cursor: page.nextCursor ?? '' }, 'conversations:reply');
      expect([...page.items, ...rest.items].map(({ name }) => name)).toEqual([
        'grace K',
        'Éric',
        'Grâce Mbuyi',
      ]);
      expect(rest.nextCursor).toBeNull();
      const seen = (await list({})).items;
      expect(seen.map(({ phone, name }) => [phone, name])).toContainEqual(['+…01', null]);
      await expect(list({ phone: '243810000101' })).rejects.toThrow(LookUpForbidden);
      await expect(list({ q: 'Éric' })).rejects.toThrow(LookUpForbidden);
    });
  });

  describe('numbers', () => {
    const inbox = () => ground.get(InboxController);
    const kept = () => inbox().list(Object.assign(new InboxQuery(), { state: 'kept' }));

    it('what comes for an unknown number is kept with the reason, counted, and handled once the number was added', async () => {
      await accept(message('tôt', { number: '998' }), message('plus tard', { number: '998' }));
      await accept(moved({ waId: OLD }, { waId: NEW }, { number: '998' }));
      const { items } = await kept();
      expect(items.map(({ kind, topic, replayable }) => [kind, topic, replayable])).toEqual([
        ['notice', 'person', true],
        ['message', 'text', true],
        ['message', 'text', true],
      ]);
      expect(items[0]?.reason).toContain('pas enregistré ici');
      expect(await ground.get(Metrics).registry.metrics()).toMatch(/unknown_number_updates_total [1-9]/);
      const id = items[2]?.id ?? '';
      await expect(inbox().replay(id)).rejects.toThrow(NumberNotOurs);
      await expect(inbox().replayMany({ number: '998', state: 'kept' })).rejects.toThrow(NumberNotOurs);
      setNumbers(ground.get(NumberBook), { '998': 'active' });
      const dryRun = { number: '998', state: 'kept', dryRun: true } as const;
      expect(await inbox().replayMany(dryRun)).toEqual({ replayed: 0, wouldReplay: 3 });
      expect(answerer.heard).toEqual([]);
      await inbox().replay(id);
      await handled(1);
      expect(await inbox().replayMany({ number: '998', state: 'kept' })).toEqual({ replayed: 2 });
      await handled(2);
      await applied(1);
      expect((await kept()).items).toEqual([]);
      expect(await whatsapp().findContact(NEW ?? '')).toBe(answerer.heard[0]?.contactId);
      await expect(inbox().replay(id)).rejects.toThrow(NotReplayable);
      await expect(inbox().replayMany({ ids: [id], state: 'kept' })).rejects.toThrow(NotReplayable);
      await expect(inbox().replayMany({ state: 'kept' })).rejects.toMatchObject({ code: 'request.invalid' });
    });

    it('messages for a paused number wait, hold nobody up, and are answered in order when it goes on', async () => {
      setNumbers(ground.get(NumberBook), { '997': 'paused' });
      const many = Array.from({ length: 300 }, (_, n) =>
        message(`p${n}`, { number: '997', from: { waId: OTHER } }),
      );
      await accept(...many);
      await accept(
        message('ici', { from: { waId: OLD } }),
        message('même personne', { from: { waId: OTHER } }),
      );
      await handled(2);
      expect(answerer.heard.map(({ number }) => number)).toEqual(['1', '1']);
      expect(await manager().countBy(InboxRow, { state: 'NEW', attempts: 0 })).toBe(300);
      setNumbers(ground.get(NumberBook), { '997': 'active' });
      await handled(302);
      const later = answerer.heard.filter(({ number }) => number === '997');
      expect(later.map(({ content }) => (content.kind === 'text' ? content.text : ''))).toEqual(
        many.map((_, n) => `p${n}`),
      );
    });
  });

  describe('what somebody of the team writes on the phone', () => {
    const lines = async () =>
      whatsapp().history((await whatsapp().findContact(OLD ?? '')) ?? '', '1', null, 10);

    it('is marked where it is changed there, and not shown where it is taken back there', async () => {
      await accept(message('bonjour', { from: { waId: OLD } }));
      await out(1);
      const [wrong, withdrawn] = [echo('à 8 h', { to: { waId: OLD } }), echo('oubli', { to: { waId: OLD } })];
      await accept(wrong, withdrawn);
      const content: InboundContent = { kind: 'text', text: 'à 9 h' };
      await accept(
        echo('', { to: { waId: OLD }, content: { kind: 'edit', target: wrong.providerId, content } }),
        echo('', { to: { waId: OLD }, content: { kind: 'revoke', target: withdrawn.providerId } }),
        // Of somebody else: it is not theirs to take back.
        echo('', { to: { waId: NEW }, content: { kind: 'revoke', target: wrong.providerId } }),
      );
      await applied(5);
      const [revoke, edit, gone, changed] = await lines();
      expect(changed).toMatchObject({ content: { text: 'à 8 h' }, editedAt: edit?.at });
      expect(changed).not.toHaveProperty('deletedAt');
      expect(gone).toMatchObject({ content: null, deletedAt: revoke?.at });
      expect([edit?.targetId, revoke?.targetId]).toEqual([changed?.id, gone?.id]);
      const stories = await asCaller(['messages:content'], () =>
        Promise.all([changed, gone].map((line) => ground.get(MessagesController).find(line?.id ?? ''))),
      );
      expect(stories).toMatchObject([
        { contentState: 'shown', editedAt: edit?.at.toISOString() },
        { contentState: 'deleted', deletedAt: revoke?.at.toISOString(), files: [] },
      ]);
    });

    it('stands in the conversation where it was written, as something of ours that is out, and is answered by nobody', async () => {
      await accept(message('bonjour', { from: { waId: OLD } }));
      await out(1);
      const written = echo('on vous rappelle', { to: { waId: OLD }, at: new Date(Date.now() - 60_000) });
      await accept(written);
      await accept(written);
      await applied(1);
      await accept(message('merci', { from: { waId: OLD } }));
      await out(3);
      const told = (await lines()).map(({ direction, state, origin, content }) => {
        const text = content !== null && 'text' in content ? content.text : null;
        return [direction, state, origin, text];
      });
      expect(told.toReversed()).toEqual([
        ['in', 'received', null, 'bonjour'],
        ['out', 'sent', 'bot', 'vu bonjour'],
        ['out', 'sent', 'phone', 'on vous rappelle'],
        ['in', 'received', null, 'merci'],
        ['out', 'sent', 'bot', 'vu merci'],
      ]);
      expect(channel.texts()).toEqual(['vu bonjour', 'vu merci']);
      const { items } = await asCaller([], () =>
        ground.get(MessagesController).list(Object.assign(new MessageQuery(), { origin: 'phone' })),
      );
      expect(items).toMatchObject([{ direction: 'out', state: 'sent', type: 'text', providerId: null }]);
      expect(items[0]?.events).toEqual([{ state: 'sent', at: written.at.toISOString() }]);
      const story = await asCaller(['messages:content'], () =>
        ground.get(MessagesController).find(items[0]?.id ?? ''),
      );
      expect(story).toMatchObject({
        providerId: written.providerId,
        content: { kind: 'text', text: 'on vous rappelle' },
        attempts: 0,
        dueAt: null,
      });
    });

    it('tells the rooms above once, so that the dialogue can keep silent', async () => {
      const written = echo('un instant', { to: { userId: 'CD.7', name: 'Dora' } });
      await accept(written, { ...written });
      await applied(1);
      await until('others heard of it', () => submitted.length === 1);
      const [row] = await outboxRows();
      const [contact] = await contacts();
      expect({ ...submitted[0] }).toEqual({
        messageId: row?.id,
        contactId: contact?.id,
        number: '1',
        origin: 'phone',
      });
      expect(await whatsapp().contacts([contact?.id ?? ''])).toMatchObject([
        { userId: 'CD.7', name: 'Dora' },
      ]);
    });

    it('is moved by its reports, and never sent again, not even where it failed', async () => {
      const written = echo('', { content: { kind: 'media', media: 'image', id: 'i', caption: 'plan' } });
      const lost = echo('perdu');
      await accept(written, lost);
      await applied(2);
      const common = { kind: 'status', channel: 'test', number: '1', at: new Date() } as const;
      const error = { code: '131026', meaning: 'm', advice: 'a' };
      await accept(
        { ...common, providerId: written.providerId, state: 'delivered' },
        { ...common, providerId: lost.providerId, state: 'failed', error },
      );
      await until('both are reported', async () => {
        const states = (await outboxRows()).map(({ state }) => state);
        return states.join() === 'DELIVERED,FAILED';
      });
      await expect(ground.get(Replays).replay({ state: 'FAILED' })).resolves.toBe(0);
      expect((await lines())[1]).toMatchObject({ type: 'image', content: { caption: 'plan' }, files: [] });
      expect(channel.sent).toEqual([]);
    });

    it('has its file opened like any other', async () => {
      const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2_000, 1)]);
      channel.files.set('plan', { bytes, mime: 'image/jpeg' });
      await accept(
        echo('', { to: { waId: OLD }, content: { kind: 'media', media: 'image', id: 'plan' } }),
        echo('sans image', { to: { waId: OLD } }),
      );
      await applied(2);
      const [picture, words] = await outboxRows();
      const file = await ground.get<MessageFiles>(MessageFiles).open(picture?.id ?? '');
      expect(file).toMatchObject({ mime: 'image/jpeg', size: bytes.length });
      expect((await lines()).map(({ files }) => files)).toEqual([[], [file.id]]);
      expect((await ground.get(MessagesController).find(picture?.id ?? '')).files).toEqual([file.id]);
      await expect(ground.get<MessageFiles>(MessageFiles).open(words?.id ?? '')).rejects.toThrow(
        MediaNotFound,
      );
    });

    it('is ours already where it only comes back', async () => {
      await accept(message('bonjour', { from: { waId: OLD } }));
      await out(1);
      const [sent] = channel.sent;
      await accept(echo('vu bonjour', { providerId: `out-${sent?.reference}` }));
      await applied(1);
      expect(await outboxRows()).toHaveLength(1);
      expect(submitted).toEqual([]);
    });

    it('waits where the number is not known yet, and goes with its person', async () => {
      await accept(echo('ailleurs', { number: '77', to: { waId: OLD } }));
      const [kept] = await inboxRows();
      expect(kept).toMatchObject({ kind: 'notice', topic: 'echo', state: 'KEPT' });
      setNumbers(ground.get(NumberBook), { 77: 'active' });
      await asCaller([], () => ground.get(InboxController).replay(kept?.id ?? ''));
      await applied(1);
      const contactId = (await whatsapp().findContact(OLD ?? '')) ?? '';
      expect(await outboxRows()).toMatchObject([{ id: kept?.id, contactId, numberId: '77' }]);
      await whatsapp().forgetContact(contactId);
      expect([...(await outboxRows()), ...(await inboxRows())]).toEqual([]);
    });
  });

  it('what is not understood is kept as it came, for the administration to read', async () => {
    const raw = { value: { words: 'tels quels', waId: OLD } };
    await accept({ kind: 'other', channel: 'test', number: '1', topic: 'telepathy', raw });
    const [kept] = await inboxRows();
    const find = (...permissions: string[]) =>
      asCaller(permissions, () => ground.get(InboxController).find(kept?.id ?? ''));
    expect(await find('messages:content')).toMatchObject({ topic: 'telepathy', told: { raw } });
    const seen = await find();
    expect(seen).toMatchObject({ topic: 'telepathy', replayable: false });
    expect(JSON.stringify(seen)).not.toMatch(/tels quels|24381/);
    await accept(message('ailleurs', { number: '77' }));
    const strange = (await inboxRows())[1]?.id ?? '';
    const words = await asCaller(['messages:content'], () => ground.get(InboxController).find(strange));
    expect(words).not.toHaveProperty('told');
    const id = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
    await expect(ground.get(InboxController).find(id)).rejects.toThrow(MessageNotFound);
  });

  describe('what is said in a group', () => {
    it('is kept and shown as that, opens no window, makes nobody a contact, and is answered by nobody', async () => {
      const said = message('à tous', { from: { waId: OLD, name: 'Ada' }, group: 'groupe-1' });
      await accept(said, { ...said });
      await accept(message('à vous', { from: { waId: NEW } }));
      await out(1);
      expect(channel.texts()).toEqual(['vu à vous']);
      expect(await whatsapp().findContact(OLD ?? '')).toBeNull();
      const { items } = await asCaller([], () => ground.get(MessagesController).list(new MessageQuery()));
      expect(items.map(({ type, inGroup }) => [type, inGroup])).toEqual([
        ['text', false],
        ['text', false],
        ['text', true],
      ]);
      const id = items[2]?.id ?? '';
      expect(items[2]).not.toHaveProperty('error');
      const read = await asCaller(['messages:content'], () => ground.get(MessagesController).find(id));
      expect(read).toMatchObject({ groupId: 'groupe-1', content: { text: 'à tous' }, contactId: null });
      const seen = await asCaller([], () => ground.get(MessagesController).find(id));
      expect(JSON.stringify(seen)).not.toMatch(/groupe-1|à tous/);
    });

    it('is never handled as if it had been said to us, and is erased with whoever said it', async () => {
      await accept(message('un', { from: { waId: OLD } }));
      await accept(message('à tous', { from: { waId: OLD }, group: 'groupe-1' }));
      await out(1);
      const group = (await inboxRows()).find(({ kind }) => kind === 'group');
      const kept = Object.assign(new InboxQuery(), { state: 'kept' });
      const { items } = await asCaller([], () => ground.get(InboxController).list(kept));
      expect(items).toMatchObject([{ id: group?.id, kind: 'group', replayable: false }]);
      expect(items[0]?.reason).toContain('groupe');
      const controller = ground.get(InboxController);
      await expect(asCaller([], () => controller.replay(group?.id ?? ''))).rejects.toBeInstanceOf(
        NotReplayable,
      );
      await whatsapp().forgetContact((await whatsapp().findContact(OLD ?? '')) ?? '');
      expect(await inboxRows()).toEqual([]);
    });
  });

  it('a thousand mixed updates in one delivery all find their place', async () => {
    const kinds: InboundContent[] = [
      { kind: 'text', text: 'mot' },
      { kind: 'tap', id: 'x', title: 'X', on: 'list' },
      { kind: 'media', media: 'voice', id: 'm' },
      { kind: 'form', name: 'f', fields: { a: 1 } },
      { kind: 'order', catalogId: 'c', lines: [] },
      { kind: 'contacts', contacts: [] },
      { kind: 'reaction', target: 't' },
      { kind: 'edit', target: 't', content: { kind: 'text', text: 'autre' } },
      { kind: 'revoke', target: 't' },
      { kind: 'unsupported', what: 'poll' },
      { kind: 'notice', what: 'changed' },
      { kind: 'other', type: 'system-of-tomorrow', data: {} },
    ];
    const updates = Array.from({ length: 1_000 }, (_, n): Update => {
      const waId = (of: number) => `2438100${String(of % 90).padStart(5, '0')}`;
      const from = { waId: waId(n) };
      if (n % 10 === 7) return preference(from, n % 20 === 7 ? 'stop' : 'resume');
      if (n % 10 === 8)
        return moved({ waId: waId(n - 8) }, { waId: waId(n - 8), userId: `CD.${(n - 8) % 90}` });
      if (n % 10 === 9) return { kind: 'other', channel: 'test', number: '1', topic: 'flows', raw: { n } };
      return message('', { from, content: kinds[n % kinds.length] ?? { kind: 'text', text: '' } });
    });
    await accept(...updates);
    await handled(700);
    await applied(200);
    expect(await manager().countBy(InboxRow, { state: 'KEPT' })).toBe(100);
    const topics = new Set((await manager().findBy(InboxRow, { kind: 'message' })).map(({ topic }) => topic));
    const named = kinds
      .map(({ kind }) => kind as string)
      .filter((kind) => kind !== 'media' && kind !== 'other');
    expect([...topics].toSorted()).toEqual([...named, 'voice', 'system-of-tomorrow'].toSorted());
    expect(new Set(answerer.heard.map(({ content }) => content.kind)).size).toBe(kinds.length);
    const everybody = await contacts();
    expect(everybody).toHaveLength(72);
    expect(everybody.filter(({ userIndex }) => userIndex !== null)).toHaveLength(9);
  });

  describe('what is shown', () => {
    const messages = () => ground.get(MessagesController);

    it('history goes back page by page, with words where they may be read', async () => {
      for (const [at, words] of ['un', 'secret', 'trois', 'quatre'].entries()) {
        await accept(message(words, { from: { waId: OLD } }));
        await out(at + 1);
      }
      await accept(message('ailleurs', { from: { waId: OLD }, number: '2' }));
      await out(5);
      const contactId = (await whatsapp().findContact(OLD ?? '')) ?? '';
      const [first] = await inboxRows();
      await manager().update(InboxRow, { id: first?.id }, { body: null });
      const pages = [];
      for (let before: string | null = null; ;) {
        const lines = await whatsapp().history(contactId, '1', before, 3);
        if (lines.length === 0) break;
        pages.push(lines);
        before = lines.at(-1)?.id ?? '';
      }
      expect(pages.map(({ length }) => length)).toEqual([3, 3, 2]);
      const words = pages.flat().map(({ direction, content, isPrivate }) => {
        const text = content !== null && 'text' in content ? content.text : null;
        return [direction, isPrivate ? 'private' : text];
      });
      expect(words).toEqual([
        ['out', 'vu quatre'],
        ['in', 'quatre'],
        ['out', 'vu trois'],
        ['in', 'trois'],
        ['out', 'private'],
        ['in', 'secret'],
        ['out', 'vu un'],
        ['in', null],
      ]);
      const exported = [];
      for await (const line of whatsapp().exportContact(contactId)) exported.push(line);
      const ids = exported.map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
      expect(exported.map(({ state }) => state)).toHaveLength(10);
    });

    it('the story of a message tells its way; only the administration reads words and ids in which numbers hide', async () => {
      await accept(message('bonjour', { from: { waId: OLD }, providerId: 'in-of-243810000001' }));
      await out(1);
      const [sent] = channel.sent;
      if (sent) await accept(report(sent, 'read', { pricingCategory: 'service', billable: false }));
      await until('it was read', async () => (await outboxRows())[0]?.state === 'READ');
      const reply = message('et puis', {
        from: { waId: OLD },
        replyTo: `out-${sent?.reference}`,
        forwarded: 'often',
        referral: { type: 'ad', id: '12', headline: 'Titre', clickId: 'click' },
        product: { catalogId: 'c', productId: 'p' },
      });
      await accept(reply);
      await out(2);
      const [first, second] = await manager().find(InboxRow, {
        where: { kind: 'message' },
        order: { id: 'ASC' },
      });
      const [answer] = await outboxRows();
      const tell = (id: string | undefined, ...permissions: string[]) =>
        asCaller(permissions, () => messages().find(id ?? ''));

      const seen = await tell(first?.id);
      expect(seen).toMatchObject({
        direction: 'in',
        providerId: null,
        contentState: 'hidden',
        replies: [{ id: answer?.id, state: 'read', type: 'text' }],
        attempts: 1,
        dueAt: null,
      });
      expect(seen.handledAt).not.toBeNull();
      expect(JSON.stringify(seen)).not.toMatch(/bonjour|24381/);
      const [read, readAnswer] = [
        await tell(first?.id, 'messages:content'),
        await tell(answer?.id, 'messages:content'),
      ];
      expect(read).toMatchObject({
        contentState: 'shown',
        content: { text: 'bonjour' },
        providerId: 'in-of-243810000001',
      });
      expect(readAnswer).toMatchObject({
        direction: 'out',
        causeId: first?.id,
        origin: 'bot',
        flow: 'uic',
        content: { text: 'vu bonjour' },
        providerId: `out-${answer?.id}`,
        pricing: { category: 'service', billable: false },
      });
      expect(await tell(answer?.id)).toMatchObject({ providerId: null, contentState: 'hidden' });
      expect(await tell(second?.id)).toMatchObject({
        replyToId: answer?.id,
        forwarded: 'often',
        referral: { type: 'ad', id: '12', headline: 'Titre' },
        product: { catalogId: 'c', productId: 'p' },
      });
      expect(JSON.stringify(await tell(second?.id))).not.toContain('click');
      expect((await tell(second?.id, 'messages:content')).referral).toMatchObject({ clickId: 'click' });
    });

    it('what a person reacts to, changes or takes back is found, of ours as of theirs', async () => {
      await accept(message('bonjour', { from: { waId: OLD }, providerId: 'in-1' }));
      await out(1);
      const target = `out-${channel.sent[0]?.reference}`;
      const contents: InboundContent[] = [
        { kind: 'reaction', target, emoji: '👍' },
        { kind: 'edit', target: 'in-1', content: { kind: 'text', text: 'bonsoir' } },
        { kind: 'revoke', target: 'in-of-nobody' },
      ];
      await accept(...contents.map((content) => message('', { from: { waId: OLD }, content })));
      await handled(4);
      const [first, ...others] = await inboxRows();
      const [answer] = await outboxRows();
      const targets = [];
      for (const { id } of others) targets.push((await messages().find(id)).targetId);
      expect(targets).toEqual([answer?.id, first?.id, null]);
      expect(await messages().find(first?.id ?? '')).not.toHaveProperty('targetId');
    });

    it('what a person changes is marked, and what they take back is shown to nobody', async () => {
      const from = { waId: OLD };
      const said = (text: string, providerId: string) => message(text, { from, providerId });
      await accept(said('un', 'in-1'), said('deux', 'in-2'), said('trois', 'in-3'));
      await out(3);
      const about = (content: InboundContent) => message('', { from, content });
      await accept(
        about({ kind: 'edit', target: 'in-1', content: { kind: 'text', text: 'UN' } }),
        about({ kind: 'edit', target: 'in-2', content: { kind: 'text', text: 'DEUX' } }),
        about({ kind: 'revoke', target: 'in-2' }),
        about({ kind: 'reaction', target: 'in-of-nobody', emoji: '👍' }),
        // Nobody changes what somebody else said.
        message('', { from: { waId: NEW }, content: { kind: 'revoke', target: 'in-3' } }),
      );
      await handled(8);
      const [one, two, three, edit, edit2, revoke, reaction] = await inboxRows();
      const stories = await Promise.all(
        [one, two, three].map((row) => asCaller(['messages:content'], () => messages().find(row?.id ?? ''))),
      );
      expect(
        stories.map(({ contentState, editedAt, deletedAt }) => [contentState, editedAt, deletedAt]),
      ).toEqual([
        ['shown', edit?.receivedAt.toISOString(), undefined],
        ['deleted', edit2?.receivedAt.toISOString(), revoke?.receivedAt.toISOString()],
        ['shown', undefined, undefined],
      ]);
      expect(JSON.stringify(stories[1])).not.toMatch(/deux/i);

      const contactId = one?.contactId ?? '';
      const lines = await whatsapp().history(contactId, '1', null, 50);
      const line = (row?: InboxRow) => lines.find(({ id }) => id === row?.id);
      expect(line(one)).toMatchObject({ content: { text: 'un' }, editedAt: edit?.receivedAt });
      expect(line(two)).toMatchObject({ content: null, deletedAt: revoke?.receivedAt });
      expect(line(edit)).toMatchObject({ targetId: one?.id, content: { content: { text: 'UN' } } });
      expect(line(edit2)).toMatchObject({ targetId: two?.id, content: null });
      expect(line(revoke)).toMatchObject({ targetId: two?.id });
      expect(line(reaction)).toMatchObject({ targetId: null });
      expect(line(three)).not.toHaveProperty('deletedAt');
      expect(JSON.stringify(lines)).not.toMatch(/"(deux|DEUX)"/);

      // Also on an older page, where the changes are not among the lines.
      const older = await whatsapp().history(contactId, '1', three?.id ?? '', 1);
      expect(older).toMatchObject([{ id: two?.id, content: null, deletedAt: revoke?.receivedAt }]);
      // The person who asks what is kept is told everything.
      const kept = [];
      for await (const each of whatsapp().exportContact(contactId)) kept.push(each);
      expect(JSON.stringify(kept)).toContain('deux');
    });

    it('a private message is shown to nobody', async () => {
      channel.answers.push(() => ({ outcome: 'refused', error: { code: '7', meaning: 'm', advice: 'a' } }));
      await accept(message('secret', { from: { waId: OLD } }));
      await until('it failed', async () => (await outboxRows())[0]?.state === 'FAILED');
      const [row] = await outboxRows();
      const story = await asCaller(['messages:content'], () => messages().find(row?.id ?? ''));
      expect(row?.body).not.toBeNull();
      expect(story).toMatchObject({ contentState: 'private', error: { code: '7' } });
      expect(story).not.toHaveProperty('content');
    });

    it('lists are narrowed by what is asked for', async () => {
      channel.answers.push(() => ({
        outcome: 'refused',
        error: { code: '131026', meaning: 'm', advice: 'a' },
      }));
      await accept(message('un', { from: { waId: OLD } }));
      await until('it failed', async () => (await outboxRows())[0]?.state === 'FAILED');
      await accept(
        message('', {
          from: { waId: NEW },
          number: '2',
          content: { kind: 'media', media: 'image', id: 'i' },
        }),
      );
      await accept(message('trois', { from: { waId: NEW }, number: '2' }));
      await out(1);
      const types = async (query: Partial<MessageQuery>) => {
        const { items } = await messages().list(Object.assign(new MessageQuery(), query));
        return items.map(({ direction, type }) => `${direction} ${type}`);
      };
      expect(await types({})).toEqual(['out text', 'in text', 'in image', 'out text', 'in text']);
      expect(await types({ errorCode: '131026' })).toEqual(['out text']);
      expect(await types({ state: 'failed' })).toEqual(['out text']);
      expect(await types({ state: 'received', number: '2' })).toEqual(['in text', 'in image']);
      expect(await types({ type: 'image' })).toEqual(['in image']);
      expect(await types({ flow: 'uic', origin: 'bot', number: '1' })).toEqual(['out text']);
      expect(await types({ origin: 'agent' })).toEqual([]);
      expect(await types({ from: new Date(Date.now() + 60_000) })).toEqual([]);
      expect(await types({ to: new Date(Date.now() - 60_000) })).toEqual([]);
      const contactId = (await whatsapp().findContact(OLD ?? '')) ?? '';
      expect(await types({ contactId, from: new Date(Date.now() - 60_000) })).toEqual([
        'out text',
        'in text',
      ]);
    });

    it('live views learn what was received, decided and reported, and about whose message', async () => {
      const since = new Date();
      await accept(message('bonjour', { from: { waId: OLD } }));
      await out(1);
      const [sent] = channel.sent;
      if (sent) await accept(report(sent, 'delivered'));
      await until('the report is applied', async () => {
        return (await manager().countBy(InboxRow, { kind: 'status', state: 'DONE' })) === 1;
      });
      const [message_] = await inboxRows();
      const [row] = await outboxRows();
      const contactId = message_?.contactId;
      const activity = await whatsapp().activitySince(since, 100);
      const common = { contactId, number: '1' };
      expect(activity).toContainEqual({ kind: 'received', messageId: message_?.id, ...common });
      expect(activity).toContainEqual({ kind: 'queued', messageId: row?.id, ...common });
      expect(activity).toContainEqual({ kind: 'reported', messageId: row?.id, ...common });
      expect(await whatsapp().activitySince(new Date(Date.now() + 60_000), 100)).toEqual([]);
      expect(await whatsapp().activitySince(since, 1)).toHaveLength(1);
    });
  });

  describe('retention', () => {
    /** Gives what there is an age. */
    async function age(days: number): Promise<void> {
      const at = new Date(Date.now() - days * DAY_MS);
      const ids = (table: number, n: number) =>
        `${idAt(at).slice(0, 24)}${table}${String(n).padStart(11, '0')}`;
      for (const [n, { id }] of (await inboxRows()).entries())
        await manager().update(InboxRow, { id }, { id: ids(1, n), receivedAt: at });
      for (const [n, { id }] of (await outboxRows()).entries())
        await manager().update(OutboxRow, { id }, { id: ids(2, n), createdAt: at });
      for (const [n, { id }] of (await contacts()).entries()) {
        await manager().update(ContactRow, { id }, { id: ids(3, n) });
        await manager().update(InboxRow, { contactId: id }, { contactId: ids(3, n) });
        await manager().update(OutboxRow, { contactId: id }, { contactId: ids(3, n) });
      }
    }

    it('erases the words of what is old and the names of who was silent since, and keeps the counts', async () => {
      const from = (waId: string) => ({ from: { waId, name: 'Ada' } });
      await accept(message('vieux', from(OLD ?? '')), message('vieux aussi', from(NEW ?? '')));
      await accept(message('jamais traité', { number: '999' }));
      await out(2);
      await age(40);
      await accept(message('récent', from(NEW ?? '')));
      await out(3);
      while (await ground.get(Retention).round(new Date(), 30));
      expect((await inboxRows()).map(({ body }) => body === null)).toEqual([true, true, true, false]);
      expect((await outboxRows()).map(({ body }) => body === null)).toEqual([true, true, false]);
      expect((await outboxRows()).map(({ providerId }) => providerId === null)).toEqual([true, true, false]);
      const names = await whatsapp().contacts((await contacts()).map(({ id }) => id));
      const byPhone = new Map(names.map(({ phone, name }) => [phone, name]));
      expect([byPhone.get(OLD ?? ''), byPhone.get(NEW ?? '')]).toEqual([null, 'Ada']);
      const story = await asCaller(['messages:content'], async () =>
        ground.get(MessagesController).find((await inboxRows())[0]?.id ?? ''),
      );
      expect(story).toMatchObject({ contentState: 'erased', state: 'received' });
    });

    it('gives up what waited all that time, and erases what is still to leave as soon as it has', async () => {
      setNumbers(ground.get(NumberBook), { '996': 'paused' });
      await accept(message('attend', { number: '996' }), message('part', { from: { waId: OLD } }));
      await out(1);
      await manager().update(
        OutboxRow,
        { state: 'SENT' },
        { state: 'SCHEDULED', dueAt: new Date(Date.now() + DAY_MS) },
      );
      await age(40);
      while (await ground.get(Retention).round(new Date(), 30));
      const waited = await manager().findOneByOrFail(InboxRow, { numberId: '996' });
      expect(waited).toMatchObject({ state: 'DEAD', error: 'expired', body: null });
      expect((await outboxRows())[0]).toMatchObject({ isSensitive: true, state: 'SCHEDULED' });
      expect((await outboxRows())[0]?.body).not.toBeNull();
    });

    it('goes on where it stopped, a batch at a time', async () => {
      const updates = Array.from({ length: 30 }, (_, n) =>
        message(`${n}`, { from: { waId: `24381000100${n % 10}` } }),
      );
      await accept(...updates);
      await out(30);
      await age(40);
      const first = (await inboxRows())[0];
      await ground.get(Retention).round(new Date(), 30);
      // What was erased is not looked at again.
      await manager().update(InboxRow, { id: first?.id }, { body: 'back' });
      await ground.get(Retention).round(new Date(), 30);
      expect((await inboxRows()).filter(({ body }) => body !== null).map(({ body }) => body)).toEqual([
        'back',
      ]);
    });
  });
});
