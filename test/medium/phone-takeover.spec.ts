import { Logger } from '@nestjs/common';
import { FakeAssistant } from '../../src/assistant/assistant.fake.js';
import { FakeCatalog } from '../../src/catalog/catalog.fake.js';
import { SessionRow } from '../../src/conversations/conversations.entity.js';
import { ConversationsService } from '../../src/conversations/conversations.service.js';
import { PhoneTakeover } from '../../src/conversations/handover/phone-takeover.service.js';
import { Events } from '../../src/platform/events/events.js';
import type { InboundContent } from '../../src/whatsapp/whatsapp-content.contract.js';
import { MessageSubmitted, WhatsApp } from '../../src/whatsapp/whatsapp.contract.js';
import type { WhatsAppFake } from '../../src/whatsapp/whatsapp.fake.js';
import { until } from '../until.js';
import { describeEachDatabase } from './databases.js';
import { hand, HOUR, selling } from './threads-ground.js';

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(() => jest.restoreAllMocks());

describeEachDatabase('the phone that shares our number', (open) => {
  const ground = open(selling(new FakeCatalog(), Object.assign(new FakeAssistant(), { isUseful: false })));
  let serial = 0;
  let who = '';

  beforeAll(() => ground.module.init());
  beforeEach(() => {
    serial += 1;
    who = `person-${serial}`;
    hand.ahead = 0;
    door().drafts = [];
  });

  const door = () => ground.get<WhatsAppFake>(WhatsApp as never);
  const now = () => new Date(Date.now() + hand.ahead);
  const row = () => ground.database.manager.findOneBy(SessionRow, { contactId: who });

  async function says(text: string): Promise<string[]> {
    serial += 1;
    const before = door().drafts.length;
    const content = { kind: 'text', text } as const;
    const message = {
      id: `phone-${serial}`,
      contactId: who,
      channel: 'test',
      number: '1',
      at: now(),
      content,
    };
    await ground.database.transaction(() => ground.get(ConversationsService).handle([message]));
    return door()
      .drafts.slice(before)
      .map(({ content: said }) => ('text' in said ? (said.text ?? '') : said.kind));
  }

  /** Somebody of the team writes on the phone. */
  function written(content: InboundContent, at = now()): MessageSubmitted {
    serial += 1;
    const id = `phone-${serial}`;
    const seen = { state: 'sent', type: content.kind, isPrivate: false, origin: 'phone', files: [] } as const;
    door().lines.set(who, [{ ...seen, id, direction: 'out', content, at }]);
    return new MessageSubmitted(id, who, '1', 'phone');
  }
  const text = (words: string): InboundContent => ({ kind: 'text', text: words });
  const tell = (event: MessageSubmitted) =>
    ground.database.transaction(() => ground.get(Events).publish(event));

  it('silences the house until its time is over, and the person hears who answers again', async () => {
    await says('bonjour');
    await tell(written(text('Bonjour, ici Marie du centre.')));
    await until('it is taken', async () => (await row())?.status === 'human');
    expect(await says('Bonjour Marie')).toEqual([]);
    expect(await says('CODE')).toEqual([]);
    hand.ahead = 13 * HOUR;
    const [answer = ''] = await says('CODE');
    expect(answer).toContain('La discussion avec l’équipe est terminée.');
  });

  it('begins a conversation with somebody who has never written', async () => {
    await tell(written(text('Bonjour, votre colis est là.')));
    await until('it is taken', async () => (await row())?.status === 'human');
    expect(await says('merci, je passe demain')).toEqual([]);
  });

  it('ends the questions, so that nobody reads their answers', async () => {
    for (const words of ['CODE', 'oui', 'MBE']) await says(words);
    const event = written(text('Puis-je vous aider ?'));
    await ground.get(PhoneTakeover).take(event);
    expect(door().drafts.at(-1)?.content).toMatchObject({ text: expect.stringContaining('sont effacées') });
    await ground.get(PhoneTakeover).take(event);
    expect(door().drafts).toHaveLength(4);
  });

  it.each<[string, InboundContent]>([
    ['a reaction', { kind: 'reaction', target: 'wamid.1', emoji: '👍' }],
    ['what was taken back', { kind: 'revoke', target: 'wamid.1' }],
  ])('does not silence it by %s', async (_, content) => {
    await says('bonjour');
    await ground.get(PhoneTakeover).take(written(content));
    expect((await row())?.status).toBe('bot');
  });

  it('does not silence it by news that comes when the time is over', async () => {
    await says('bonjour');
    await ground.get(PhoneTakeover).take(written(text('Bonjour'), new Date(Date.now() - 13 * HOUR)));
    expect((await row())?.status).toBe('bot');
  });
});
