import { Logger } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TestingModule } from '@nestjs/testing';
import type { Role } from '../../src/auth/roles.js';
import { Keys } from '../../src/auth/keys/keys.service.js';
import {
  Conversations,
  HandoverEnded,
  HandoverRequested,
} from '../../src/conversations/conversations.contract.js';
import { AnswerDelivery } from '../../src/conversations/questions/answer-delivery.service.js';
import { AnsweringJob } from '../../src/conversations/questions/answering.job.js';
import { Questions } from '../../src/conversations/questions/questions.service.js';
import { ConsentRow, SessionRow } from '../../src/conversations/conversations.entity.js';
import { ConversationsService } from '../../src/conversations/conversations.service.js';
import { Expiry } from '../../src/conversations/expiry.service.js';
import { SessionRepository } from '../../src/conversations/session.repository.js';
import { Joining } from '../../src/conversations/threads/joining.service.js';
import { NoteRow } from '../../src/conversations/threads/note.entity.js';
import { NoteRepository } from '../../src/conversations/threads/note.repository.js';
import { Upkeep } from '../../src/conversations/threads/upkeep.service.js';
import { RelaisError } from '../../src/kernel/error.js';
import { newId } from '../../src/platform/database/id.js';
import { Events } from '../../src/platform/events/events.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { secureServer, serverOptions } from '../../src/platform/web/server.js';
import type { InboundContent, OutboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import type { InboundMessage, MessageLine } from '../../src/whatsapp/whatsapp.contract.js';
import {
  ContactsJoined,
  MessageFiles,
  MessageSubmitted,
  WhatsApp,
} from '../../src/whatsapp/whatsapp.contract.js';
import type { WhatsAppFake } from '../../src/whatsapp/whatsapp.fake.js';
import { ConversationsModule } from '../../src/conversations/conversations.module.js';
import { Desk } from '../../src/conversations/handover/desk.service.js';
import { Threads } from '../../src/conversations/threads/threads.service.js';
import { Settling } from '../../src/conversations/settling.service.js';
import { CodeSettled, Uic } from '../../src/uic/uic.contract.js';
import { UicModule } from '../../src/uic/uic.module.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import { Channels, Inbox } from '../../src/whatsapp/whatsapp.port.js';
import { testSettings } from '../settings.js';
import { message as update, PlatformForTests, RecordingChannel } from './whatsapp-ground.js';
import { until } from '../until.js';
import { describeEachDatabase, expectNoDrift } from './databases.js';
import { ADMIN_API_KEY, type CodesDoor, DAY, type FilesDoor, guarded, hand, HOUR } from './threads-ground.js';

class Closed extends RelaisError {
  readonly code = 'whatsapp.window-closed';
  readonly kind = 'conflict';
  readonly publicText = 'Il faut un modèle.';
}

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

async function serve(module: TestingModule): Promise<NestFastifyApplication> {
  const app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
  secureServer(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

const wordsOf = (content: OutboundContent): string =>
  'text' in content && content.text !== undefined ? content.text : content.kind;

describeEachDatabase('conversations as the team sees them', (open) => {
  const ground = open(guarded);
  let app: NestFastifyApplication;
  let address = 0;
  let published: object[] = [];
  let serial = 0;

  beforeAll(async () => {
    app = await serve(ground.module);
  });
  afterAll(() => app.getHttpAdapter().getInstance().close());

  const door = () => ground.get<WhatsAppFake>(WhatsApp as never);
  const rows = () => ground.database.manager.find(SessionRow, { order: { contactId: 'ASC' } });
  const round = () => ground.database.transaction(() => ground.get(Expiry).round());

  beforeEach(() => {
    address += 1;
    hand.ahead = 0;
    published = [];
    Object.assign(door(), { drafts: [], submissions: [], spans: [], read: [], activity: [], optOuts: [] });
    door().marketingOptOuts = [];
    Object.assign(door(), { window: new Date(Date.now() + DAY), refusal: null, forgotten: [] });
    door().lines.clear();
    door().people.clear();
    door().phones.clear();
    const events = ground.get(Events);
    const publish = events.publish.bind(events);
    jest.spyOn(events, 'publish').mockImplementation((event) => {
      published.push(event);
      return publish(event);
    });
  });

  function from(contactId: string, words: string | InboundContent, number = '1'): InboundMessage {
    serial += 1;
    const content: InboundContent = typeof words === 'string' ? { kind: 'text', text: words } : words;
    const at = new Date(Date.now() + hand.ahead);
    return { id: `message-${serial}`, contactId, channel: 'test', number, at, content };
  }

  const handle = (...batch: InboundMessage[]) =>
    ground.database.transaction(() => ground.get(ConversationsService).handle(batch));
  /** What the person says, and what is answered. */
  async function says(contactId: string, ...words: (string | InboundContent)[]): Promise<string[]> {
    const before = door().drafts.length;
    for (const each of words) await handle(from(contactId, each));
    return door()
      .drafts.slice(before)
      .map(({ content }) => wordsOf(content));
  }

  /** The register has decided on a code that waited, and the news of it arrives. */
  async function settled(codeId: string, holderId: string): Promise<void> {
    const on = jest.spyOn(ground.get(Events), 'on');
    ground.get(Settling).onModuleInit();
    const [, , heard] = on.mock.calls.at(-1) ?? [];
    await heard?.(new CodeSettled(codeId, holderId), 'delivery-1');
  }

  async function keyOf(role: Role): Promise<{ id: string; key: string }> {
    const { row, key } = await ground.get(Keys).create(`${role} ${serial}`, role);
    return { id: row.id, key };
  }

  type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
  async function call(
    method: Method,
    url: string,
    payload?: object,
    { key = ADMIN_API_KEY, ...headers }: Record<string, string> = {},
  ) {
    const reply = await app.inject({
      method,
      url: `/api/${url}`,
      headers: { authorization: `Bearer ${key}`, ...headers },
      payload,
      remoteAddress: `203.0.113.${address}`,
    });
    return { status: reply.statusCode, body: reply.body === '' ? null : reply.json() };
  }
  const idOf = async (contactId: string): Promise<string> =>
    (await rows()).find((row) => row.contactId === contactId)!.id;
  const shown = async (contactId: string) =>
    (await call('GET', `conversations/${await idOf(contactId)}`)).body;
  const items = async (query = '', key = ADMIN_API_KEY) =>
    (await call('GET', `conversations${query}`, undefined, { key })).body.items;
  const contactsOf = async (query: string): Promise<string[]> =>
    (await items(query)).map(({ contactId }: { contactId: string }) => contactId);

  it('entities and migrations describe the same tables', () => expectNoDrift(ground));

  it('a conversation is found or made per person and number, with its last message', async () => {
    door().people.set('anna', {
      id: 'anna',
      phone: '243810000042',
      userId: null,
      name: 'Anna',
      optedOut: false,
      marketingOptedOut: false,
    });
    await handle(from('anna', 'Bonjour'), from('anna', 'Bonjour', '2'));
    await says('anna', 'une personne', 'Où en est\nma commande ?');
    expect(await items('?number=2')).toMatchObject([{ number: '2', status: 'bot', unread: 0 }]);
    expect(await items('?number=1')).toMatchObject([
      {
        contactId: 'anna',
        name: 'Anna',
        phone: '243810000042',
        number: '1',
        channel: 'test',
        status: 'waiting',
        assignee: null,
        unread: 2,
        labels: [],
        lastMessage: { direction: 'in', type: 'text', preview: 'Où en est ma commande ?' },
        handoverReason: 'asked',
        windowUntil: expect.any(String),
      },
    ]);
  });

  it('a turn costs one read and one write, as before there were conversations for the team', async () => {
    await says('anna', 'bonjour');
    const { database } = ground;
    const reads = jest.spyOn(database, 'read');
    const writes = [jest.spyOn(database, 'updateMany'), jest.spyOn(database, 'insertMany')];
    await says('anna', 'aide');
    expect(reads.mock.calls.map(([entity]) => entity)).toEqual([SessionRow]);
    expect(writes.flatMap(({ mock }) => mock.calls.map(([entity]) => entity))).toEqual([SessionRow]);
  });

  it('lists are filtered, and pages neither lose nor repeat conversations of the same moment', async () => {
    const people = Array.from({ length: 11 }, (_, n) => `person-${n}`);
    await handle(...people.map((name) => from(name, 'bonjour')));
    const lastAt = new Date('2026-11-20T10:00:00.123Z');
    await ground.database.manager.update(SessionRow, { status: 'bot' }, { lastAt });
    await says('person-3', 'une personne');
    await says('person-4', 'une personne');
    const key = await keyOf('agent');
    await call('POST', `conversations/${await idOf('person-4')}/assign`, { userId: 'me' }, { key: key.key });
    await call('PUT', `conversations/${await idOf('person-5')}/labels`, { labels: ['à livrer', 'Goma'] });
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await call('GET', `conversations?limit=3${cursor}`);
      seen.push(...body.items.map(({ contactId }: { contactId: string }) => contactId));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(seen.slice(0, 2)).toEqual(['person-4', 'person-3']);
    expect(seen.toSorted()).toEqual(people.toSorted());
    expect(await contactsOf('?status=waiting')).toEqual(['person-3']);
    expect(await contactsOf(`?assignee=${key.id}`)).toEqual(['person-4']);
    expect(await contactsOf('?assignee=me')).toEqual([]);
    expect(await contactsOf('?assignee=none&limit=200')).toHaveLength(10);
    expect(await contactsOf('?unread=true')).toEqual(['person-4', 'person-3']);
    expect(await contactsOf(`?label=${encodeURIComponent('à livrer')}`)).toEqual(['person-5']);
    expect(await contactsOf('?label=livrer')).toEqual([]);
    door().phones.set('243810000042', 'person-7');
    expect(await contactsOf('?q=%2B243%2081%20000%2000%2042')).toEqual(['person-7']);
    expect(await contactsOf('?q=243810000001')).toEqual([]);
    for (const query of ['?cursor=bm9uc2Vuc2U', '?status=maybe', '?label=%25', '?q=anna'])
      expect((await call('GET', `conversations${query}`)).status).toBe(400);
  });

  it('somebody who asks for a person is told so once, and the house keeps silent', async () => {
    await says('anna', 'bonjour');
    expect(await says('anna', 'une personne')).toEqual([
      expect.stringContaining('Une personne de l’équipe va vous répondre ici'),
    ]);
    expect(await says('anna', 'Allô ?', 'code', 'aide', 'une personne')).toEqual([]);
    expect(await shown('anna')).toMatchObject({ status: 'waiting', unread: 5 });
    const id = await idOf('anna');
    expect(published).toEqual([new HandoverRequested(id, '1', 'asked')]);
    const span = [new Date(Date.now() - HOUR), new Date(Date.now() + HOUR)] as const;
    const conversations = ground.get<Conversations>(Conversations as never);
    expect(await conversations.figures(...span)).toMatchObject({ handovers: 1 });
    expect(await conversations.figures(...span, '2')).toMatchObject({ handovers: 0 });
  });

  it('a questionnaire ends when a person of the team comes in, its answers erased', async () => {
    const words = await says('anna', 'code', 'oui', 'MBE', 'une personne');
    expect(words.at(-1)).toContain('Les réponses que vous aviez données pour le code sont effacées');
    expect(door().spans).toHaveLength(1);
    const [row] = await rows();
    expect(ground.get(Vault).open(row!.sealed)).not.toContain('MBE');
    expect(row).toMatchObject({ stage: 'CLOSED', status: 'waiting', flow: null });
  });

  it('a code that was promised comes beside the team as well, once, and nothing is asked with it', async () => {
    const codes = ground.get<CodesDoor>(Uic as never);
    codes.outcome = { outcome: 'pending', id: 'code-1', until: new Date(Date.now() + 8_000) };
    await says('anna', 'code', 'oui', 'MBE', 'IBR', '7', 'DA', '1', 'oui', 'une personne');
    const resembles = { id: 'code-0', key: 'town' };
    codes.outcome = { outcome: 'issued', id: 'code-1', code: 'REMOTE0001', repeat: false, resembles };
    const before = door().drafts.length;
    await settled('code-1', 'anna');
    await settled('code-1', 'anna');
    codes.outcome = null;
    const said = door().drafts.slice(before);
    expect(said.map(({ content }) => wordsOf(content))).toEqual([expect.stringContaining('REMOTE0001')]);
    expect(await shown('anna')).toMatchObject({ status: 'waiting' });
  });

  it('STOP is obeyed in the middle of a hand-over and ends it', async () => {
    await says('anna', 'bonjour', 'une personne');
    expect(await says('anna', 'stop')).toEqual([expect.stringContaining('vous ne recevrez plus de message')]);
    expect(door().optOuts).toEqual([['anna', 'out']]);
    expect(await shown('anna')).toMatchObject({ status: 'closed', unread: 0 });
    expect(published.at(-1)).toEqual(new HandoverEnded(await idOf('anna'), 'closed'));
    expect(await says('anna', 'stop')).toEqual([]);
  });

  it('whose budget a question costs is told by the address, which outlives an erasure', async () => {
    const person = {
      phone: '243810000042',
      userId: null,
      name: null,
      optedOut: false,
      marketingOptedOut: false,
    };
    const ask = jest
      .spyOn(ground.get(AnswerDelivery), 'ask')
      .mockResolvedValue({ outcome: 'failed', because: 'budget' });
    for (const id of ['before', 'after', 'unknown']) {
      if (id !== 'unknown') door().people.set(id, { ...person, id });
      const asker = { contactId: id, channel: 'test', number: '1', language: 'fr', messageId: `m-${id}` };
      await ground.database.transaction(() => ground.get(Questions).ask(asker, 'Avez-vous du riz ?'));
    }
    const job = ground.get(AnsweringJob);
    await job['round'](new AbortController().signal);
    await Promise.all(job['busy']);
    const keys = ask.mock.calls.map(([{ contactId }, key]) => [contactId, key]);
    expect(Object.fromEntries(keys)).toEqual({
      before: '243810000042',
      after: '243810000042',
      unknown: 'unknown',
    });
    ask.mockRestore();
  });

  it('the end of advertising is obeyed in the middle of a hand-over, which goes on', async () => {
    await says('anna', 'bonjour', 'une personne');
    const button = { kind: 'tap', on: 'template', id: 'Stop promotions', title: 'Stop promotions' } as const;
    expect(await says('anna', button)).toEqual([expect.stringContaining('plus de promotions')]);
    expect(door().marketingOptOuts).toEqual([['anna', 'out']]);
    expect(door().optOuts).toEqual([]);
    expect(await shown('anna')).toMatchObject({ status: 'waiting' });
  });

  it('somebody can be forgotten in the middle of a hand-over, and leaves no word behind', async () => {
    await says('anna', 'bonjour', 'une personne', 'J’habite avenue Kasa-Vubu');
    await call('POST', `conversations/${await idOf('anna')}/notes`, { text: 'Rappeler' });
    expect(await says('anna', 'supprimer')).toEqual([expect.stringContaining('tout effacer')]);
    expect(await says('anna', 'oui')).toEqual([expect.stringContaining('C’est fait')]);
    const [row] = await rows();
    expect(row).toMatchObject({ stage: 'LEAVING', status: 'bot', lastSealed: null, labels: null, unread: 0 });
    expect(await ground.database.manager.countBy(NoteRow, {})).toBe(0);
    hand.ahead += 11 * 60_000;
    await round();
    expect(await rows()).toEqual([]);
    expect(door().forgotten).toEqual(['anna']);
  });

  it('an answer to somebody else is not taken for the answer to SUPPRIMER', async () => {
    await says('anna', 'bonjour', 'une personne', 'supprimer');
    expect(await says('anna', 'rue 4, maison 12')).toEqual([]);
    expect(await says('anna', 'oui')).toEqual([]);
    await says('anna', 'supprimer');
    expect(await says('anna', 'non')).toEqual([expect.stringContaining('rien n’est effacé')]);
    expect(door().spans).toEqual([]);
  });

  it('after it was closed the house answers again, says so once, and only returns a thank-you', async () => {
    await says('anna', 'bonjour', 'une personne');
    const id = await idOf('anna');
    await call('POST', `conversations/${id}/close`);
    expect(published.at(-1)).toEqual(new HandoverEnded(id, 'closed'));
    expect(await says('anna', 'merci')).toEqual([expect.stringMatching(/^Avec plaisir/)]);
    expect(await shown('anna')).toMatchObject({ status: 'bot', assignee: null });
    const [first] = await says('anna', 'bonjour');
    expect(first).toMatch(/^La discussion avec l’équipe est terminée\./);
    const [second] = await says('anna', 'bonjour');
    expect(second).not.toMatch(/l’équipe est terminée/);
  });

  it('given back, it is the house’s at once', async () => {
    await says('anna', 'bonjour', 'une personne');
    const id = await idOf('anna');
    expect((await call('POST', `conversations/${id}/return`)).body).toMatchObject({ status: 'bot' });
    expect(published.at(-1)).toEqual(new HandoverEnded(id, 'returned'));
    expect((await says('anna', 'aide'))[0]).toMatch(/^La discussion avec l’équipe est terminée/);
  });

  describe('when nobody of the team comes', () => {
    it('the person who was left without answer is told once, and the house is back', async () => {
      await says('anna', 'bonjour', 'une personne', 'Allô ?');
      hand.ahead += 11 * HOUR;
      await says('anna', 'Toujours là ?');
      await round();
      expect(await shown('anna')).toMatchObject({ status: 'waiting' });
      hand.ahead += 2 * HOUR;
      door().window = new Date(Date.now() + hand.ahead + HOUR);
      const before = door().drafts.length;
      await round();
      await round();
      const told = door().drafts.slice(before);
      expect(told.map(({ content }) => wordsOf(content))).toEqual([
        expect.stringMatching(/^Pardon pour l’attente/),
      ]);
      expect(published.at(-1)).toEqual(new HandoverEnded(await idOf('anna'), 'timeout'));
      const [next] = await says('anna', 'bonjour');
      expect(next).not.toMatch(/l’équipe est terminée/);
    });

    it.each(['the window is closed', 'the team had the last word'])(
      'nothing is sent when %s',
      async (why) => {
        await says('anna', 'bonjour', 'une personne', 'Allô ?');
        if (why === 'the window is closed') door().window = null;
        else await call('POST', `conversations/${await idOf('anna')}/messages`, { text: 'Je reviens.' });
        hand.ahead += 13 * HOUR;
        const before = door().drafts.length;
        await round();
        expect(door().drafts).toHaveLength(before);
        expect(await shown('anna')).toMatchObject({ status: 'bot' });
        expect((await says('anna', 'bonjour'))[0]).toMatch(/^La discussion avec l’équipe est terminée/);
      },
    );

    it('the person who writes before the job looks is answered by the house', async () => {
      await says('anna', 'bonjour', 'une personne');
      hand.ahead += 13 * HOUR;
      expect((await says('anna', 'bonjour'))[0]).toMatch(/^La discussion avec l’équipe est terminée/);
      expect(published.at(-1)).toEqual(new HandoverEnded(await idOf('anna'), 'timeout'));
    });
  });

  it('somebody whom the team follows may take their time', async () => {
    await says('anna', 'bonjour', 'une personne');
    await call('POST', `conversations/${await idOf('anna')}/messages`, { text: 'Bonjour Anna.' });
    for (let n = 0; n < 3; n++) {
      hand.ahead += 8 * HOUR;
      await round();
      expect(await says('anna', 'Oui')).toEqual([]);
    }
    expect(await shown('anna')).toMatchObject({ status: 'human', unread: 3 });
  });

  it('whoever answers takes the conversation over, even in the middle of a questionnaire', async () => {
    await says('anna', 'code', 'oui', 'MBE');
    const { id: me, key } = await keyOf('agent');
    const id = await idOf('anna');
    const answered = await call(
      'POST',
      `conversations/${id}/messages`,
      { text: 'Bonjour, je suis Grâce.', buttons: ['Oui', 'Non'] },
      { key, 'idempotency-key': 'k-1' },
    );
    expect(answered).toMatchObject({ status: 202, body: { state: 'queued', repeated: false } });
    expect(door().submissions).toEqual([
      expect.objectContaining({
        to: { contactId: 'anna' },
        number: '1',
        origin: 'agent',
        requestKey: 'k-1',
        content: expect.objectContaining({ kind: 'buttons', text: 'Bonjour, je suis Grâce.' }),
      }),
    ]);
    expect(door().spans).toHaveLength(1);
    expect(await shown('anna')).toMatchObject({
      status: 'human',
      assignee: me,
      unread: 0,
      flow: null,
      lastMessage: { direction: 'out', preview: 'Bonjour, je suis Grâce.' },
    });
    expect(await says('anna', 'IBR')).toEqual([]);
    expect(await shown('anna')).toMatchObject({ lastMessage: { preview: 'IBR' }, unread: 1 });
  });

  it('an answer that may not be sent changes nothing', async () => {
    await says('anna', 'code', 'oui');
    const before = await rows();
    door().refusal = new Closed();
    const id = await idOf('anna');
    const refused = await call('POST', `conversations/${id}/messages`, { text: 'Bonjour' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'whatsapp.window-closed' } });
    expect(await rows()).toEqual(before);
    for (const body of [{}, { text: 'a', template: { name: 'x', language: 'fr' } }, { buttons: ['a'] }])
      expect((await call('POST', `conversations/${id}/messages`, body)).status).toBe(400);
    const unknown = await call('POST', `conversations/${newId()}/messages`, { text: 'Bonjour' });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'conversations.not-found' } });
  });

  it('a turn and a deed of the team at the same moment both survive', async () => {
    await says('anna', 'bonjour', 'une personne');
    const id = await idOf('anna');
    const sessions = ground.get(SessionRepository);
    const find = sessions.find.bind(sessions);
    const stale = jest.spyOn(sessions, 'find').mockImplementationOnce(async (wanted) => {
      const saved = await find(wanted);
      return saved && { ...saved, version: saved.version - 1 };
    });
    await call('POST', `conversations/${id}/assign`, { userId: 'me' });
    expect(stale).toHaveBeenCalledTimes(2);
    await Promise.all([
      says('anna', 'Allô ?'),
      call('PUT', `conversations/${id}/labels`, { labels: ['urgent'] }),
    ]).catch(() => says('anna', 'Allô ?'));
    expect(await shown('anna')).toMatchObject({
      status: 'human',
      assignee: 'ADMIN_API_KEY',
      labels: ['urgent'],
      unread: 2,
      lastMessage: { preview: 'Allô ?' },
    });
  });

  it('the team asks for a person itself, and hands on what it follows', async () => {
    await says('anna', 'bonjour');
    const id = await idOf('anna');
    const before = door().drafts.length;
    expect((await call('POST', `conversations/${id}/handover`)).body).toMatchObject({
      status: 'waiting',
      handoverReason: 'agent',
    });
    expect(door().drafts.slice(before)).toHaveLength(1);
    await call('POST', `conversations/${id}/assign`, { userId: 'me' });
    await call('POST', `conversations/${id}/handover`);
    await call('POST', `conversations/${id}/handover`);
    expect(door().drafts.slice(before)).toHaveLength(1);
    expect(await shown('anna')).toMatchObject({ status: 'waiting', assignee: null });
    expect(published.filter((event) => event instanceof HandoverRequested)).toHaveLength(2);
  });

  it('reading it takes the count away and is shown to the person', async () => {
    await says('anna', 'bonjour', 'une personne', 'Allô ?');
    door().lines.set('anna', [line('m-3', 'out', 'x'), line('m-2', 'in', 'Allô ?'), line('m-1', 'in', 'y')]);
    const read = await call('POST', `conversations/${await idOf('anna')}/read`);
    expect(read.body).toMatchObject({ unread: 0, status: 'waiting' });
    expect(door().read).toEqual([{ messageId: 'm-2', typing: false }]);
  });

  function line(id: string, direction: 'in' | 'out', text: string, at = new Date()): MessageLine {
    const state = direction === 'in' ? 'received' : 'sent';
    const origin = direction === 'in' ? null : ('bot' as const);
    const content = { kind: 'text', text } as const;
    return { id, direction, state, type: 'text', content, isPrivate: false, origin, at, files: [] };
  }

  describe('what may be seen', () => {
    const PERSON = { userId: null, name: 'Anna', optedOut: false, marketingOptedOut: false };

    it('a viewer sees that there are conversations, not their words, names or numbers', async () => {
      door().people.set('anna', { id: 'anna', phone: '243810000042', ...PERSON });
      door().lines.set('anna', [line('m-1', 'in', 'Un secret')]);
      await says('anna', 'bonjour', 'une personne', 'Un secret');
      const { key } = await keyOf('viewer');
      const id = await idOf('anna');
      const [item] = await items('', key);
      expect(item).toMatchObject({ name: null, phone: '+…42', lastMessage: { preview: null, type: 'text' } });
      const messages = await call('GET', `conversations/${id}/messages`, undefined, { key });
      expect(messages.body.items).toMatchObject([{ id: 'm-1', type: 'text', content: null }]);
      expect(JSON.stringify([item, messages])).not.toMatch(/secret|Anna|2438/);
      const search = await call('GET', 'conversations?q=243810000042', undefined, { key });
      expect(search).toMatchObject({ status: 403, body: { code: 'conversations.search-forbidden' } });
      for (const [method, url] of [
        ['GET', `conversations/${id}/notes`],
        ['POST', `conversations/${id}/messages`],
        ['POST', `conversations/${id}/close`],
        ['GET', 'contacts/243810000042/export'],
      ] as const)
        expect((await call(method, url, method === 'POST' ? {} : undefined, { key })).status).toBe(403);
      const agent = await keyOf('agent');
      const [seen] = await items('', agent.key);
      expect(seen).toMatchObject({
        name: 'Anna',
        phone: '243810000042',
        lastMessage: { preview: 'Un secret' },
      });
    });

    it('answers to the questionnaire are nobody’s to read, what was said before it is', async () => {
      await says('anna', 'bonjour');
      hand.ahead += HOUR;
      const now = new Date(Date.now() + hand.ahead);
      await says('anna', 'code', 'oui', 'MBE');
      door().lines.set('anna', [line('m-2', 'in', 'MBE', now), line('m-1', 'in', 'Bonjour')]);
      const id = await idOf('anna');
      const { body } = await call('GET', `conversations/${id}/messages`);
      expect(body.items).toMatchObject([
        { id: 'm-2', isPrivate: true, content: null },
        { id: 'm-1', isPrivate: false, content: { text: 'Bonjour' } },
      ]);
      expect(await shown('anna')).toMatchObject({
        flow: 'uic',
        lastMessage: { type: 'private', preview: 'Réponse au questionnaire' },
      });
      expect((await rows())[0]!.lastSealed).toBeNull();
      await says('anna', 'IBR', '7', 'DA', '1', 'oui');
      expect((await rows())[0]).toMatchObject({ stage: 'CLOSED', lastType: 'private', lastSealed: null });
      expect(door().spans).toHaveLength(1);
    });

    it('a file that somebody sent is opened by whoever answers, and by nobody where it is private or of others', async () => {
      const at = new Date(Date.now() - HOUR);
      const photo = (id = newId()): MessageLine => ({
        ...line(id, 'in', '', at),
        content: { kind: 'media', media: 'image', id: '77' },
      });
      const [sent, hidden, strange] = [photo(), { ...photo(), isPrivate: true }, photo()];
      const words = { ...line(newId(), 'in', 'Bonjour', at) };
      const ours = { ...photo(), direction: 'out' as const };
      const answer = { ...photo(), at: new Date() };
      const mine = [sent, hidden, words, ours, answer];
      door().lines.set(
        'anna',
        mine.toSorted((a, b) => (a.id < b.id ? 1 : -1)),
      );
      door().lines.set('bob', [strange]);
      await says('anna', 'bonjour');
      await handle(from('bob', 'bonjour'));
      const agent = await keyOf('agent');
      const viewer = await keyOf('viewer');
      const id = await idOf('anna');
      const open = (messageId: string, key = agent.key, headers: Record<string, string> = {}) =>
        app.inject({
          url: `/api/conversations/${id}/messages/${messageId}/media`,
          headers: { authorization: `Bearer ${key}`, ...headers },
          remoteAddress: `203.0.113.${address}`,
        });
      const files = ground.get<FilesDoor>(MessageFiles as never);
      files.opened.length = 0;
      const shownFile = await open(sent.id);
      expect([shownFile.statusCode, shownFile.body]).toEqual([200, 'a picture']);
      expect(shownFile.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-security-policy': "default-src 'none'; sandbox",
        'content-disposition': expect.stringContaining('inline'),
      });
      expect((await open(sent.id, agent.key, { range: 'bytes=2-4' })).body).toBe('pic');
      expect((await open(sent.id, viewer.key)).statusCode).toBe(403);
      await says('anna', 'code', 'oui');
      for (const other of [hidden, strange, words, ours, answer, photo()]) {
        const refused = await open(other.id);
        expect([refused.statusCode, refused.json().code]).toEqual([404, 'conversations.file-not-found']);
      }
      expect((await open('1')).statusCode).toBe(400);
      expect(files.opened).toEqual([sent.id, sent.id]);
      const book = await call('GET', 'audit?action=conversations.file-opened');
      expect(book.body.items[0]).toMatchObject({ subject: `message:${sent.id}` });
    });

    it('messages come page by page', async () => {
      await says('anna', 'bonjour');
      const lines = Array.from({ length: 5 }, (_, n) => line(`m-${5 - n}`, 'in', `${5 - n}`));
      door().lines.set('anna', lines);
      const id = await idOf('anna');
      const first = await call('GET', `conversations/${id}/messages?limit=3`);
      const second = await call(
        'GET',
        `conversations/${id}/messages?limit=3&cursor=${first.body.nextCursor}`,
      );
      const ids = [...first.body.items, ...second.body.items].map((item: { id: string }) => item.id);
      expect(ids).toEqual(['m-5', 'm-4', 'm-3', 'm-2', 'm-1']);
      expect(second.body.nextCursor).toBeNull();
    });
  });

  describe('notes', () => {
    it('are sealed, listed newest first, and removed by their author alone', async () => {
      await says('anna', 'bonjour');
      const notes = `conversations/${await idOf('anna')}/notes`;
      const { key, id: me } = await keyOf('agent');
      const first = await call('POST', notes, { text: 'Rappeler jeudi' }, { key });
      expect(first).toMatchObject({ status: 201, body: { author: me, text: 'Rappeler jeudi' } });
      await call('POST', notes, { text: `${'漢'.repeat(900)}` });
      const listed = await call('GET', notes, undefined, { key });
      expect(listed.body.items.map(({ author }: { author: string }) => author)).toEqual([
        'ADMIN_API_KEY',
        me,
      ]);
      expect(JSON.stringify(await ground.database.manager.find(NoteRow))).not.toContain('Rappeler');
      const other = await call('DELETE', `${notes}/${first.body.id}`);
      expect(other).toMatchObject({ status: 404, body: { code: 'conversations.note-not-found' } });
      expect((await call('DELETE', `${notes}/${first.body.id}`, undefined, { key })).status).toBe(204);
      expect((await call('GET', notes)).body.items).toHaveLength(1);
      expect((await call('POST', notes, { text: 'x'.repeat(901) })).status).toBe(400);
    });

    it('and last words are sealed anew with a new key', async () => {
      await says('anna', 'bonjour', 'une personne', 'Allô ?');
      await call('POST', `conversations/${await idOf('anna')}/notes`, { text: 'Rappeler' });
      const [before] = await rows();
      jest.spyOn(ground.get(Vault), 'isCurrent').mockReturnValue(false);
      expect(await ground.get(NoteRepository).rotate()).toBe(1);
      expect(await ground.get(SessionRepository).rotate()).toBe(1);
      const [after] = await rows();
      expect(after!.lastSealed).not.toBe(before!.lastSealed);
      expect(await shown('anna')).toMatchObject({ lastMessage: { preview: 'Allô ?' } });
    });
  });

  describe('what happens elsewhere', () => {
    const upkeep = () => ground.get(Upkeep);
    const now = () => new Date(Date.now() + hand.ahead);

    it('a message that a program sends makes a conversation, once, or goes on with it', async () => {
      door().lines.set('bob', [{ ...line('m-1', 'out', 'Votre commande est prête'), origin: 'api' }]);
      const event = new MessageSubmitted('m-1', 'bob', '1', 'api');
      await upkeep().take(event, now());
      await upkeep().take(event, now());
      expect(await rows()).toMatchObject([{ contactId: 'bob', status: 'bot', lastDirection: 'out' }]);
      expect(await shown('bob')).toMatchObject({
        channel: null,
        lastMessage: { preview: 'Votre commande est prête' },
      });
      await says('bob', 'bonjour', 'une personne', 'Merci !');
      await upkeep().take(event, now());
      expect(await shown('bob')).toMatchObject({ status: 'waiting', lastMessage: { preview: 'Merci !' } });
      await upkeep().take(new MessageSubmitted('m-9', 'eve', '1', 'bot'), now());
      await upkeep().take(new MessageSubmitted('m-9', 'eve', '1', 'api'), now());
      expect(await rows()).toHaveLength(1);
    });

    it('two contacts that are one person have one conversation for each number', async () => {
      await handle(from('gone', 'bonjour', '2'));
      await says('gone', 'bonjour', 'une personne');
      const older = await idOf('gone');
      const conversations = (await rows()).filter(({ contactId }) => contactId === 'gone');
      const waiting = conversations.find(({ numberId }) => numberId === '1')!;
      await call('POST', `conversations/${waiting.id}/notes`, { text: 'Elle a deux téléphones' });
      await call('PUT', `conversations/${waiting.id}/labels`, { labels: ['a'] });
      hand.ahead += 1000;
      await says('kept', 'code', 'oui');
      const kept = await idOf('kept');
      await call('PUT', `conversations/${kept}/labels`, { labels: ['b'] });
      const event = new ContactsJoined('kept', 'gone');
      await ground.get(Joining).join(event, now());
      await ground.get(Joining).join(event, now());
      expect(ground.get<CodesDoor>(Uic as never).moves).toContain('gone kept');
      const left = await rows();
      expect(left.map(({ contactId, numberId }) => `${contactId} ${numberId}`).toSorted()).toEqual([
        'kept 1',
        'kept 2',
      ]);
      expect(left.map(({ id }) => id)).toContain(older === waiting.id ? kept : older);
      expect((await call('GET', `conversations/${kept}`)).body).toMatchObject({
        status: 'waiting',
        labels: ['b', 'a'],
      });
      expect((await call('GET', `conversations/${kept}/notes`)).body.items).toHaveLength(1);
      expect(await ground.database.manager.find(ConsentRow)).toMatchObject([{ contactId: 'kept' }]);
    });
  });

  describe('a person’s own data', () => {
    const CONTACT = '01998c1a-27d3-7e1f-9a55-0c3c3d0f8d11';
    const PERSON = { id: CONTACT, userId: 'u-1', name: 'Anna', optedOut: false, marketingOptedOut: false };

    it('is exported whole, as one JSON text, with a line in the book', async () => {
      door().people.set(CONTACT, { ...PERSON, phone: '243810000042' });
      door().phones.set('243810000042', CONTACT);
      await handle(from(CONTACT, 'bonjour'));
      await call('POST', `conversations/${await idOf(CONTACT)}/notes`, { text: 'Rappeler' });
      const lines = Array.from({ length: 450 }, (_, n) => line(`m-${String(999 - n)}`, 'in', `« ${n} »`));
      door().lines.set(CONTACT, lines);
      const createdAt = new Date('2026-11-01T09:00:00Z');
      const codes = ground.get<CodesDoor>(Uic as never);
      codes.held = [{ id: 'c-1', createdAt, current: true, registered: null }];
      codes.outcome = { outcome: 'issued', id: 'c-1', code: 'MBEIBR7DA1', repeat: true };
      const byPhone = await call('GET', 'contacts/+243810000042/export');
      expect(byPhone.body).toMatchObject({
        codes: [{ id: 'c-1', code: 'MBEIBR7DA1', createdAt: createdAt.toISOString(), current: true }],
        contact: { id: CONTACT, phone: '243810000042' },
        conversations: [{ number: '1', notes: [{ text: 'Rappeler' }] }],
        consents: [],
      });
      expect(byPhone.body.messages).toHaveLength(450);
      const byId = await call('GET', `contacts/${CONTACT}/export`);
      Object.assign(codes, { held: [], outcome: null });
      expect(byId.body).toEqual(byPhone.body);
      const book = await call('GET', 'audit?action=conversations.person-exported');
      expect(book.body.items).toMatchObject([
        { subject: `contact:${CONTACT}` },
        { subject: `contact:${CONTACT}` },
      ]);
      expect((await call('GET', 'contacts/243810000001/export')).status).toBe(404);
    });

    it('somebody without a visible number is erased by id, notes and all', async () => {
      door().people.set(CONTACT, { ...PERSON, phone: null });
      await handle(from(CONTACT, 'bonjour'));
      await call('POST', `conversations/${await idOf(CONTACT)}/notes`, { text: 'Rappeler' });
      const erased = await call('DELETE', `contacts/${CONTACT}`);
      expect(erased).toMatchObject({ status: 200, body: { erased: { sessions: 1 } } });
      expect(await rows()).toEqual([]);
      expect(await ground.database.manager.countBy(NoteRow, {})).toBe(0);
      expect(door().forgotten).toEqual([CONTACT]);
      expect((await call('DELETE', `contacts/${newId()}`)).status).toBe(404);
    });
  });

  it('a conversation goes with its words when they have been kept long enough', async () => {
    await says('anna', 'bonjour', 'une personne', 'Allô ?');
    await call('POST', `conversations/${await idOf('anna')}/notes`, { text: 'Rappeler' });
    await call('POST', `conversations/${await idOf('anna')}/close`);
    await says('bob', 'bonjour', 'stop');
    for (const days of [2, 87]) {
      hand.ahead = days * DAY;
      await round();
      expect(await rows()).toHaveLength(2);
      expect(await shown('anna')).toMatchObject({ status: 'closed', lastMessage: { preview: 'Allô ?' } });
    }
    hand.ahead = 91 * DAY;
    await round();
    expect(await rows()).toMatchObject([
      { contactId: 'bob', stage: 'CLOSED', lastSealed: null, expiresAt: null },
    ]);
    expect(await ground.database.manager.countBy(NoteRow, {})).toBe(0);
  });

  it('two machines that talk to each other fall silent', async () => {
    let replies = 0;
    for (let n = 0; n < 100; n++) replies += (await says('robot', 'aide')).length;
    expect(replies).toBe(30);
    hand.ahead += 2 * 60_000;
    expect(await says('robot', 'une personne')).toHaveLength(1);
    for (let n = 0; n < 50; n++) expect(await says('robot', 'Je suis en congé.', 'aide')).toEqual([]);
  });

  it('a machine that repeats what it hears ends with the team, not in a loop', async () => {
    let said = await says('robot', 'bonjour');
    for (let n = 0; n < 100 && said.length > 0; n++) said = await says('robot', ...said);
    expect(said).toEqual([]);
    expect(door().drafts.length).toBeLessThanOrEqual(30);
    expect(await says('robot', 'Une personne de l’équipe va vous répondre ici.')).toEqual([]);
  });

  describe('live', () => {
    interface Told {
      id: string;
      event: string;
      data: Record<string, never>;
    }

    /** A screen: what it was told so far. */
    async function follow(base: string, headers: Record<string, string> = {}) {
      const abort = new AbortController();
      const reply = await fetch(`${base}/api/conversations/events`, {
        headers: { authorization: `Bearer ${ADMIN_API_KEY}`, ...headers },
        signal: abort.signal,
      });
      const told: Told[] = [];
      let rest = '';
      const ended = (async () => {
        for await (const chunk of reply.body!.pipeThrough(new TextDecoderStream())) {
          const blocks = (rest + chunk).split('\n\n');
          rest = blocks.pop() ?? '';
          for (const block of blocks) {
            const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
            if (field('event') !== undefined)
              told.push({ id: field('id')!, event: field('event')!, data: JSON.parse(field('data')!) });
          }
        }
      })().catch(() => undefined);
      return { reply, told, ended, leave: () => abort.abort() };
    }

    it('every instance tells what happened on any of them, and ends its screens at once when it stops', async () => {
      const second = await ground.another();
      const other = await serve(second);
      await app.listen(0, '127.0.0.1');
      await other.listen(0, '127.0.0.1');
      const base = await app.getUrl();
      const [here, there] = [await follow(base), await follow(await other.getUrl())];
      expect(here.reply.headers.get('content-type')).toMatch(/^text\/event-stream/);
      const { key } = await keyOf('viewer');
      const viewer = await follow(base, { authorization: `Bearer ${key}` });
      await says('anna', 'bonjour', 'une personne', 'Allô ?');
      const id = await idOf('anna');
      const last = (told: Told[]) => told.findLast(({ event }) => event === 'conversation')?.data;
      for (const { told } of [here, there])
        await until('the conversation is told', () => last(told)?.['unread'] === 2);
      expect(last(there.told)).toMatchObject({ id, status: 'waiting', lastMessage: { preview: 'Allô ?' } });
      await until('the viewer is told', () => last(viewer.told)?.['unread'] === 2);
      expect(JSON.stringify(viewer.told)).not.toContain('Allô');

      const activity = { kind: 'received', messageId: 'm-1', contactId: 'anna', number: '1' } as const;
      second.get<WhatsAppFake>(WhatsApp as never, { strict: false }).activity = [activity];
      await until('the message is told', () => there.told.some(({ event }) => event === 'message'));
      expect(there.told.find(({ event }) => event === 'message')?.data).toEqual({
        conversationId: id,
        messageId: 'm-1',
        kind: 'received',
      });

      const place = here.told.at(-1)!.id;
      here.leave();
      await here.ended;
      await call('PUT', `conversations/${id}/labels`, { labels: ['urgent'] });
      const back = await follow(base, { 'last-event-id': place });
      await until('what was missed is told', () => last(back.told)?.['labels']?.[0] === 'urgent');
      const lost = await follow(base, { 'last-event-id': '1' });
      await until('too much was missed', () => lost.told.some(({ event }) => event === 'reset'));
      for (const screen of [viewer, back, lost]) screen.leave();

      const stopping = Date.now();
      await other.close();
      await there.ended;
      expect(Date.now() - stopping).toBeLessThan(5_000);
    });

    it('each change is told once', async () => {
      const screen = await follow(await app.getUrl());
      await says('anna', 'bonjour');
      const versions = () => screen.told.filter(({ event }) => event === 'conversation').length;
      await until('it is told', () => versions() > 0);
      await says('bob', 'bonjour');
      await until('the next one too', () => versions() > 1);
      await says('eve', 'bonjour');
      await until('and the third', () => versions() > 2);
      expect(versions()).toBe(3);
      screen.leave();
    });
  });
});

