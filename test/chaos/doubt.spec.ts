import { Logger } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database } from '../../src/platform/database/database.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import { OutboxRepository } from '../../src/whatsapp/outbox/outbox.repository.js';
import { WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import { Channels, Inbound, Inbox, type SendResult } from '../../src/whatsapp/whatsapp.port.js';
import { describeEachDatabase } from '../medium/databases.js';
import {
  EchoHandler,
  message,
  PlatformForTests,
  RecordingChannel,
  report,
} from '../medium/whatsapp-ground.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';

const settings = testSettings({ OUTBOX_UNKNOWN_WAIT_SECONDS: '1', WHATSAPP_MAX_PER_SECOND: '1000' });

/** Faults between two steps, which no signal from outside hits reliably. */
describeEachDatabase('what is only half known', (open) => {
  const ground = open({
    imports: [PlatformForTests.register(settings), WhatsAppModule],
    entities: [ContactRow, InboxRow, OutboxRow],
    init: true,
  });
  let channel: RecordingChannel;
  let errors: jest.SpyInstance;
  const inbox = () => ground.get(Inbox);
  const manager = () => ground.get(Database).manager;
  const outbox = () => manager().find(OutboxRow, { order: { id: 'ASC' } });

  beforeAll(() => {
    channel = new RecordingChannel();
    ground.get(Channels).add(channel);
    ground.get(Inbound).use(new EchoHandler(ground.get(WhatsApp)));
  });
  beforeEach(() => {
    errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    channel.sent.length = 0;
    channel.answers.length = 0;
  });
  afterEach(() => jest.restoreAllMocks());

  it('a mark that was written though the database broke before it could say so delays a message, and no more', async () => {
    const repository = ground.get(OutboxRepository);
    const claim = repository.claim.bind(repository);
    jest.spyOn(repository, 'claim').mockImplementationOnce(async (claims) => {
      await claim(claims);
      throw new Error('Connection terminated unexpectedly');
    });
    await inbox().accept([message('un'), message('deux')]);
    await until('both are out', () => channel.sent.length === 2);
    expect(channel.texts()).toEqual(['echo un', 'echo deux']);
  });

  it('whoever sent a message may say so though somebody else took its number over meanwhile', async () => {
    let answer: (result: SendResult) => void = () => undefined;
    channel.answers.push(() => new Promise<SendResult>((resolve) => (answer = resolve)));
    await inbox().accept([message('bonjour')]);
    await until('it is under way', () => channel.sent.length === 1);
    await ground.get(OutboxRepository).orphan(['1'], new Date());
    expect((await outbox())[0]?.state).toBe('UNKNOWN');
    answer({ outcome: 'sent', providerId: 'out-1' });
    await until('it is settled', async () => (await outbox())[0]?.state === 'SENT');
    expect((await outbox())[0]).toMatchObject({ isOpen: false });
  });

  it('reports about other people’s messages, however many, hold up none about ours', async () => {
    const about = (reference: string) => ({ reference }) as RecordingChannel['sent'][number];
    const strangers = Array.from({ length: 600 }, (_, at) => report(about(`stranger-${at}`), 'sent'));
    await inbox().accept(strangers);
    await until(
      'they wait for their messages',
      async () => (await manager().countBy(InboxRow, { kind: 'status', state: 'NEW' })) >= 600,
    );
    await inbox().accept([message('bonjour')]);
    await until('it is out', async () => (await outbox())[0]?.state === 'SENT');
    const [sent] = channel.sent;
    if (sent) await inbox().accept([report(sent, 'read')]);
    await until('its report is applied', async () => (await outbox())[0]?.state === 'READ', 6_000);
    expect(await manager().countBy(InboxRow, { kind: 'status', state: 'NEW' })).toBe(600);
  });

  it('a message that moves while reports are applied lets only its own report wait', async () => {
    const other = { from: { waId: '243810000002' } };
    await inbox().accept([message('un'), message('deux', other)]);
    await until('both are out', async () => (await manager().countBy(OutboxRow, { state: 'SENT' })) === 2);
    const repository = ground.get(OutboxRepository);
    const reported = repository.reported.bind(repository);
    const [moving] = channel.sent;
    jest.spyOn(repository, 'reported').mockImplementationOnce(async (keys, references) => {
      const rows = await reported(keys, references);
      await manager().update(OutboxRow, { id: moving?.reference }, { state: 'READ' });
      return rows;
    });
    await inbox().accept(channel.sent.map((sent) => report(sent, 'delivered')));
    await until(
      'both reports are applied',
      async () => (await manager().countBy(InboxRow, { kind: 'status', state: 'NEW' })) === 0,
    );
    expect((await outbox()).map(({ state }) => state).toSorted()).toEqual(['DELIVERED', 'READ']);
    expect(errors).not.toHaveBeenCalled();
  });

  it('a report that nobody can read is put aside and holds up no other', async () => {
    await inbox().accept([message('bonjour')]);
    await until('it is out', async () => (await outbox())[0]?.state === 'SENT');
    const [sent] = channel.sent;
    if (sent === undefined) return;
    const now = new Date();
    const broken = {
      id: uuid(),
      dedupeKey: 'broken',
      kind: 'status' as const,
      channel: 'test',
      numberId: '1',
      lane: '-',
      shard: 0,
      state: 'NEW' as const,
      topic: 'sent',
      body: 'sealed with a key that is gone',
      receivedAt: now,
      attempts: 0,
      dueAt: now,
    };
    await ground.get(Database).insertMany(InboxRow, [broken]);
    await inbox().accept([report(sent, 'delivered')]);
    await until('the next report is applied', async () => (await outbox())[0]?.state === 'DELIVERED', 6_000);
    expect(await manager().findOneByOrFail(InboxRow, { id: broken.id })).toMatchObject({ state: 'DEAD' });
  });
});
