import { IsNull } from 'typeorm';
import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/database/id.js';
import { idAt } from '../../src/platform/database/id-range.js';
import { Events } from '../../src/platform/events/events.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { runAs } from '../../src/platform/web/request-context.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { Cancelling } from '../../src/whatsapp/messages/cancelling.js';
import { SubmitRequestRow } from '../../src/whatsapp/messages/submit-request.entity.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import { ScheduleRepository } from '../../src/whatsapp/outbox/schedule.repository.js';
import { ScheduleRow } from '../../src/whatsapp/outbox/schedule.entity.js';
import {
  MessageFailed,
  MessageSubmitted,
  type Submission,
  WhatsApp,
} from '../../src/whatsapp/whatsapp.contract.js';
import {
  Channels,
  Inbound,
  Inbox,
  OwnNumbers,
  Senders,
  type SendResult,
} from '../../src/whatsapp/whatsapp.port.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';
import { ADMIN_API_KEY, outbound, rules, TerseChannel } from './outbound-ground.js';
import { EchoHandler, message, report } from './whatsapp-ground.js';

const ADA = '243810000001';
const HOUR = 3_600_000;
const error = { code: 'x', meaning: 'm', advice: 'a' };
const fallback = { name: 'rappel', language: 'fr', components: [] };