describeEachDatabase('conversations as the team sees them, with real messages', (open) => {
  const settings = testSettings({ BOT_ENTRY_FLOW: 'uic', WHATSAPP_MAX_PER_SECOND: '1000' });
  const ground = open({
    imports: [PlatformForTests.register(settings), WhatsAppModule, UicModule, ConversationsModule],
    init: true,
    poolSize: 6,
  });
  let channel: RecordingChannel;

  beforeAll(() => {
    channel = new RecordingChannel();
    ground.get(Channels).add(channel);
  });
  beforeEach(() => {
    channel.sent.length = 0;
  });

  const person = { waId: '243810000042', name: 'Anna' };
  const threads = () => ground.get(Threads);

  async function says(text: string): Promise<void> {
    const before = channel.sent.length;
    await ground.get(Inbox).accept([update(text, { from: person })]);
    await until(`« ${text} » is answered`, () => channel.sent.length > before);
  }
  async function only(): Promise<{ id: string }> {
    const [row] = await threads().list({}, null, 2);
    return row!;
  }
  const heard = async (id: string): Promise<(string | null)[]> =>
    (await threads().messages(id, null, 50, true))
      .toReversed()
      .map(({ content }) => (content && 'text' in content ? (content.text ?? '') : null));

  it('answers to the questionnaire are never read, neither while it is open nor afterwards', async () => {
    for (const words of ['bonjour', 'oui', 'MBE', 'IBR']) await says(words);
    const { id } = await only();
    const during = await heard(id);
    expect(during.length).toBeGreaterThanOrEqual(8);
    expect(new Set(during)).toEqual(new Set([null]));
    for (const words of ['7', 'DA', '1', 'oui']) await says(words);
    await until('everything is out', async () => (await heard(id)).length >= 16);
    expect(JSON.stringify(await threads().messages(id, null, 50, true))).not.toMatch(/MBE|IBR|Dakar/);
  });

  it('a person and somebody of the team talk, and the house keeps silent', async () => {
    await says('bonjour');
    await says('une personne');
    const { id } = await only();
    await ground.get(Inbox).accept([update('Où est ma commande ?', { from: person })]);
    await until('it is unread', async () => (await threads().find(id, true)).unread === 2);
    await until('all is said', () => channel.texts().some((words) => words.includes('sont effacées')));
    const before = channel.sent.length;
    await ground.get(Desk).reply(id, { content: { kind: 'text', text: 'Elle part demain.' } });
    await until('the answer is out', () => channel.sent.length > before);
    expect(channel.texts().slice(before)).toEqual(['Elle part demain.']);
    expect(await threads().find(id, true)).toMatchObject({
      name: 'Anna',
      phone: '243810000042',
      status: 'human',
      unread: 0,
      lastMessage: { direction: 'out', preview: 'Elle part demain.' },
      windowUntil: expect.any(String),
    });
    expect((await heard(id)).slice(-2)).toEqual(['Où est ma commande ?', 'Elle part demain.']);
  });

  it('what a program sends is in the list as well', async () => {
    for (const words of ['bonjour', 'annuler']) await says(words);
    const { id } = await only();
    const content = { kind: 'text', text: 'Votre colis est arrivé.' } as const;
    const to = { waId: person.waId };
    await ground.get<WhatsApp>(WhatsApp as never).submit({ to, number: '1', content, origin: 'api' });
    const last = async () => (await threads().find(id, true)).lastMessage;
    await until('it is shown', async () => (await last())?.preview === 'Votre colis est arrivé.');
    expect(await last()).toMatchObject({ direction: 'out', type: 'text' });
  });
});
