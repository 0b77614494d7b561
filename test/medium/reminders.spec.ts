import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Global, Logger, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { TypeOrmModule } from '@nestjs/typeorm';
import { z } from 'zod';
import { Keys } from '../../src/auth/keys/keys.service.js';
import { AuditLineRow } from '../../src/auth/audit/audit-line.entity.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { CardSource } from '../../src/conversations/card-source.js';
import { ConsentRow, SessionRow } from '../../src/conversations/conversations.entity.js';
import { newState } from '../../src/conversations/dialogue/session.js';
import { Pulse } from '../../src/conversations/live/pulse.js';
import { OrderRow } from '../../src/conversations/orders/order.entity.js';
import { QuestionRow } from '../../src/conversations/questions/question.entity.js';
import { Addressing } from '../../src/conversations/reminders/addressing.service.js';
import { CardTemplate } from '../../src/conversations/reminders/card-template.service.js';
import { CardWords } from '../../src/conversations/reminders/card-words.service.js';
import { RemindersController } from '../../src/conversations/reminders/reminders.controller.js';
import { Reminders } from '../../src/conversations/reminders/reminders.service.js';
import { Sending } from '../../src/conversations/reminders/sending.service.js';
import { SessionRepository } from '../../src/conversations/session.repository.js';
import { readTexts } from '../../src/conversations/texts/text-files.js';
import { Texts } from '../../src/conversations/texts/texts.js';
import { NoteRow } from '../../src/conversations/threads/note.entity.js';
import { ThreadRepository } from '../../src/conversations/threads/thread.repository.js';
import { Clock, SystemClock } from '../../src/kernel/clock.js';
import { AlertsModule } from '../../src/platform/alerts/alerts.module.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import { Database } from '../../src/platform/database/database.js';
import { newId } from '../../src/platform/database/id.js';
import { idAt } from '../../src/platform/database/id-range.js';
import { EventsModule } from '../../src/platform/events/events.module.js';
import { JobsModule } from '../../src/platform/jobs/jobs.module.js';
import { MetricsModule } from '../../src/platform/metrics/metrics.module.js';
import { TracingModule } from '../../src/platform/tracing/tracing.module.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { VaultModule } from '../../src/platform/vault/vault.module.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import { WebModule } from '../../src/platform/web/web.module.js';
import { wireOf } from '../../src/providers/meta/messages/outbound.translate.js';
import { Uic } from '../../src/uic/uic.contract.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { SubmitRequestRow } from '../../src/whatsapp/messages/submit-request.entity.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import { WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import {
  Attachments,
  Channels,
  Inbound,
  InboundHandler,
  Inbox,
  OwnNumbers,
  TemplateRules,
} from '../../src/whatsapp/whatsapp.port.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';
import { message, RecordingChannel } from './whatsapp-ground.js';

const ADMIN_API_KEY = 'a-house-key-of-at-least-32-characters';
const HOUR = 3_600_000;
const NUMBER = '100000000000001';
const CODE = 'KXXBEN7KI1';
const CODE_ID = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d33';
const FOLDER = join(process.cwd(), 'fixtures', 'meta', 'conformance', 'outbound');

/** The codes that are there; the door has more than a reminder asks for. */
class CodesDoor implements Pick<Uic, 'find' | 'card'> {
  holders = new Map<string, string[]>();

  async find(id: string) {
    const holderIds = this.holders.get(id);
    return holderIds === undefined ? null : { id, code: CODE, holderIds };
  }
  async card(id: string): Promise<Buffer> {
    return Buffer.from(`card of ${id}`);
  }
}

type Verdict = Awaited<ReturnType<TemplateRules['check']>>;

/** Templates as a test has them, by name and language; nothing is known of others. */
class Mirror extends TemplateRules {
  readonly verdicts = new Map<string, Verdict>();
  readonly asked: Parameters<TemplateRules['check']>[] = [];

  async check(...asked: Parameters<TemplateRules['check']>): Promise<Verdict> {
    this.asked.push(asked);
    const [, { name, language }] = asked;
    const message = `Le modèle ${name} (${language}) n’existe pas dans la copie locale.`;
    const missing = { faults: [{ field: 'template', message }], category: null };
    return this.verdicts.get(`${name}/${language}`) ?? missing;
  }
}

/** Nobody answers. */
class Silence extends InboundHandler {
  async handle(): Promise<void> {}
}

class TestChannel extends RecordingChannel {
  override readonly numbers = [NUMBER, '2'];
}

const codes = new CodesDoor();
const mirror = new Mirror();

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: TemplateRules, useValue: mirror },
    { provide: Uic, useValue: codes },
  ],
  exports: [Clock, TemplateRules, Uic],
})
class WorldModule {}

