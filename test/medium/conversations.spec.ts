import { Clock } from '../../src/kernel/clock.js';
import { Conversations } from '../../src/conversations/conversations.contract.js';
import { ConsentRow, SessionRow } from '../../src/conversations/conversations.entity.js';
import {
  ConversationMoved,
  PersonUnknown,
  PhoneInvalid,
} from '../../src/conversations/conversations.errors.js';
import { ConversationsModule } from '../../src/conversations/conversations.module.js';
import { ConversationsService } from '../../src/conversations/conversations.service.js';
import { ConversationsDoor } from '../../src/conversations/door.service.js';
import { Following } from '../../src/conversations/following.service.js';
import { Granting } from '../../src/conversations/granting.service.js';
import { Orders } from '../../src/conversations/orders/orders.service.js';
import { Questions } from '../../src/conversations/questions/questions.service.js';
import { Surroundings } from '../../src/conversations/surroundings.service.js';
import { Assistant } from '../../src/assistant/assistant.contract.js';
import { FakeAssistant } from '../../src/assistant/assistant.fake.js';
import { Catalog } from '../../src/catalog/catalog.contract.js';
import { FakeCatalog } from '../../src/catalog/catalog.fake.js';
import { Handovers } from '../../src/conversations/handover/handovers.service.js';
import { OccurrenceRow } from '../../src/conversations/handover/occurrence.entity.js';
import { OccurrenceRepository } from '../../src/conversations/handover/occurrence.repository.js';
import { Pulse } from '../../src/conversations/live/pulse.js';
import { NoteRow } from '../../src/conversations/threads/note.entity.js';
import { Deeds } from '../../src/conversations/deeds.service.js';
import { DepartureRow } from '../../src/conversations/departures/departure.entity.js';
import { DepartureRepository } from '../../src/conversations/departures/departure.repository.js';
import { Departures } from '../../src/conversations/departures/departures.service.js';
import { Dialogue } from '../../src/conversations/dialogue.service.js';
import { Erasure } from '../../src/conversations/erasure.service.js';
import { Expiry } from '../../src/conversations/expiry.service.js';
import { SessionRepository } from '../../src/conversations/session.repository.js';
import { readTexts } from '../../src/conversations/texts/text-files.js';
import { Texts } from '../../src/conversations/texts/texts.js';
import { Settings } from '../../src/platform/config/settings.js';
import { schemaDrift } from '../../src/platform/database/migrate.js';
import { Events } from '../../src/platform/events/events.js';
import { Metrics } from '../../src/platform/metrics/metrics.js';
import { Vault } from '../../src/platform/vault/vault.js';
import { RememberedAudit } from '../../src/platform/web/audit.fake.js';
import { AuditTrail } from '../../src/platform/web/audit.js';
import { type Holding, type Issued, type IssueRequest, Uic } from '../../src/uic/uic.contract.js';
import { QuietCodes } from './quiet-codes.js';
import { CodeRow, HolderRow } from '../../src/uic/uic.entity.js';
import { TallyRow } from '../../src/uic/statistics/tally.entity.js';
import { UicModule } from '../../src/uic/uic.module.js';
import { ContactRow } from '../../src/whatsapp/contacts/contact.entity.js';
import { InboxRow } from '../../src/whatsapp/inbox/inbox.entity.js';
import { OutboxRow } from '../../src/whatsapp/outbox/outbox.entity.js';
import type { InboundContent, OutboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import { WhatsAppFake } from '../../src/whatsapp/whatsapp.fake.js';
import { type InboundMessage, WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import { WhatsAppModule } from '../../src/whatsapp/whatsapp.module.js';
import { Attachments, Channels, Inbox } from '../../src/whatsapp/whatsapp.port.js';
import { testSettings } from '../settings.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';
import { message as update, PlatformForTests, RecordingChannel } from './whatsapp-ground.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 10, 2, 9);
const ANSWERS = ['bonjour', 'oui', 'MBE', 'IBR', '7', 'DA', '1', 'oui'];

class Hand extends Clock {
  ms = START;
  now(): Date {
    return new Date(this.ms);
  }
}

/** The door to messages, with the words of what came through. */
class MessagesDoor extends WhatsAppFake {
  override readonly phones = new Map([['243810000042', 'anna']]);
  override readonly unhandled = new Map([['243810000007', 3]]);

  words(contactId: string): string[] {
    const theirs = this.drafts.filter((draft) => draft.contactId === contactId);
    return theirs.map(({ content }) => wordsOf(content));
  }
}

function wordsOf(content: OutboundContent): string {
  if (content.kind === 'media')
    return 'attachment' in content.source ? `card ${content.source.attachment.id}` : content.kind;
  return 'text' in content && content.text !== undefined ? content.text : content.kind;
}

/** The door to codes. */
class CodesDoor extends QuietCodes {
  issues: IssueRequest[] = [];
  dropOuts: string[] = [];
  forgotten: string[] = [];
  holders = new Set<string>();
  held = new Map<string, Holding[]>();

  override async issue(request: IssueRequest): Promise<Issued> {
    this.issues.push(request);
    const code = Object.values(request.answers).join('');
    return { outcome: 'issued', id: 'code-1', code, repeat: this.issues.length > 1 };
  }
  override async countDropOut(at: string, how: string): Promise<void> {
    this.dropOuts.push(`${at} ${how}`);
  }
  override async holdings(holderId: string): Promise<Holding[]> {
    return this.held.get(holderId) ?? [];
  }
  override async holds(holderId: string): Promise<boolean> {
    return this.holders.has(holderId);
  }
  override async forgetHolder(holderId: string): Promise<number> {
    this.forgotten.push(holderId);
    return 2;
  }
}

describeEachDatabase('conversations between fake doors', (open) => {
  const settings = testSettings({
    UIC_SERVICE_NAME: 'Centre Espoir',
    ENABLE_QR_CODE: 'true',
    BOT_ENTRY_FLOW: 'uic',
    RETENTION_DAYS: '90',
  });
  const hand = new Hand();
  const ground = open({
    entities: [SessionRow, ConsentRow, NoteRow, OccurrenceRow, DepartureRow],
    init: true,
    providers: [
      ConversationsService,
      Deeds,
      DepartureRepository,
      Departures,
      Dialogue,
      Erasure,
      Expiry,
      Following,
      Granting,
      Handovers,
      OccurrenceRepository,
      Pulse,
      SessionRepository,
      Surroundings,
      { provide: Events, useValue: { publish: async () => undefined } },
      { provide: Catalog, useClass: FakeCatalog },
      { provide: Assistant, useClass: FakeAssistant },
      { provide: Orders, useValue: {} },
      { provide: Questions, useValue: {} },
      Metrics,
      Vault,
      { provide: Settings, useValue: settings },
      { provide: Clock, useValue: hand },
      { provide: Texts, useValue: readTexts() },
      { provide: WhatsApp, useClass: MessagesDoor },
      { provide: Uic, useClass: CodesDoor },
      { provide: AuditTrail, useClass: RememberedAudit },
      { provide: Conversations, useClass: ConversationsDoor },
    ],
  });
  const messages = () => ground.get<MessagesDoor>(WhatsApp as never);
  const codes = () => ground.get<CodesDoor>(Uic as never);
  const rows = () => ground.database.manager.find(SessionRow, { order: { contactId: 'ASC' } });
  const consents = () => ground.database.manager.find(ConsentRow, { order: { id: 'ASC' } });

  let serial = 0;
  beforeEach(() => {
    hand.ms = START;
    Object.assign(messages(), { drafts: [], calls: 0, spans: [], forgotten: [], optOuts: [] });
    Object.assign(codes(), { issues: [], dropOuts: [], forgotten: [], holders: new Set(), held: new Map() });
  });

  function from(contactId: string, words: string | InboundContent, number = '1'): InboundMessage {
    serial += 1;
    const content: InboundContent = typeof words === 'string' ? { kind: 'text', text: words } : words;
    return { id: `message-${serial}`, contactId, channel: 'test', number, at: hand.now(), content };
  }

  function handle(...batch: InboundMessage[]): Promise<void> {
    return ground.database.transaction(() => ground.get(ConversationsService).handle(batch));
  }

  async function says(contactId: string, ...words: string[]): Promise<void> {
    for (const each of words) await handle(from(contactId, each));
  }

  const round = () => ground.database.transaction(() => ground.get(Expiry).round());

  it('entities and migrations describe the same tables', async () => {
    expect(await schemaDrift(ground.source)).toEqual([]);
  });

  it('a conversation over many turns ends in a code, a card, and nothing kept of the answers', async () => {
    await says('anna', ...ANSWERS);
    expect(codes().issues).toEqual([
      {
        holderId: 'anna',
        answers: { family: 'MBE', given: 'IBR', year: '7', town: 'DA', gender: '1' },
        language: 'fr',
        startedAt: expect.any(Date) as Date,
      },
    ]);
    const said = messages().words('anna');
    expect(said.at(-2)).toMatch(/^Voici votre code[^]*\n\nMBEIBR7DA1\n\n/);
    expect(said.at(-1)).toBe('card code-1');
    const [row] = await rows();
    const state = ground.get(Vault).open(row!.sealed);
    expect(state).not.toMatch(/MBE|IBR/);
    expect(row).toMatchObject({ stage: 'CLOSED', version: 8 });
    expect(messages().spans).toEqual([{ contactId: 'anna', since: new Date(START - MINUTE) }]);
  });

  it('what shows an answer or the code is sensitive, what does not is kept for the journal', async () => {
    await says('anna', ...ANSWERS);
    const marks = messages().drafts.map(({ content, sensitive }) => `${content.kind}${sensitive ? '!' : ''}`);
    expect(marks.join(' ')).toBe('buttons text text text list buttons buttons! text! media!');
  });

  it('a whole conversation that arrives at once is handled in its order', async () => {
    await handle(...ANSWERS.map((words) => from('anna', words)));
    expect(codes().issues).toHaveLength(1);
    expect(messages().words('anna')).toHaveLength(9);
    expect(await rows()).toMatchObject([{ stage: 'CLOSED', version: 1 }]);
  });

  it('a hundred people cost as many statements as one', async () => {
    const people = Array.from({ length: 100 }, (_, n) => `person-${n}`);
    const logged: string[] = [];
    ground.source.logger = {
      ...ground.source.logger,
      logQuery: (sql: string) => void logged.push(sql),
    } as never;
    const count = async (names: string[], words: string): Promise<number> => {
      logged.length = 0;
      await handle(...names.map((name) => from(name, words)));
      return logged.length;
    };
    const begun = [await count(['one'], 'bonjour'), await count(people, 'bonjour')];
    const agreed = [await count(['one'], 'oui'), await count(people, 'oui')];
    const answered = [await count(['one'], 'MBE'), await count(people, 'MBE')];
    expect([begun[1], agreed[1], answered[1]]).toEqual([begun[0], agreed[0], answered[0]]);
    expect(await rows()).toHaveLength(101);
    expect(messages().calls).toBe(6);
  });

  it('consent is kept as the hash of the words, the language, the moment and the message', async () => {
    await says('anna', 'bonjour', 'oui');
    await says('bob', 'hello', 'english', 'yes');
    const [first, second] = await consents();
    expect(first).toMatchObject({ contactId: 'anna', language: 'fr', givenAt: new Date(START) });
    expect(first!.messageId).toMatch(/^message-/);
    expect(first!.textVersion).toHaveLength(43);
    expect(second).toMatchObject({ contactId: 'bob', language: 'en' });
    expect(second!.textVersion).not.toBe(first!.textVersion);
  });

  it('a refusal leaves a number in the statistics, and no trace of the person after a while', async () => {
    await says('anna', 'bonjour', 'non');
    expect(codes().dropOuts).toEqual(['consent refused']);
    expect(await consents()).toEqual([]);
    expect(messages().spans).toHaveLength(1);
    hand.ms += 15 * MINUTE;
    await round();
    expect(await rows()).toEqual([]);
    expect(messages().forgotten).toEqual(['anna']);
  });

  it('a refusal by somebody who has a code from another time takes nothing away', async () => {
    codes().holders.add('anna');
    await says('anna', 'bonjour', 'non');
    hand.ms += 15 * MINUTE;
    await round();
    expect(await rows()).toEqual([]);
    expect(messages().forgotten).toEqual([]);
  });

  it('the state is sealed, and neither answers nor step can be read in the table', async () => {
    await says('anna', 'bonjour', 'oui', 'Mbengue');
    expect(JSON.stringify(await rows())).not.toMatch(/MBE|Mbengue|family|given/);
  });

  it('each of our numbers has its own conversation with a person', async () => {
    await handle(from('anna', 'bonjour', '1'), from('anna', 'bonjour', '2'));
    await handle(from('anna', 'oui', '2'));
    expect(await rows()).toHaveLength(2);
    expect(messages().drafts.map(({ number }) => number)).toEqual(['1', '2', '2']);
  });

  it('a reaction changes nothing and is not answered', async () => {
    await handle(from('anna', { kind: 'reaction', target: 'x', emoji: '👍' }));
    expect(await rows()).toEqual([]);
    expect(messages().calls).toBe(0);
  });

  it('two that handle the same person at once: one wins, the other is told to begin again', async () => {
    await says('anna', 'bonjour', 'oui');
    const sessions = ground.get(SessionRepository);
    const read = sessions.of.bind(sessions);
    const between = jest.spyOn(sessions, 'of').mockImplementationOnce(async (ids) => {
      const saved = await read(ids);
      return saved.map((each) => ({ ...each, version: each.version - 1 }));
    });
    messages().calls = 0;
    await expect(handle(from('anna', 'MBE'))).rejects.toThrow(ConversationMoved);
    expect(messages().calls).toBe(0);
    between.mockRestore();
    await says('anna', 'MBE');
    expect(messages().words('anna').at(-1)).toContain('Question 2/5');
  });

  it('two first messages at once: one wins, the other is told to begin again', async () => {
    const sessions = ground.get(SessionRepository);
    await says('anna', 'bonjour');
    const between = jest.spyOn(sessions, 'of').mockResolvedValueOnce([]);
    await expect(handle(from('anna', 'bonjour'))).rejects.toThrow(ConversationMoved);
    between.mockRestore();
    expect(await rows()).toMatchObject([{ version: 1 }]);
  });

  it('a state that no key opens any more restarts kindly and is counted', async () => {
    await says('anna', 'bonjour', 'oui', 'MBE');
    await ground.database.manager.update(SessionRow, { contactId: 'anna' }, { sealed: 'v1.other.AAAA' });
    await says('anna', 'IBR');
    expect(messages().words('anna').at(-1)).toMatch(/^Le service a changé entre-temps[^]*Acceptez-vous/);
    expect(messages().spans).toEqual([{ contactId: 'anna', since: new Date(START - MINUTE) }]);
    expect(await ground.get(Metrics).registry.metrics()).toMatch(/relais_conversations_lost_total 1/);
  });

  it('stop and a new message set the opt-out and take it back', async () => {
    await says('anna', 'bonjour', 'stop', 'bonjour');
    expect(messages().optOuts).toEqual([
      ['anna', 'out'],
      ['anna', 'in'],
    ]);
  });

  it('somebody who wants no message is remembered for that, without an end', async () => {
    await says('anna', 'stop');
    hand.ms += 400 * 24 * 60 * MINUTE;
    await round();
    expect(await rows()).toMatchObject([{ stage: 'CLOSED', expiresAt: null }]);
  });

  describe('when nobody writes', () => {
    it('answers are erased when the time is over, and the drop-out is counted once', async () => {
      await says('anna', 'bonjour', 'oui', 'MBE', 'IBR');
      await says('bob', 'bonjour');
      hand.ms += 14 * MINUTE;
      await round();
      expect(codes().dropOuts).toEqual([]);
      hand.ms += MINUTE;
      await round();
      await round();
      expect(codes().dropOuts.toSorted()).toEqual(['consent expired', 'year expired']);
      expect(
        messages()
          .spans.map(({ contactId }) => contactId)
          .toSorted(),
      ).toEqual(['anna', 'bob']);
      const states = (await rows()).map(({ sealed }) => ground.get(Vault).open(sealed));
      expect(states.join()).not.toMatch(/MBE|IBR/);
    });

    it('the person who comes back is told, whether the job came first or not', async () => {
      await says('anna', 'bonjour', 'oui', 'MBE');
      await says('bob', 'bonjour', 'oui', 'MBE');
      hand.ms += 20 * MINUTE;
      await says('bob', 'IBR');
      await round();
      await says('anna', 'IBR');
      for (const name of ['anna', 'bob']) {
        expect(messages().words(name).at(-1)).toMatch(/^Votre demande a expiré[^]*Acceptez-vous\s\?$/);
      }
      expect(codes().dropOuts).toEqual(['given expired', 'given expired']);
    });

    it('a person who writes at that very moment keeps the conversation', async () => {
      await says('anna', 'bonjour', 'oui');
      hand.ms += 15 * MINUTE;
      const sessions = ground.get(SessionRepository);
      const due = sessions.due.bind(sessions);
      const spy = jest.spyOn(sessions, 'due').mockImplementationOnce(async (now, limit) => {
        const found = await due(now, limit);
        return found.map((each) => ({ ...each, version: each.version - 1 }));
      });
      await round();
      spy.mockRestore();
      expect(codes().dropOuts).toEqual([]);
      expect(messages().spans).toEqual([]);
    });

    it('batch after batch, until nothing is left', async () => {
      const people = Array.from({ length: 230 }, (_, n) => `person-${n}`);
      await handle(...people.map((name) => from(name, 'bonjour')));
      hand.ms += 15 * MINUTE;
      expect(await round()).toBe(true);
      expect(await round()).toBe(false);
      expect(codes().dropOuts).toHaveLength(230);
      hand.ms += 25 * 60 * MINUTE;
      expect(await round()).toBe(true);
      expect(await round()).toBe(false);
      expect(await rows()).toHaveLength(230);
      hand.ms += 90 * 24 * 60 * MINUTE;
      expect(await round()).toBe(true);
      expect(await round()).toBe(false);
      expect(await rows()).toEqual([]);
    });
  });

  describe('forgetting', () => {
    it('supprimer and yes erase at once what can be, and the contact when the reply is out', async () => {
      await handle(from('anna', 'bonjour', '2'));
      await says('anna', ...ANSWERS);
      await says('anna', 'supprimer', 'oui');
      expect(messages().words('anna').at(-1)).toMatch(/^C’est fait/);
      expect(codes().forgotten).toEqual(['anna']);
      expect(messages().spans.at(-1)).toEqual({ contactId: 'anna', since: new Date(0) });
      expect(await consents()).toEqual([]);
      expect(await rows()).toMatchObject([{ numberId: '1', stage: 'LEAVING' }]);
      hand.ms += 9 * MINUTE;
      await round();
      expect(messages().forgotten).toEqual([]);
      hand.ms += MINUTE;
      await round();
      expect(messages().forgotten).toEqual(['anna']);
      expect(await rows()).toEqual([]);
    });

    describe('the limit of codes a day', () => {
      const phone = (number: string) =>
        ({ phone: number, userId: null, name: null, optedOut: false, marketingOptedOut: false }) as const;
      const held = (hoursAgo: number): Holding => ({
        id: `code-${hoursAgo}`,
        createdAt: new Date(hand.ms - hoursAgo * HOUR),
        current: true,
        registered: null,
      });

      beforeEach(() => {
        messages().people.clear();
        for (const id of ['anna', 'anna-again']) messages().people.set(id, { id, ...phone('243810000042') });
        messages().people.set('bob', { id: 'bob', ...phone('243810000043') });
      });

      it('outlives the erasure for that day, for nobody else, and leaves nothing after it', async () => {
        codes().held.set('anna', [held(1), held(2), held(23), held(25)]);
        await says('anna', 'supprimer', 'oui');
        await says('anna-again', ...ANSWERS);
        expect(messages().words('anna-again').at(-1)).toMatch(/^Plusieurs codes .*Revenez dans 1\sh/s);
        expect(codes().issues).toEqual([]);
        await says('bob', ...ANSWERS);
        expect(codes().issues).toHaveLength(1);
        hand.ms += 2 * HOUR;
        await says('anna-again', ...ANSWERS);
        expect(codes().issues).toHaveLength(2);
        hand.ms += DAY;
        await ground.get(DepartureRepository).prune(new Date(hand.ms - DAY));
        expect(await ground.database.manager.count(DepartureRow)).toBe(0);
      });

      it('keeps nothing of somebody who had no code, and no address of anybody', async () => {
        await says('bob', 'supprimer', 'oui');
        expect(await ground.database.manager.count(DepartureRow)).toBe(0);
        codes().held.set('anna', [held(1)]);
        await says('anna', 'supprimer', 'oui');
        const kept = await ground.database.manager.find(DepartureRow);
        expect(kept).toHaveLength(1);
        expect(JSON.stringify(kept)).not.toMatch(/243810000042|anna|code/);
      });
    });

    it('consent and its withdrawal in one burst leave nothing', async () => {
      await handle(...['bonjour', 'oui', 'MBE', 'supprimer', 'oui'].map((words) => from('anna', words)));
      expect(await consents()).toEqual([]);
      expect(await rows()).toMatchObject([{ stage: 'LEAVING' }]);
    });

    it.each(['1', '2'])(
      'somebody who comes back on number %s in time is not forgotten a second time',
      async (number) => {
        await says('anna', 'supprimer', 'oui');
        await handle(from('anna', 'bonjour', number));
        hand.ms += 10 * MINUTE;
        await round();
        expect(messages().forgotten).toEqual([]);
        expect(await rows()).toMatchObject([{ stage: 'OPEN', numberId: number }]);
      },
    );

    it('somebody who comes back while being let go keeps the new conversation', async () => {
      await says('anna', 'supprimer', 'oui');
      hand.ms += 10 * MINUTE;
      const sessions = ground.get(SessionRepository);
      const leaving = await sessions.due(hand.now(), 10);
      await says('anna', 'bonjour');
      const spy = jest.spyOn(sessions, 'due').mockResolvedValueOnce(leaving);
      await round();
      spy.mockRestore();
      expect(messages().forgotten).toEqual([]);
      expect(await rows()).toMatchObject([{ stage: 'OPEN' }]);
    });

    it('staff erases a person with one call and one line in the book, without the number', async () => {
      await says('anna', 'bonjour', 'oui');
      const erased = await ground.get(Conversations).erase('+243 81 000 00 42');
      expect(erased).toEqual({ messages: 7, codes: 2, sessions: 1 });
      expect(await rows()).toEqual([]);
      expect(await consents()).toEqual([]);
      const { entries } = ground.get<RememberedAudit>(AuditTrail as never);
      expect(entries).toEqual([
        {
          action: 'conversations.person-erased',
          subject: 'contact:anna',
          detail: { phone: '+…42', messages: 7, codes: 2, sessions: 1 },
        },
      ]);
    });

    it('somebody of whom there are only messages that nobody handled is erased as well', async () => {
      const erased = await ground.get(Conversations).erase('243810000007');
      expect(erased).toEqual({ messages: 3, codes: 0, sessions: 0 });
      const { entries } = ground.get<RememberedAudit>(AuditTrail as never);
      expect(entries.at(-1)).toEqual({
        action: 'conversations.person-erased',
        detail: { phone: '+…07', messages: 3, codes: 0, sessions: 0 },
      });
    });

    it('a number of which nothing is kept and a text that is no number are told apart', async () => {
      await expect(ground.get(Conversations).erase('243810000001')).rejects.toThrow(PersonUnknown);
      await expect(ground.get(Conversations).erase('anna')).rejects.toThrow(PhoneInvalid);
    });
  });

  it('a new key seals conversations anew, and they go on', async () => {
    await says('anna', 'bonjour', 'oui', 'MBE');
    const sessions = ground.get(SessionRepository);
    const stale = jest.spyOn(ground.get(Vault), 'isCurrent').mockReturnValue(false);
    expect(await sessions.rotate()).toBe(1);
    stale.mockRestore();
    expect(await sessions.rotate()).toBe(0);
    await says('anna', 'IBR');
    expect(messages().words('anna').at(-1)).toContain('Question 3/5');
  });
});

describeEachDatabase('conversations among the real rooms', (open) => {
  const settings = testSettings({
    UIC_SERVICE_NAME: 'Centre Espoir',
    ENABLE_QR_CODE: 'true',
    BOT_ENTRY_FLOW: 'uic',
    WHATSAPP_MAX_PER_SECOND: '1000',
  });
  const ground = open({
    imports: [PlatformForTests.register(settings), WhatsAppModule, UicModule, ConversationsModule],
    entities: [SessionRow, ConsentRow, ContactRow, InboxRow, OutboxRow, CodeRow, HolderRow, TallyRow],
    init: true,
  });
  let channel: RecordingChannel;

  beforeAll(() => {
    channel = new RecordingChannel();
    ground.get(Channels).add(channel);
  });
  beforeEach(() => {
    channel.sent.length = 0;
  });

  const person = { waId: '243810000042' };
  const said = () =>
    channel.sent.map(({ content }) =>
      content.kind === 'media' ? (content.caption ?? '') : wordsOf(content),
    );

  async function says(words: string, content?: InboundContent): Promise<void> {
    const before = channel.sent.length;
    await ground.get(Inbox).accept([update(words, { from: person, ...(content && { content }) })]);
    await until(`« ${words} » is answered`, () => channel.sent.length > before);
  }

  it('from bonjour to the code and its card; afterwards no word of it is kept', async () => {
    for (const words of ['Bonjour', 'oui', 'Mbengue', 'Ibrahim', '1997', 'Dakar', 'homme', 'oui'])
      await says(words);
    await until('the card is out', () => channel.sent.at(-1)?.content.kind === 'media');
    expect(said().at(-2)?.split('\n')).toContain('MBEIBR7DA1');
    expect(said().at(-1)).toMatch(/^MBE IBR 7 DA 1\n/);
    const [picture] = channel.sent.flatMap(({ content }) =>
      content.kind === 'media' && 'attachment' in content.source ? [content.source.attachment] : [],
    );
    const png = await ground.get(Attachments).render(picture!);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const { manager } = ground.database;
    await until(
      'every message is out',
      async () => (await manager.countBy(OutboxRow, { isOpen: true })) === 0,
    );
    const bodies = [...(await manager.find(InboxRow)), ...(await manager.find(OutboxRow))].map(
      ({ body }) => body,
    );
    expect(bodies.filter((body) => body !== null)).toEqual([]);
    expect(await manager.countBy(CodeRow, {})).toBe(1);
  });

  it('the same person again gets the same code and is told so', async () => {
    for (let n = 0; n < 2; n++) {
      for (const words of ['code', 'oui', 'K', 'oui', 'Ibrahim', '7', 'Kinshasa', '1', '1'])
        await says(words);
      await until('the card is out', () => channel.sent.at(-1)?.content.kind === 'media');
    }
    expect(said().filter((text) => text.startsWith('Votre nom commence bien par K seul'))).toHaveLength(2);
    expect(said().at(-2)).toMatch(/^C’est toujours votre code[^]*\n\nKXXIBR7KI1\n\n/);
    expect(await ground.database.manager.countBy(CodeRow, {})).toBe(1);
  });

  it('a tap on a list and on buttons is understood as it was offered', async () => {
    for (const words of ['bonjour', 'oui', 'MBE', 'IBR', '7']) await says(words);
    const list = channel.sent.at(-1)?.content;
    const town = list?.kind === 'list' ? list.rows[0] : undefined;
    await says('town', { kind: 'tap', on: 'list', id: town!.id, title: town!.title });
    const asked = channel.sent.at(-1)?.content;
    const woman = asked?.kind === 'buttons' ? asked.buttons[1] : undefined;
    expect(woman?.title).toBe('Femme');
    await says('gender', { kind: 'tap', on: 'button', id: woman!.id, title: woman!.title });
    expect(said().at(-1)).toMatch(/Genre\s: Femme/);
  });

  it('staff erases the person, and nothing with this number is left in any table', async () => {
    for (const words of ['Bonjour', 'oui', 'MBE', 'IBR', '7', 'DA', '1', 'oui']) await says(words);
    await until('the card is out', () => channel.sent.at(-1)?.content.kind === 'media');
    const { manager } = ground.database;
    await until(
      'every message is out',
      async () => (await manager.countBy(OutboxRow, { isOpen: true })) === 0,
    );
    expect(await ground.get(Conversations).erase(person.waId)).toEqual({
      messages: 17,
      codes: 1,
      sessions: 1,
    });
    for (const table of [SessionRow, ConsentRow, ContactRow, InboxRow, OutboxRow, CodeRow, HolderRow]) {
      expect(await manager.countBy(table, {})).toBe(0);
    }
    await expect(ground.get(Conversations).erase(person.waId)).rejects.toThrow(PersonUnknown);
  });
});
