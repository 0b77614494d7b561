import type { Answers, Issued } from '../../uic/uic.contract.js';
import type { Capabilities, InboundContent, OutboundContent } from '../../whatsapp/whatsapp.contract.js';
import { readTexts } from '../texts/text-files.js';
import { advance } from './advance.js';
import { type Consent, type Flow, type Script, scriptOf, uicFlow } from './flow.js';
import { questions, read } from './questions.fake.js';
import { render } from './render.js';
import type { Reply, Wish } from './reply.js';
import { newState, revive, type State } from './session.js';
import type { Turn, World } from './world.js';

export const texts = readTexts();

export interface Circumstances {
  consent?: Consent;
  confirm?: boolean;
  card?: boolean;
  can?: Capabilities;
  otherFlows?: readonly Flow[];
  entry?: string;
  issue?: (answers: Answers) => Issued;
  read?: World['read'];
}

export const META: Capabilities = { buttons: 3, listRows: 10, media: true };
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
  private messages = 0;

  constructor(private readonly circumstances: Circumstances = {}) {
    const { consent = 'required', confirm = true, otherFlows = [], entry = 'menu' } = circumstances;
    this.script = scriptOf([uicFlow(questions, { consent, confirm }), ...otherFlows], entry);
  }

  get world(): World {
    const { can = META, card = false } = this.circumstances;
    const settings = { serviceName: 'Centre Espoir', timeoutMs: 15 * MINUTE, card, repliesPerMinute: 30 };
    return { now: this.now, can, texts, read: this.circumstances.read ?? read, settings };
  }

  /** The person sends this; what the bot answers. The state goes through JSON, as when it is saved. */
  send(content: InboundContent): OutboundContent[] {
    this.messages += 1;
    const id = `m${this.messages}`;
    this.state = revive(JSON.stringify(this.state), 'fr');
    let turn = advance(this.script, this.state, { kind: 'message', id, at: this.now, content }, this.world);
    const replies = [...turn.replies];
    this.wishes.push(...turn.wishes);
    const wish = turn.wishes.find((each) => each.kind === 'issue');
    if (wish?.kind === 'issue') {
      turn = advance(
        this.script,
        turn.state,
        { kind: 'issued', issued: this.issue(wish.answers) },
        this.world,
      );
      replies.push(...turn.replies);
      this.wishes.push(...turn.wishes);
    }
    return this.hear(turn, replies);
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
      code: questions.map(({ key }) => answers[key]).join(''),
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
  if (what === 'other') return { kind: 'other', type: detail, data: {} };
  if (what === 'template') return { kind: 'tap', on: 'template', id: detail, title: detail };
  return { kind: 'text', text: said.replaceAll('\\n', '\n') };
}

/** A message as one line: its text, then `[button]`s or `{row | row}`, or `(picture)`. */
export function line(message: OutboundContent): string {
  if (message.kind === 'image') return plain(`(picture ${message.attachment.id}) ${message.caption ?? ''}`);
  if (message.kind === 'text') return plain(message.text);
  if (message.kind === 'buttons')
    return plain(`${message.text} ${message.buttons.map(({ title }) => `[${title}]`).join(' ')}`);
  return plain(`${message.text} {${message.rows.map(({ title }) => title).join(' | ')}}`);
}

function plain(text: string): string {
  return text.replaceAll('’', "'").replaceAll(/\s+/g, ' ').trim();
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
    else said = chat.send(content(chat, each.replace('person: ', ''))).map(line);
  }
  return said.length > 0 ? differs('(nothing)') : null;
}

function like(pattern: string): RegExp {
  const parts = plain(pattern)
    .split('…')
    .map((part) => part.trim().replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'su');
}
