import type { CartLine, InboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { fold } from '../../kernel/fold.js';
import type { TextKey } from '../texts/phrases.js';
import type { Command } from '../texts/words.js';
import type { Texts } from '../texts/texts.js';
import { readTap } from './reply.js';

type Unread = Extract<TextKey, `unread.${string}`>;

/** What a message is for the dialogue. */
export type Heard =
  /** Nothing that wants an answer. */
  | { kind: 'nothing' }
  | { kind: 'command'; command: Command; folded: string }
  | { kind: 'switch'; language: string }
  | { kind: 'text'; text: string; folded: string }
  | { kind: 'tap'; run: string; step: string; value: string }
  /** A cart that was filled on WhatsApp. */
  | { kind: 'cart'; lines: readonly CartLine[] }
  /** Something that cannot be an answer, and the text that says so kindly. */
  | { kind: 'unread'; because: Unread };

/** What is no command: a tap, words, or something that cannot be read. */
export type Said = Extract<Heard, { kind: 'text' | 'tap' | 'unread' }>;

type MediaKind = Extract<InboundContent, { kind: 'media' }>['media'];

const MEDIA: Record<MediaKind, Unread> = {
  voice: 'unread.voice',
  audio: 'unread.voice',
  image: 'unread.image',
  video: 'unread.video',
  sticker: 'unread.sticker',
  document: 'unread.document',
};

/** Notices: nobody said anything. */
const SILENT = new Set(['system', 'revoke', 'deleted', 'call_permission_reply']);
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}]/u;

/** Hears a message. Commands are recognised before anything else, and only where they are the whole message. */
export function listen(content: InboundContent, texts: Texts): Heard {
  switch (content.kind) {
    case 'text':
      return words(content.text, texts);
    case 'tap': {
      const tap = content.on === 'template' ? null : readTap(content.id);
      return tap === null ? words(content.title, texts) : { kind: 'tap', ...tap };
    }
    case 'media':
      return { kind: 'unread', because: MEDIA[content.media] };
    case 'location':
      return { kind: 'unread', because: 'unread.location' };
    case 'contacts':
      return { kind: 'unread', because: 'unread.contact' };
    case 'order':
      return { kind: 'cart', lines: content.lines };
    case 'form':
    case 'unsupported':
      return { kind: 'unread', because: 'unread.unsupported' };
    case 'reaction':
    case 'edit':
    case 'revoke':
    case 'notice':
      return { kind: 'nothing' };
    case 'other':
      return SILENT.has(content.type)
        ? { kind: 'nothing' }
        : { kind: 'unread', because: 'unread.unsupported' };
  }
}

function words(text: string, texts: Texts): Heard {
  const folded = fold(text);
  if (folded === '' && text.includes('?')) return { kind: 'command', command: 'help', folded };
  if (folded === '' && PICTURE.test(text)) return { kind: 'unread', because: 'unread.emoji' };
  const command = texts.command(folded);
  if (command !== null) return { kind: 'command', command, folded };
  const language = texts.languageAsked(folded);
  return language === null ? { kind: 'text', text, folded } : { kind: 'switch', language };
}