describeEachDatabase('messages that a program sends', (open) => {
  const ground = open(outbound);
  const channel = new TerseChannel();
  const told: MessageSubmitted[] = [];
  const failures: MessageFailed[] = [];
  let app: NestFastifyApplication;
  const manager = () => ground.get(Database).manager;
  const rows = () => manager().find(OutboxRow, { order: { id: 'ASC' } });
  const row = (id: string) => manager().findOneByOrFail(OutboxRow, { id });
  const door = () => ground.get<WhatsApp>(WhatsApp);
  const submission = (over: Partial<Submission> = {}): Submission => ({
    to: { waId: ADA },
    content: { kind: 'text', text: 'Bonjour' },
    origin: 'api',
    ...over,
  });
  const submit = (over: Partial<Submission> = {}) => door().submit(submission(over));
  const refusal = (over: Partial<Submission> = {}) =>
    submit(over).then(
      () => 'sent',
      (refused: { code?: string }) => refused.code,
    );
  const texts = () => channel.texts().filter((text) => !text.startsWith('echo'));
  const isSent = (id: string) => async () => (await row(id)).state === 'SENT';

  beforeAll(async () => {
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    ground.get(Channels).add(channel);
    ground.get(Inbound).use(new EchoHandler(door()));
    await app.init();
    ground.get(Events).on(MessageSubmitted, 'test.listens', async (event) => void told.push(event));
    ground.get(Events).on(MessageFailed, 'test.mourns', async (event) => void failures.push(event));
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());
  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    ground.get(Senders).wake('1');
    channel.sent.length = 0;
    channel.answers.length = 0;
    channel.read.length = 0;
    told.length = 0;
    failures.length = 0;
    rules.faults.clear();
    rules.categories.clear();
  });
  afterEach(() => jest.restoreAllMocks());

  /** Ada writes, and is answered; `hoursAgo`: she wrote then. */
  async function hears(hoursAgo = 0): Promise<string> {
    const before = channel.sent.length;
    await ground.get(Inbox).accept([message('allô', { at: new Date(Date.now() - hoursAgo * HOUR) })]);
    await until('she is answered', () => channel.sent.length > before);
    await until('it is written down', async () => (await rows()).every(({ state }) => state === 'SENT'));
    if (hoursAgo > 0) await age(hoursAgo);
    return (await manager().findOneByOrFail(ContactRow, {})).id;
  }

  /** What she wrote came in some hours ago. */
  async function age(hours: number): Promise<void> {
    const at = new Date(Date.now() - hours * HOUR);
    const [received] = await manager().findBy(InboxRow, { kind: 'message' });
    if (received) await manager().update(InboxRow, { id: received.id }, { id: idAt(at), receivedAt: at });
  }

  /** Nothing leaves until the senders are woken. */
  async function rest(): Promise<void> {
    const contactId = await hears();
    channel.answers.push((): SendResult => ({ outcome: 'retry', scope: 'number', afterMs: 600_000, error }));
    const content = { kind: 'text', text: 'echo' } as const;
    await door().send([{ contactId, channel: 'test', number: '1', content, sensitive: false }]);
    await until('the number rests', () => channel.answers.length === 0);
    await until(
      'it is written down',
      async () => (await manager().countBy(OutboxRow, { state: 'QUEUED' })) === 1,
    );
  }

  it('leave inside the window, and are told to whoever listens', async () => {
    const contactId = await hears();
    const {
      id,
      ids,
      state,
      fallback: isFallback,
      repeated,
    } = await submit({ causeId: contactId, flow: 'commande' });
    expect({ ids, state, isFallback, repeated }).toEqual({
      ids: [id],
      state: 'queued',
      isFallback: false,
      repeated: false,
    });
    await until('it is out', isSent(id));
    expect(await row(id)).toMatchObject({
      contactId,
      origin: 'api',
      priority: 5,
      flow: 'commande',
      causeId: contactId,
    });
    await until('it is told', () => told.length === 1);
    expect(told[0]).toEqual({ messageId: id, contactId, number: '1', origin: 'api' });
    const windowEnd = await door().windowUntil(contactId, '1');
    expect((windowEnd?.getTime() ?? 0) - Date.now()).toBeGreaterThan(23.9 * HOUR);
  });

  it('leave once in so long, whoever asks, and then again', async () => {
    await hears();
    const once = { key: 'rappel 7', withinMs: 24 * HOUR };
    const as = (id: string) => runAs({ kind: 'user', id }, () => submit({ once, sensitive: true }));
    const both = await Promise.all([as('awa'), as('ben')]);
    expect(both.filter(({ repeated }) => repeated)).toHaveLength(1);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    const id = both[0]?.id ?? '';
    await until('it is out', isSent(id));
    expect(await row(id)).toMatchObject({ isSensitive: true, body: null });
    const before = new Date(Date.now() - 25 * HOUR);
    await manager().update(SubmitRequestRow, { isScheduled: false }, { createdAt: before });
    const again = await as('awa');
    expect([again.repeated, again.id === id]).toEqual([false, false]);
    expect((await as('ben')).repeated).toBe(true);
    expect(await manager().countBy(SubmitRequestRow, {})).toBe(1);
    await until('the second is out', isSent(again.id));
  });

  it('are refused with field, limit and length before anything is kept, and split where that was asked for', async () => {
    await hears();
    const content = {
      kind: 'text',
      text: 'Une phrase de trente caractères. Et encore une, tout aussi longue. Fin.',
    } as const;
    await expect(submit({ content })).rejects.toMatchObject({
      code: 'whatsapp.content',
      errors: [{ field: 'text', message: expect.stringMatching(/71 caractères, 40/) }],
    });
    const { ids } = await submit({ content, split: true });
    await until('all are out', () => texts().length === 2);
    expect(texts()).toEqual(['Une phrase de trente caractères.', 'Et encore une, tout aussi longue. Fin.']);
    expect(channel.sent.slice(1).map(({ reference }) => reference)).toEqual(ids);
    const endless = { kind: 'text', text: 'mot '.repeat(10_000) } as const;
    expect(await refusal({ content: endless, split: true })).toBe('whatsapp.content');
  });

  it('need a number and a contact that are there', async () => {
    expect(await refusal({ number: '999' })).toBe('whatsapp.number-unknown');
    expect(await refusal({ to: { contactId: idAt(new Date()) } })).toBe('whatsapp.recipient-unknown');
    expect(await manager().count(ContactRow)).toBe(0);
  });

  it('are refused outside the window with the reason, and leave no stranger behind', async () => {
    await expect(submit()).rejects.toMatchObject({
      code: 'whatsapp.window-closed',
      publicText: expect.stringMatching(/jamais écrit à ce numéro/),
    });
    expect(await manager().count(ContactRow)).toBe(0);
    const contactId = await hears(25);
    expect(await door().windowUntil(contactId, '1')).toBeNull();
    await expect(submit({ purpose: 'suivi' })).rejects.toMatchObject({
      publicText: expect.stringMatching(/fermée depuis le .*(UTC).*« suivi »/),
    });
  });

  it('what came in late opened the window when it was written', async () => {
    const contactId = await hears();
    await ground.get(Inbox).accept([message('tard', { at: new Date(Date.now() - 30 * HOUR) })]);
    await until('it is answered', () => channel.sent.length === 2);
    expect(await door().windowUntil(contactId, '1')).toBeNull();
  });

  it('the template that was given, or the one of the purpose, goes in their place', async () => {
    await hears(25);
    const given = await submit({ fallback });
    expect(given.fallback).toBe(true);
    await ask('PUT', '/purposes/suivi', {
      name: 'nouvelles',
      language: 'fr',
      components: [{ type: 'body', parameters: [{ type: 'text', text: '« {{text}} »' }] }],
    });
    const content = { kind: 'text', text: 'Votre colis\nest   là.' } as const;
    const configured = await submit({ purpose: 'suivi', content });
    await until('both are out', () => channel.sent.length === 3);
    expect(channel.sent.slice(1).map((sent) => sent.content)).toEqual([
      { kind: 'template', ...fallback },
      {
        kind: 'template',
        name: 'nouvelles',
        language: 'fr',
        components: [{ type: 'body', parameters: [{ type: 'text', text: '« Votre colis est là. »' }] }],
      },
    ]);
    expect((await row(configured.id)).type).toBe('template');
  });

  const closed = { ...error, code: '131047', windowClosed: true } as const;

  it('a window that had closed for the provider alone: the template that stands in goes, by whatever way it says so', async () => {
    await hears();
    channel.answers.push((): SendResult => ({ outcome: 'refused', error: closed }));
    const { id } = await submit({ fallback });
    await until('the template is out', isSent(id));
    expect(channel.sent.at(-1)?.content).toEqual({ kind: 'template', ...fallback });
    const later = await submit({ fallback });
    await until('it is out', isSent(later.id));
    const [first] = channel.sent.slice(-1);
    if (first === undefined) throw new Error('nothing was sent');
    await ground.get(Inbox).accept([report(first, 'failed', { error: closed })]);
    await until('the template left', () => channel.sent.length === 5);
    await until('it is written down', isSent(later.id));
    expect(channel.sent.at(-1)?.content).toEqual({ kind: 'template', ...fallback });
    expect(await row(later.id)).toMatchObject({ type: 'template', errorCode: null, failedAt: null });
    expect(failures).toEqual([]);
  });

  it('what is still told of the attempt before says nothing of a message that waits once more', async () => {
    await hears();
    const { id } = await submit();
    await until('it is out', isSent(id));
    const [sent] = channel.sent.slice(-1);
    if (sent === undefined) throw new Error('nothing was sent');
    await ground.get(Inbox).accept([report(sent, 'failed', { error })]);
    await until('it failed', async () => (await row(id)).state === 'FAILED');
    channel.answers.push((): SendResult => ({ outcome: 'retry', scope: 'number', afterMs: 600_000, error }));
    await ask('POST', '/api/outbox/replay', { ids: [id] });
    await until('the number rests', () => channel.answers.length === 0);
    await ground.get(Inbox).accept([report(sent, 'sent')]);
    await until(
      'the report is dealt with',
      async () => (await manager().countBy(InboxRow, { kind: 'status', state: 'DONE' })) === 2,
    );
    expect(await row(id)).toMatchObject({ state: 'QUEUED', isOpen: true });
  });

  it('one that fails for good is told to whoever listens, once, with what it was and without its words', async () => {
    const contactId = await hears();
    channel.answers.push((): SendResult => ({ outcome: 'refused', error }));
    const content = { kind: 'products', catalogId: '1', header: 'h', text: 't', sections: [] } as const;
    const draft = { contactId, channel: 'test', number: '1', content, sensitive: false } as const;
    await door().send([{ ...draft, flow: 'shop', causeId: 'cause' }]);
    await until('it is told', () => failures.length === 1);
    const { id } = await submit();
    await until('it is out', isSent(id));
    const [sent] = channel.sent.slice(-1);
    if (sent === undefined) throw new Error('nothing was sent');
    const failed = report(sent, 'failed', { error: { ...error, code: '131026' } });
    await ground.get(Inbox).accept([failed, failed]);
    await until('both are told', () => failures.length === 2);
    const about = { contactId, channel: 'test', number: '1' };
    expect(failures).toEqual([
      {
        message: {
          id: expect.any(String) as string,
          ...about,
          origin: 'bot',
          kind: 'products',
          flow: 'shop',
          causeId: 'cause',
        },
        code: 'x',
      },
      { message: { id, ...about, origin: 'api', kind: 'text', flow: null, causeId: null }, code: '131026' },
    ]);
  });

  it('templates go at any time, and are checked before', async () => {
    const content = { kind: 'template', ...fallback } as const;
    const { id } = await submit({ content });
    await until('it is out', isSent(id));
    rules.faults.set('rappel', [{ field: 'body', message: 'attend une valeur' }]);
    await expect(submit({ content })).rejects.toMatchObject({
      code: 'whatsapp.template',
      errors: [{ field: 'template.body', message: 'attend une valeur' }],
    });
    expect(await refusal({ fallback })).toBe('whatsapp.template');
  });

  it('a template that carries a code is erased once it is out', async () => {
    rules.categories.set('rappel', 'AUTHENTICATION');
    const { id } = await submit({ content: { kind: 'template', ...fallback } });
    await until('it is out', isSent(id));
    expect((await row(id)).body).toBeNull();
  });

  it('a template that carries a code goes to a phone number only', async () => {
    rules.categories.set('rappel', 'AUTHENTICATION');
    const content = { kind: 'template', ...fallback } as const;
    const hidden = { from: { userId: 'CD.hidden' } };
    const before = channel.sent.length;
    await ground.get(Inbox).accept([message('allô', hidden)]);
    await until('it is answered', () => channel.sent.length > before);
    const { id } = await manager().findOneByOrFail(ContactRow, { phone: IsNull() });
    for (const to of [{ userId: 'CD.hidden' }, { userId: 'CD.nobody' }, { contactId: id }])
      expect(await refusal({ to, content })).toBe('whatsapp.code-needs-phone');
    await age(25);
    expect(await refusal({ to: { contactId: id }, fallback })).toBe('whatsapp.code-needs-phone');
    expect(await refusal({ content })).toBe('sent');
    rules.categories.clear();
    expect(await refusal({ to: { userId: 'CD.hidden' }, content })).toBe('sent');
  });

  it('are refused with the true reason while their number is paused: nothing that was written is handled', async () => {
    const numbers = ground.get<OwnNumbers>(OwnNumbers);
    const own = numbers.number('1');
    if (own === undefined) throw new Error('the number is not known');
    const paused = jest.spyOn(numbers, 'number').mockReturnValue({ ...own, state: 'paused' });
    await expect(submit()).rejects.toMatchObject({
      code: 'whatsapp.window-closed',
      publicText: expect.stringContaining('est en pause') as string,
    });
    paused.mockRestore();
    await expect(submit()).rejects.toMatchObject({
      publicText: expect.stringContaining('n’a encore jamais écrit') as string,
    });
  });

  it('whoever said STOP gets no message that was not asked for, and answers of the team', async () => {
    const contactId = await hears();
    await door().setOptOut(contactId, 'out');
    expect(await refusal()).toBe('whatsapp.opted-out');
    expect(await refusal({ origin: 'campaign', content: { kind: 'template', ...fallback } })).toBe(
      'whatsapp.opted-out',
    );
    const { id } = await submit({ origin: 'agent' });
    await until('it is out', isSent(id));
    await age(25);
    expect(await refusal({ origin: 'agent', content: { kind: 'template', ...fallback } })).toBe(
      'whatsapp.opted-out',
    );
  });

  it('whoever wants no marketing gets none, and everything else', async () => {
    const contactId = await hears();
    await manager().update(ContactRow, { id: contactId }, { isMarketingOptedOut: true });
    rules.categories.set('solde', 'MARKETING');
    const template = (name: string) => ({ kind: 'template', ...fallback, name }) as const;
    expect(await refusal({ content: template('solde') })).toBe('whatsapp.opted-out');
    expect(await refusal({ origin: 'campaign', content: template('rappel') })).toBe('whatsapp.opted-out');
    expect(await refusal({ content: template('rappel') })).toBe('sent');
  });

  it('leave when their time has come, and not before', async () => {
    await hears();
    const sendAt = new Date(Date.now() + 700);
    const { id, state } = await submit({ sendAt });
    expect([state, (await row(id)).state]).toEqual(['scheduled', 'SCHEDULED']);
    await until('it is out', isSent(id));
    expect((await row(id)).sentAt?.getTime()).toBeGreaterThanOrEqual(sendAt.getTime());
    expect(await manager().count(ScheduleRow)).toBe(0);
  });

  it('are looked at again when they leave later: the window may have closed, the person said STOP', async () => {
    const contactId = await hears(25);
    const sendAt = new Date(Date.now() + 300);
    const closed = await submit({ sendAt });
    const replaced = await submit({ sendAt, fallback });
    await until(
      'both are decided',
      async () => (await manager().countBy(OutboxRow, { state: 'FAILED' })) === 1,
    );
    await until('the other is out', isSent(replaced.id));
    expect(await row(closed.id)).toMatchObject({ state: 'FAILED', errorCode: 'window-closed' });
    expect((await row(closed.id)).errorAdvice).toMatch(/modèle/);
    expect(channel.sent.at(-1)?.content).toEqual({ kind: 'template', ...fallback });
    expect((await row(replaced.id)).type).toBe('template');

    const unwanted = await submit({ sendAt: new Date(Date.now() + 300), fallback });
    await door().setOptOut(contactId, 'out');
    await until('it is decided', async () => (await row(unwanted.id)).state === 'FAILED');
    expect((await row(unwanted.id)).errorCode).toBe('opted-out');
  });

  it('several instances bring each scheduled message to its sender once', async () => {
    await hears();
    const ids: string[] = [];
    for (let i = 0; i < 10; i += 1) ids.push((await submit({ sendAt: new Date(Date.now() + HOUR) })).id);
    const schedule = ground.get(ScheduleRepository);
    const later = new Date(Date.now() + 2 * HOUR);
    await Promise.all([
      schedule.promote(later, 100),
      schedule.promote(later, 100),
      schedule.promote(later, 100),
    ]);
    expect(await manager().count(ScheduleRow)).toBe(0);
    expect((await rows()).filter(({ state }) => state === 'QUEUED').map(({ id }) => id)).toEqual(ids);
  });

  it('the same key gives the same message, and another content under it is refused', async () => {
    await hears();
    const first = await submit({ requestKey: 'k' });
    expect(await submit({ requestKey: 'k' })).toEqual({ ...first, repeated: true });
    expect(await refusal({ requestKey: 'k', content: { kind: 'text', text: 'Autre' } })).toBe(
      'whatsapp.key-reused',
    );
    const another = await runAs({ kind: 'key', id: 'another' }, () => submit({ requestKey: 'k' }));
    expect(another.id).not.toBe(first.id);
    await age(25);
    expect((await submit({ requestKey: 'k' })).repeated).toBe(true);
  });

  it('of two at once with the same key one is sent', async () => {
    await hears();
    const answers = await Promise.all(Array.from({ length: 6 }, () => submit({ requestKey: 'race' })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await manager().countBy(OutboxRow, { origin: 'api' })).toBe(1);
  });

  it('can be taken back as long as they have not begun to leave', async () => {
    await hears();
    const { id } = await submit({ sendAt: new Date(Date.now() + 400) });
    await ground.get(Cancelling).cancel(id);
    expect(await row(id)).toMatchObject({ state: 'CANCELLED', isOpen: false, cancelledAt: expect.any(Date) });
    await until('its time has passed', async () => (await manager().count(ScheduleRow)) === 0);
    expect((await row(id)).state).toBe('CANCELLED');
    const [answer] = await rows();
    await expect(ground.get(Cancelling).cancel(answer?.id ?? '')).rejects.toMatchObject({
      code: 'whatsapp.not-cancellable',
    });
    await expect(ground.get(Cancelling).cancel(idAt(new Date()))).rejects.toMatchObject({
      code: 'whatsapp.message-not-found',
    });
  });

  it('between the sender and whoever takes one back the row decides: each is sent or cancelled, never both', async () => {
    await rest();
    const ids: string[] = [];
    for (let i = 0; i < 20; i += 1)
      ids.push(
        (await submit({ to: { waId: `24382000000${i}` }, content: { kind: 'template', ...fallback } })).id,
      );
    ground.get(Senders).wake('1');
    const cancelled = await Promise.all(
      ids.map((id) =>
        ground
          .get(Cancelling)
          .cancel(id)
          .then(
            () => true,
            () => false,
          ),
      ),
    );
    await until('all are decided', async () =>
      (await rows()).every(({ state }) => state === 'SENT' || state === 'CANCELLED'),
    );
    const sent = new Set(channel.sent.map(({ reference }) => reference));
    expect(ids.map((id) => sent.has(id))).toEqual(cancelled.map((was) => !was));
  });

  it('wait while their number rests, and leave as soon as its senders are woken', async () => {
    await rest();
    const { id } = await submit();
    await ground
      .get(Cancelling)
      .cancel(idAt(new Date()))
      .catch(() => undefined);
    expect((await row(id)).state).toBe('QUEUED');
    ground.get(Senders).wake('1');
    await until('it is out', isSent(id));
  });

  it('a person to whom too much is written waits, and holds up nobody else, however urgent theirs is', async () => {
    const contactId = await hears();
    const content = { kind: 'text', text: 'encore' } as const;
    const draft = { contactId, channel: 'test', number: '1', content, sensitive: false };
    await door().send(Array.from({ length: 600 }, () => draft));
    const { id } = await submit({ to: { waId: '243820000001' }, content: { kind: 'template', ...fallback } });
    await until('the other one is out', isSent(id));
    const sent = () => manager().countBy(OutboxRow, { contactId, state: 'SENT' });
    await until('the burst is out', async () => (await sent()) === 45);
    expect(await manager().countBy(OutboxRow, { contactId, state: 'QUEUED' })).toBe(600 + 1 - 45);
  });

  it('wait while their number is paused, and leave when it is not', async () => {
    const contactId = await hears();
    const numbers = ground.get<OwnNumbers>(OwnNumbers);
    const own = numbers.number('1');
    if (own === undefined) throw new Error('the number is not known');
    const paused = jest.spyOn(numbers, 'number').mockReturnValue({ ...own, state: 'paused' });
    ground.get(Jobs).wake('whatsapp.send');
    const { id } = await submit({ to: { contactId } });
    const looked = paused.mock.calls.length;
    await until('the sender has looked', () => paused.mock.calls.length > looked + 1);
    expect((await row(id)).state).toBe('QUEUED');
    paused.mockRestore();
    ground.get(Jobs).wake('whatsapp.send');
    await until('it is out', isSent(id));
  });

  it('a message of ours is quoted by our id, one of somebody else not', async () => {
    const contactId = await hears();
    const [answer] = await rows();
    const heard = await manager().findOneByOrFail(InboxRow, { kind: 'message' });
    const words = { kind: 'text', text: 'Voici' } as const;
    await submit({ content: { ...words, replyTo: answer?.id ?? '' } });
    await submit({ content: { kind: 'reaction', target: heard.id, emoji: '👍' } });
    await submit({ content: { ...words, replyTo: 'as-the-provider-says' } });
    await until('all are out', () => channel.sent.length === 4);
    const [, quote, reaction, plain] = channel.sent.map(({ content }) => content);
    expect([quote?.replyTo, plain?.replyTo]).toEqual([`out-${answer?.id}`, 'as-the-provider-says']);
    expect(reaction).toMatchObject({ target: expect.stringMatching(/^in-/) });
    const stranger = { to: { waId: '243810000009' }, sendAt: new Date() };
    expect(await refusal({ ...stranger, content: { ...words, replyTo: heard.id } })).toBe('whatsapp.content');
    expect(await refusal({ content: { ...words, replyTo: idAt(new Date()) } })).toBe('whatsapp.content');
    expect(contactId).toBe(heard.contactId);
  });

  type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
  async function ask(method: Method, url: string, payload?: object, headers: Record<string, string> = {}) {
    const reply = await app.inject({
      method,
      url: url.startsWith('/api') ? url : `/api/messages${url}`,
      headers: { authorization: `Bearer ${ADMIN_API_KEY}`, ...headers },
      ...(payload && { payload }),
    });
    const body = reply.body === '' ? null : (reply.json() as Record<string, unknown>);
    return { status: reply.statusCode, body, headers: reply.headers };
  }
  const text = { to: `+${ADA}`, type: 'text', text: { body: 'Bonjour' } };

  it('are taken over HTTP with a key, once', async () => {
    await hears();
    const key = { 'idempotency-key': 'commande-42' };
    const [first, second] = [await ask('POST', '', text, key), await ask('POST', '', text, key)];
    expect(first).toMatchObject({ status: 202, body: { id: expect.any(String), state: 'queued' } });
    expect(first.headers['location']).toBe(`/api/messages/${String(first.body?.['id'])}`);
    expect(second.body).toEqual(first.body);
    const other = await ask('POST', '', { ...text, text: { body: 'Autre' } }, key);
    expect([other.status, other.body?.['code']]).toEqual([409, 'whatsapp.key-reused']);
    const long = { ...text, text: { body: 'Un. '.repeat(20) }, split: true };
    const split = await ask('POST', '', long);
    expect(split.body?.['ids']).toHaveLength(2);
  });

  it('are refused over HTTP in the words of the request', async () => {
    await hears();
    const long = { ...text, text: { body: 'x'.repeat(50) } };
    expect(await ask('POST', '', long)).toMatchObject({
      status: 400,
      body: {
        code: 'whatsapp.content',
        errors: [{ field: 'text.body', message: expect.stringMatching(/50.*40/) }],
      },
    });
    expect(await ask('POST', '', { ...text, text: {} })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ field: 'text.body', message: 'est obligatoire' }] },
    });
    const check = await ask('POST', '/check', long);
    expect(check).toMatchObject({
      status: 200,
      body: { valid: false, faults: [{ field: 'text.body' }], messages: 0 },
    });
    expect((await ask('POST', '/check', { ...long, split: true })).body).toMatchObject({
      valid: true,
      messages: 2,
    });
    expect((await ask('POST', '/check', {})).body).toMatchObject({
      valid: false,
      faults: [{ field: 'type' }],
    });
    expect(await manager().countBy(OutboxRow, { origin: 'api' })).toBe(0);
  });

  it('a message of a person is marked as read, with or without typing', async () => {
    await hears();
    const { id } = await manager().findOneByOrFail(InboxRow, { kind: 'message' });
    expect((await ask('POST', `/${id}/read`)).status).toBe(204);
    expect((await ask('POST', `/${id}/read`, { typing: true })).status).toBe(204);
    expect(channel.read).toEqual([
      { providerId: expect.stringMatching(/^in-/), typing: false },
      { providerId: expect.stringMatching(/^in-/), typing: true },
    ]);
    expect((await ask('POST', `/${newId()}/read`)).status).toBe(404);
  });

  it('failures are counted before they are sent again, by number, error and time', async () => {
    await hears();
    for (const code of ['131026', '131026', '131000'])
      channel.answers.push((): SendResult => ({ outcome: 'refused', error: { ...error, code } }));
    for (let i = 0; i < 3; i += 1)
      await submit({ to: { waId: `24382000000${i}` }, content: { kind: 'template', ...fallback } });
    await until(
      'all have failed',
      async () => (await manager().countBy(OutboxRow, { state: 'FAILED' })) === 3,
    );
    const replay = async (body: object) => (await ask('POST', '/api/outbox/replay', body)).body;
    const since = new Date(Date.now() + HOUR).toISOString();
    expect(await replay({ all: true, dryRun: true })).toEqual({ replayed: 0, wouldReplay: 3 });
    expect(await replay({ errorCode: '131026', dryRun: true })).toEqual({ replayed: 0, wouldReplay: 2 });
    expect(await replay({ number: '2', dryRun: true })).toEqual({ replayed: 0, wouldReplay: 0 });
    expect(await replay({ since, dryRun: true })).toEqual({ replayed: 0, wouldReplay: 0 });
    expect(await replay({ state: 'unknown', all: true, dryRun: true })).toEqual({
      replayed: 0,
      wouldReplay: 0,
    });
    expect(await replay({})).toMatchObject({ code: 'request.invalid' });
    expect(await replay({ errorCode: '131026' })).toEqual({ replayed: 2 });
    await until('they are out', async () => (await manager().countBy(OutboxRow, { state: 'FAILED' })) === 1);
    const [left] = await manager().findBy(OutboxRow, { state: 'FAILED' });
    expect(await replay({ ids: [left?.id], dryRun: true })).toEqual({ replayed: 0, wouldReplay: 1 });
    expect(await replay({ ids: [left?.id] })).toEqual({ replayed: 1 });
  });

  it('purposes are kept with a template that was checked', async () => {
    const body = { name: 'nouvelles', language: 'fr', components: [{ type: 'body', parameters: [] }] };
    expect(await ask('PUT', '/purposes/suivi', body)).toMatchObject({
      status: 200,
      body: { purpose: 'suivi', ...body },
    });
    expect((await ask('PUT', '/purposes/suivi', { ...body, language: 'en' })).body).toMatchObject({
      language: 'en',
    });
    expect((await ask('GET', '/purposes')).body).toMatchObject({
      items: [{ purpose: 'suivi', language: 'en' }],
    });
    expect((await ask('GET', '/purposes/suivi')).body).toMatchObject({ name: 'nouvelles' });
    const strange = {
      ...body,
      components: [{ type: 'body', parameters: [{ type: 'text', text: '{{nom}}' }] }],
    };
    expect((await ask('PUT', '/purposes/suivi', strange)).body).toMatchObject({
      errors: [{ field: 'components' }],
    });
    rules.faults.set('nouvelles', [{ field: 'body', message: 'attend une valeur' }]);
    expect((await ask('PUT', '/purposes/suivi', body)).body).toMatchObject({ code: 'whatsapp.template' });
    expect((await ask('PUT', '/purposes/Pas%20bon', body)).status).toBe(400);
    expect((await ask('DELETE', '/purposes/suivi')).status).toBe(204);
    expect((await ask('DELETE', '/purposes/suivi')).body).toMatchObject({ code: 'whatsapp.purpose-unknown' });
  });
});