@Module({
  imports: [
    TypeOrmModule.forFeature([SessionRow, ConsentRow, NoteRow, OrderRow, QuestionRow]),
    WhatsAppModule,
  ],
  controllers: [RemindersController],
  providers: [
    Addressing,
    CardSource,
    CardTemplate,
    CardWords,
    Pulse,
    Reminders,
    Sending,
    SessionRepository,
    ThreadRepository,
    { provide: Texts, useValue: readTexts() },
  ],
})
class RoomModule {}

const wanted = (env: Record<string, string> = {}) => ({
  imports: [
    ConfigModule.register(
      testSettings({
        ADMIN_API_KEY,
        UIC_SERVICE_NAME: 'Centre Espoir',
        WHATSAPP_MAX_PER_SECOND: '1000',
        ...env,
      }),
    ),
    VaultModule,
    WorldModule,
    MetricsModule,
    TracingModule,
    AlertsModule,
    JobsModule.register('all'),
    EventsModule,
    WebModule,
    AuthModule,
    RoomModule,
  ],
  poolSize: 6,
});

const fine: Verdict = { faults: [], category: 'UTILITY' };

describeEachDatabase('a code that is sent again', (open) => {
  const ground = open(wanted());
  const channel = new TestChannel();
  let app: NestFastifyApplication;
  let address = 0;
  const manager = () => ground.get(Database).manager;
  const rows = () => manager().find(OutboxRow, { order: { id: 'ASC' } });

  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const numbers = channel.numbers.map((id) => ({
      id,
      channel: channel.name,
      accountId: 'waba',
      label: id,
      phone: null,
      state: 'active' as const,
      perSecond: 1000,
      entryFlow: null,
      catalogId: null,
      source: 'settings' as const,
    }));
    app = ground.module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    ground.get(OwnNumbers).declare([{ id: 'waba', channel: channel.name, label: 'Compte', numbers }]);
    ground.get(Channels).add(channel);
    ground.get(Inbound).use(new Silence());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());
  beforeEach(() => {
    channel.sent.length = 0;
    channel.faults = [];
    mirror.asked.length = 0;
    mirror.verdicts.clear();
    mirror.verdicts.set('code_card/fr', fine);
    codes.holders.clear();
    address += 1;
  });

  /** Ada wrote so many hours ago, and agreed; her id. */
  async function hears({ hoursAgo = 0, waId = '243810000001', agreed = true } = {}): Promise<string> {
    await ground.get(Inbox).accept([message('bonjour', { number: NUMBER, from: { waId, name: 'Ada' } })]);
    await until('it is handled', async () => (await manager().countBy(InboxRow, { state: 'NEW' })) === 0);
    const [received] = await manager().find(InboxRow, { where: { kind: 'message' }, order: { id: 'DESC' } });
    const contactId = received?.contactId ?? '';
    if (hoursAgo > 0) {
      const at = new Date(Date.now() - hoursAgo * HOUR);
      await manager().update(InboxRow, { id: received?.id }, { id: idAt(at), receivedAt: at });
    }
    if (agreed) await agree(contactId);
    codes.holders.set(CODE_ID, [...(codes.holders.get(CODE_ID) ?? []), contactId]);
    return contactId;
  }

  async function agree(contactId: string): Promise<void> {
    const proof = { messageId: newId(), textVersion: 'v'.repeat(43), language: 'fr', givenAt: new Date() };
    await manager().insert(ConsentRow, { id: newId(), contactId, ...proof });
  }

  /** A conversation with one of our numbers, in a language. */
  async function converses(contactId: string, numberId: string, language: string, at: Date): Promise<void> {
    const sealed = ground.get(Vault).seal(JSON.stringify(newState(language)));
    const row = { id: newId(), contactId, numberId, stage: 'CLOSED' as const, sealed, startedAt: at };
    await manager().insert(SessionRow, { ...row, expiresAt: null, version: 1, lastInAt: at, lastAt: at });
  }

  async function remind(body: object = {}, { id = CODE_ID, key = ADMIN_API_KEY } = {}) {
    const reply = await app.inject({
      method: 'POST',
      url: `/api/uic/${id}/remind`,
      headers: { authorization: `Bearer ${key}` },
      payload: body,
      remoteAddress: `203.0.113.${address}`,
    });
    return { status: reply.statusCode, body: reply.json() as Record<string, unknown> };
  }

  async function refusal(body: object = {}): Promise<string> {
    const { status, body: problem } = await remind(body);
    expect(await rows()).toEqual([]);
    expect(JSON.stringify(problem)).not.toContain(CODE);
    return `${status} ${String(problem['code'])}`;
  }

  const out = (count: number) => until('it is out', () => channel.sent.length === count);
  const erased = () =>
    until('it is erased', async () =>
      (await rows()).every(({ body, state }) => body === null && state === 'SENT'),
    );

  it('goes inside the window as the dialogue gives it: the code, then its card, and nobody here can read it', async () => {
    const contactId = await hears();
    const { status, body } = await remind();
    expect([status, body['kind']]).toEqual([202, 'message']);
    await out(2);
    const [words, card] = channel.sent.map(({ content }) => content);
    expect(words).toMatchObject({ kind: 'text' });
    expect((words as { text: string }).text.split('\n')).toContain(CODE);
    expect((words as { text: string }).text).toContain('Centre Espoir');
    expect(card).toMatchObject({
      kind: 'media',
      source: { attachment: { source: 'uic.card', id: CODE_ID } },
    });
    await erased();
    const [first, second] = await rows();
    expect(first).toMatchObject({ id: body['messageId'], isSensitive: true, origin: 'api', flow: 'uic' });
    expect(second).toMatchObject({ isSensitive: true });
    const lines = await ground.get<WhatsApp>(WhatsApp).history(contactId, NUMBER, null, 10);
    const sent = lines.filter(({ direction }) => direction === 'out');
    expect(sent.map(({ isPrivate, content }) => [isPrivate, content])).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(mirror.asked).toEqual([]);
  });

  it('leaves a line in the audit book, with ids only', async () => {
    await hears();
    const { body } = await remind();
    const [line] = await manager().findBy(AuditLineRow, { action: 'uic.reminder-sent' });
    expect(line).toMatchObject({ subject: `code:${CODE_ID}` });
    const text = JSON.stringify(line);
    expect(text).toContain(String(body['messageId']));
    for (const secret of [CODE, '243810000001', 'Ada']) expect(text).not.toContain(secret);
  });

  it('goes outside of it as the template alone, its card as header, in the shape that Meta documents', async () => {
    await hears({ hoursAgo: 30 });
    const { status, body } = await remind();
    expect([status, body['kind']]).toEqual([202, 'template']);
    await out(1);
    const [sent] = channel.sent;
    if (sent === undefined) throw new Error('nothing was sent');
    const { picture, ...template } = sent.content as Extract<typeof sent.content, { kind: 'template' }>;
    expect(picture).toEqual({ source: 'uic.card', id: CODE_ID });
    expect(JSON.stringify(template)).not.toContain(CODE);
    const wire = JSON.parse(JSON.stringify(wireOf(sent, { id: '300000000000001' }))) as object;
    const { schema } = JSON.parse(readFileSync(join(FOLDER, 'template.json'), 'utf8')) as {
      schema: Parameters<typeof z.fromJSONSchema>[0];
    };
    expect(z.fromJSONSchema(schema).safeParse(wire).error?.issues ?? []).toEqual([]);
    expect(wire).toMatchObject({
      to: '+243810000001',
      template: {
        name: 'code_card',
        language: { code: 'fr' },
        components: [
          { type: 'header', parameters: [{ type: 'image', image: { id: '300000000000001' } }] },
          { type: 'body', parameters: [{ type: 'text', text: 'Centre Espoir' }] },
        ],
      },
    });
    if (picture === undefined) throw new Error('no picture');
    const bytes = await ground.get<Attachments>(Attachments).render(picture);
    expect(String(bytes)).toBe(`card of ${CODE_ID}`);
    await erased();
    expect(await rows()).toMatchObject([{ id: body['messageId'], type: 'template', isSensitive: true }]);
    expect(mirror.asked[0]?.[0]).toBe('waba');
  });

  it('speaks the language of the conversation, that which is asked for, or that of the house', async () => {
    const contactId = await hears({ hoursAgo: 30 });
    await converses(contactId, NUMBER, 'en', new Date());
    mirror.verdicts.set('code_card/en', fine);
    await remind();
    await manager().delete(SubmitRequestRow, { isScheduled: false });
    await remind({ language: 'fr' });
    await manager().delete(SubmitRequestRow, { isScheduled: false });
    mirror.verdicts.delete('code_card/en');
    await remind();
    await out(3);
    expect(channel.sent.map(({ content }) => (content as { language?: string }).language)).toEqual([
      'en',
      'fr',
      'fr',
    ]);
  });

  it('leaves from the number to which the person wrote last, or from the one that is asked for', async () => {
    const contactId = await hears({ hoursAgo: 30 });
    await converses(contactId, NUMBER, 'fr', new Date(Date.now() - 30 * HOUR));
    await converses(contactId, '2', 'fr', new Date(Date.now() - 25 * HOUR));
    await converses(contactId, 'gone', 'fr', new Date());
    await remind();
    await manager().delete(SubmitRequestRow, { isScheduled: false });
    await remind({ number: NUMBER });
    await out(2);
    expect(channel.sent.map(({ number }) => number).toSorted()).toEqual([NUMBER, '2']);
  });

  it('goes to the holder that is named where several phones have it', async () => {
    const ada = await hears();
    const ben = await hears({ waId: '243810000002' });
    const { status, body } = await remind();
    expect([status, body['code']]).toEqual([409, 'reminders.several-holders']);
    expect(body['detail']).toContain('2 téléphones');
    expect((await remind({ contactId: newId() })).body['code']).toBe('reminders.not-a-holder');
    expect((await remind({ contactId: ben })).status).toBe(202);
    await out(2);
    expect(channel.sent.map(({ to }) => to.waId)).toEqual(['243810000002', '243810000002']);
    expect((await remind({ contactId: ada })).status).toBe(202);
  });

  it('is refused in words that say what to do', async () => {
    expect(await refusal()).toBe('404 reminders.code-not-current');
    codes.holders.set(CODE_ID, []);
    expect(await refusal()).toBe('409 reminders.not-a-holder');
    codes.holders.set(CODE_ID, [newId()]);
    expect(await refusal()).toBe('409 reminders.not-a-holder');
    codes.holders.clear();
    const contactId = await hears({ agreed: false });
    expect(await refusal()).toBe('409 reminders.no-consent');
    await agree(contactId);
    expect(await refusal({ number: '3' })).toBe('400 reminders.number-unknown');
    expect(await refusal({ language: 'français' })).toBe('400 request.invalid');
    expect(await refusal({ contactId: 'Ada' })).toBe('400 request.invalid');
    await manager().update(ContactRow, { id: contactId }, { isOptedOut: true });
    expect(await refusal()).toBe('409 reminders.opted-out');
    await manager().update(ContactRow, { id: contactId }, { isOptedOut: false });
    expect((await remind()).status).toBe(202);
  });

  it('waits for its template, and says what is the matter with it', async () => {
    await hears({ hoursAgo: 30 });
    mirror.verdicts.clear();
    const missing = await remind();
    expect([missing.status, missing.body['code']]).toEqual([409, 'reminders.template']);
    expect(missing.body['detail']).toContain('POST /api/templates/ready/code_card');
    const paused = [
      { field: 'template', message: 'Le modèle est en pause : trop de personnes l’ont signalé.' },
    ];
    mirror.verdicts.set('code_card/fr', { faults: paused, category: 'UTILITY' });
    const { body } = await remind();
    expect([body['code'], body['detail']]).toEqual([
      'reminders.template',
      expect.stringContaining('est en pause'),
    ]);
    expect((await remind({ language: 'en' })).body['detail']).toContain('(en)');
    expect(await rows()).toEqual([]);
  });

  it('is refused by a channel that cannot carry it, with the reason', async () => {
    await hears({ hoursAgo: 30 });
    channel.faults = [{ field: 'name', message: 'Le modèle « code_card » (fr) n’a pas de ContentSid.' }];
    const { status, body } = await remind();
    expect([status, body['code']]).toEqual([400, 'whatsapp.content']);
    expect(JSON.stringify(body['errors'])).toContain('ContentSid');
  });

  it('goes once in 24 hours, whoever of the team asks', async () => {
    await hears();
    const { key } = await ground.get(Keys).create('agent', 'agent');
    const both = await Promise.all([remind(), remind({}, { key })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 429]);
    expect(both.find(({ status }) => status === 429)?.body['code']).toBe('reminders.too-soon');
    await out(2);
    const yesterday = new Date(Date.now() - 25 * HOUR);
    await manager().update(SubmitRequestRow, { isScheduled: false }, { createdAt: yesterday });
    expect((await remind({}, { key })).status).toBe(202);
    await out(4);
  });

  it('is for those who may', async () => {
    await hears();
    const { key } = await ground.get(Keys).create('viewer', 'viewer');
    expect((await remind({}, { key })).status).toBe(403);
    expect(await rows()).toEqual([]);
    expect((await remind({}, { id: 'x' })).status).toBe(400);
  });

  it('is documented with every refusal', () => {
    const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const { responses } = document.paths['/api/uic/{codeId}/remind']?.post ?? {};
    expect(Object.keys(responses ?? {})).toEqual(
      expect.arrayContaining(['202', '400', '403', '404', '409', '429']),
    );
    const text = JSON.stringify(responses);
    for (const words of ['contactId', 'STOP', 'accord', 'code_card', '24 heures'])
      expect(text).toContain(words);
    expect(JSON.stringify(document.components?.schemas?.['RemindedDto'])).toContain('messageId');
  });
});

describeEachDatabase('a code that is sent again where nobody is asked to agree', (open) => {
  const ground = open({ ...wanted({ UIC_CONSENT: 'notice' }), init: true });

  it('needs no proof that the person agreed', async () => {
    const contactId = newId();
    const contact = { id: contactId, optedOut: false };
    jest.spyOn(ground.get<WhatsApp>(WhatsApp), 'contacts').mockResolvedValue([contact as never]);
    jest.spyOn(ground.get(OwnNumbers), 'defaultNumber').mockReturnValue({ id: NUMBER } as never);
    const found = await ground.get(Addressing).find([contactId], {});
    expect(found).toMatchObject({ contactId, language: null, number: { id: NUMBER } });
  });
});
