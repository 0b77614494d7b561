import type { Content, MediaKind } from '../world/content.js';
import type { Medium } from '../world/gallery.js';
import { shownOf } from './files.js';
import type { MediaLinks } from './media-links.js';

/** What a person sends, before it is a bubble and a webhook. */
export type Said =
  | { type: 'text'; text: string; replyTo?: string }
  | { type: MediaKind; medium: Medium; caption?: string; voice?: boolean }
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'contacts'; people: { name: string; phone?: string }[] }
  | { type: 'reaction'; messageId: string; emoji: string }
  /** `on`: what kind of message offered it. */
  | {
      type: 'tap';
      on: 'buttons' | 'list' | 'template';
      messageId: string;
      choice: { id: string; title: string; description?: string };
    };

interface Wire {
  type: string;
  [part: string]: unknown;
}

/** The part of a webhook that names the kind of a message, with its context. */
export function wireOf(said: Said, links: MediaLinks, serviceNumber: string): Wire {
  switch (said.type) {
    case 'text': {
      const context = said.replyTo ? { context: { from: serviceNumber, id: said.replyTo } } : {};
      return { type: 'text', text: { body: said.text }, ...context };
    }
    case 'location': {
      const { type, ...location } = said;
      return { type, location };
    }
    case 'contacts':
      return { type: 'contacts', contacts: said.people.map(cardOf) };
    case 'reaction': {
      const emoji = said.emoji ? { emoji: said.emoji } : {};
      return { type: 'reaction', reaction: { message_id: said.messageId, ...emoji } };
    }
    case 'tap':
      return tapOf(said, serviceNumber);
    default:
      return { type: said.type, [said.type]: mediaOf(said, links) };
  }
}

/** What the phone shows of it; a reaction is no bubble. */
export function contentOf(said: Exclude<Said, { type: 'reaction' }>): Content {
  if (said.type === 'tap') {
    const { title, description } = said.choice;
    return { type: 'tap', title, ...(description && { description }) };
  }
  if (said.type === 'text') return { type: 'text', text: said.text };
  if (!('medium' in said)) return said;
  const words = said.caption ? { caption: said.caption } : {};
  return { type: said.type, file: shownOf(said.medium, words), ...(said.voice && { voice: true }) };
}

export function replyToOf(said: Said): string | undefined {
  if (said.type === 'tap') return said.messageId;
  return said.type === 'text' ? said.replyTo : undefined;
}

function tapOf(tap: Extract<Said, { type: 'tap' }>, serviceNumber: string): Wire {
  const { id, title, description } = tap.choice;
  const context = { from: serviceNumber, id: tap.messageId };
  if (tap.on === 'template') return { type: 'button', button: { payload: id, text: title }, context };
  const interactive =
    tap.on === 'buttons'
      ? { type: 'button_reply', button_reply: { id, title } }
      : { type: 'list_reply', list_reply: { id, title, ...(description && { description }) } };
  return { type: 'interactive', interactive, context };
}

function mediaOf(said: Extract<Said, { medium: Medium }>, links: MediaLinks): object {
  const { medium, caption, type } = said;
  return {
    ...(caption && { caption }),
    ...(type === 'document' && { filename: medium.filename ?? 'document' }),
    ...(type === 'audio' && { voice: said.voice ?? false }),
    ...(type === 'sticker' && { animated: false }),
    mime_type: medium.mime,
    sha256: medium.sha256.toString('base64'),
    id: medium.id,
    url: links.to(medium.id, Date.now()),
  };
}

function cardOf({ name, phone }: { name: string; phone?: string }): object {
  const [first = name] = name.split(' ');
  const phones = phone ? [{ phone, wa_id: phone.replace(/\D/g, ''), type: 'CELL' }] : [];
  return { name: { formatted_name: name, first_name: first }, phones };
}
