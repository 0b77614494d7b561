import type { Answers, Issued, Question } from '../../uic/uic.contract.js';
import type { CartLine, InboundContent, OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import type { Capabilities } from '../../whatsapp/whatsapp.contract.js';
import { readTexts } from '../texts/text-files.js';
import { advance } from './advance.js';
import { type Consent, type Entry, type Script, uicFlow } from './flow.js';
import { like, line, plain } from './line.fake.js';
import { Shop } from './shop.fake.js';
import { questions, read, readerOf } from './questions.fake.js';
import { render } from './render.js';
import type { Reply, Wish } from './reply.js';
import { newState, revive, type State } from './session.js';
import type { Input, Recalled, Turn, World } from './world.js';

export const texts = readTexts();

export interface Circumstances {
  consent?: Consent;
  confirm?: boolean;
  card?: boolean;
  can?: Capabilities;
  entry?: Entry;
  /** What the catalogue holds and how questions are answered; nothing of both where absent. */
  shop?: Shop;
  issue?: (answers: Answers) => Issued;
  /** The codes of this phone with this answer. */
  recall?: (value: string) => readonly Recalled[];
  /** Whether a newer code takes an older one's place. */
  replace?: (olderId: string | null) => boolean;
  register?: boolean;
  contact?: string;
  /** The catalogue of the number. */
  catalogId?: string;
  read?: World['read'];
  /** Questions of the deployment in the place of the shipped ones. */
  questions?: readonly Question[];
}

export const META: Capabilities = { buttons: 3, listRows: 10, media: true, products: true };
const MINUTE = 60_000;

/** One person and the bot, without anything around them. */
export class Chat {
  now = Date.UTC(2026, 10, 2, 9);
  readonly wishes: Wish[] = [];
  replies: Reply[] = [];
  state: State = newState('fr');
  /** Everything that can still be tapped, by its title, the latest last. */
  private readonly taps: { title: string; content: InboundContent }[] = [];
  private readonly script: Script;
  /** So many did the person send; the provider calls them w1, w2 and so on. */
  messages = 0;
  private asked: string[] = [];

  constructor(private readonly circumstances: Circumstances = {}) {
    const { consent = 'required', confirm = true, entry = 'uic' } = circumstances;
    const flow = uicFlow(circumstances.questions ?? questions, { consent, confirm });
    this.script = { entry, flow };
  }

  get world(): World {
    const { can = META, card = false, shop } = this.circumstances;
    const offers = shop?.offers ?? { products: false, questions: false };
    const settings = {
      serviceName: 'Centre Espoir',
      timeoutMs: 15 * MINUTE,
      card,
      repliesPerMinute: 30,
      register: this.circumstances.register ?? false,
      retentionDays: 180,
      contact: this.circumstances.contact ?? null,
    };
    const { questions: own } = this.circumstances;
    const reading = this.circumstances.read ?? (own ? readerOf(own) : read);
    const { catalogId } = this.circumstances;
    return { now: this.now, can, catalogId, texts, offers, recallKey: 'given', read: reading, settings };
  }

  /** The person sends this; what the bot answers. The state goes through JSON, as when it is saved. */
  send(content: InboundContent): OutboundContent[] {
    this.messages += 1;
    const id = `m${this.messages}`;
    this.state = revive(JSON.stringify(this.state), 'fr');
    return this.live(
      advance(
        this.script,
        this.state,
        { kind: 'message', id, at: this.now, content, providerId: `w${this.messages}` },
        this.world,
      ),
    );
  }

  /** The answer to the question that waits longest has come. */
  hearAnswer(): OutboundContent[] {
    const [text, ...rest] = this.asked;
    this.asked = rest;
    const answered = this.circumstances.shop?.answer(text ?? '') ?? { outcome: 'failed', because: 'timeout' };
    return this.live(advance(this.script, this.state, { kind: 'answered', answered }, this.world));
  }

  /** A turn, and what comes true because of it. */
  private live(first: Turn): OutboundContent[] {
    let turn = first;
    const replies: Reply[] = [];
    for (;;) {
      replies.push(...turn.replies);
      this.wishes.push(...turn.wishes);
      for (const wish of turn.wishes) if (wish.kind === 'ask') this.asked.push(wish.text);
      const [next] = turn.wishes.flatMap((wish) => this.comesTrue(wish) ?? []);
      if (next === undefined) return this.hear(turn, replies);
      turn = advance(this.script, turn.state, next, this.world);
    }
  }

  private comesTrue(wish: Wish): Input | null {
    const { recall, replace } = this.circumstances;
    if (wish.kind === 'issue') return this.come(this.issue(wish.answers));
    if (wish.kind === 'recall') return { kind: 'recalled', codes: recall?.(wish.value) ?? [] };
    if (wish.kind === 'replace') return { kind: 'replaced', done: replace?.(wish.olderId) ?? true };
    return this.circumstances.shop?.grant(wish) ?? null;
  }

  /** The register has decided on a code that waited. */
  settle(issued: Issued): OutboundContent[] {
    return this.live(advance(this.script, this.state, this.come(issued), this.world));
  }

  private come(issued: Issued): Input {
    return { kind: 'issued', issued, messageId: `m${this.messages}`, channel: 'meta' };
  }

  /** The tap on the latest (or an earlier) choice with this title. */
  tap(title: string, back = 0): InboundContent {
    const found = this.taps.filter((tap) => plain(tap.title) === plain(title)).at(-1 - back);
    if (found === undefined) throw new Error(`nothing to tap is called ${title}`);
    return found.content;
  }

  private hear(turn: Turn, replies: Reply[]): OutboundContent[] {
    const { can = META } = this.circumstances;
    this.state = turn.state;
    this.replies = replies;
    const manner = { texts, language: turn.state.language, can, cardSource: 'uic.card' };
    const messages = replies.flatMap((reply) => render(reply, manner));
    for (const message of messages) {
      const on = message.kind === 'buttons' ? 'button' : 'list';
      const choices =
        message.kind === 'buttons' ? message.buttons : message.kind === 'list' ? message.rows : [];
      for (const { id, title } of choices) this.taps.push({ title, content: { kind: 'tap', id, title, on } });
    }
    return messages;
  }

  private issue(answers: Answers): Issued {
    const standard: Issued = {
      outcome: 'issued',
      id: 'code-1',
      code: (this.circumstances.questions ?? questions).map(({ key }) => answers[key]).join(''),
      repeat: false,
    };
    return this.circumstances.issue?.(answers) ?? standard;
  }
}

const MEDIA = ['voice', 'audio', 'image', 'video', 'sticker', 'document'] as const;

function content(chat: Chat, said: string): InboundContent {
  const [, what = '', detail = ''] = /^\[(\w+)(?: (.+))?\]$/.exec(said) ?? [];
  const media = MEDIA.find((kind) => kind === what);
  if (media) return { kind: 'media', media, id: 'media-1' };
  if (what === 'tap') return chat.tap(detail);
  if (what === 'old') return chat.tap(detail, 1);
  if (what === 'location') return { kind: 'location', latitude: -4.3, longitude: 15.3 };
  if (what === 'reaction') return { kind: 'reaction', target: 'wamid.1', emoji: '👍' };
  if (what === 'contacts') return { kind: 'contacts', contacts: [] };
  if (what === 'cart')
    return { kind: 'order', catalogId: 'c', lines: JSON.parse(said.slice(6, -1)) as CartLine[] };
  if (what === 'other') return { kind: 'other', type: detail, data: {} };
  const [target = '', text = ''] = detail.split(' ');
  if (what === 'edit') return { kind: 'edit', target, content: { kind: 'text', text } };
  if (what === 'template') return { kind: 'tap', on: 'template', id: detail, title: detail };
  return { kind: 'text', text: said.replaceAll('\\n', '\n') };
}

/** Plays a conversation as it is written; throws where the bot says something else. */
export function play(transcript: string, chat = new Chat()): Chat {
  const difference = firstDifference(transcript, chat);
  if (difference !== null) throw new Error(difference);
  return chat;
}

declare global {
  // oxlint's and Jest's own way of adding a matcher.
  namespace jest {
    interface Matchers<R> {
      /**
       * The conversation goes on as it is written: `…` stands for anything, `bot: (nothing)` for silence, `(16 minutes later)`
       * for waiting. `person: [tap Title]` taps what was last offered under that title, `[old Title]` what was offered before.
       */
      toGoLike(transcript: string): R;
    }
  }
}

expect.extend({
  toGoLike(chat: Chat, transcript: string) {
    const difference = firstDifference(transcript, chat);
    return { pass: difference === null, message: () => difference ?? 'it went as written' };
  },
});

/** The conversation up to where the bot says something that is not written, `null` when all is as written. */
function firstDifference(transcript: string, chat: Chat): string | null {
  const spoken: string[] = [];
  let said: string[] = [];
  const differs = (wanted: string): string => {
    const now = said[0] ?? '(nothing)';
    return `${spoken.join('\n')}\n\nwritten: ${wanted}\nsaid:    ${now}`;
  };
  for (const each of transcript
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    if (each.startsWith('bot: ')) {
      const wanted = each.slice(5);
      if (wanted === '(nothing)' ? said.length > 0 : !like(wanted).test(said[0] ?? ''))
        return differs(wanted);
      if (said[0] !== undefined) spoken.push(`bot: ${said.shift()}`);
      continue;
    }
    if (said.length > 0) return differs('(nothing)');
    spoken.push(each);
    const wait = /^\((\d+) minutes? later\)$/.exec(each)?.[1];
    if (wait !== undefined) chat.now += Number(wait) * MINUTE;
    else if (each === '(the answer comes)') said = chat.hearAnswer().map(line);
    else said = chat.send(content(chat, each.replace('person: ', ''))).map(line);
  }
  return said.length > 0 ? differs('(nothing)') : null;
}
