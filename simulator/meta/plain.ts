import type { MediaKind } from '../world/content.js';
import type { Field } from './field.js';
import { GraphError } from './graph.errors.js';
import type { Draft, FileRef } from './outgoing.js';

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

export function readText(text: Field): Draft {
  const preview = text.only('body', 'preview_url').maybe('preview_url');
  if (preview.present && typeof preview.value !== 'boolean') {
    throw new GraphError(100, { details: `Param ${preview.path} must be a boolean.` });
  }
  const body = text.at('body');
  if (Array.from(body.string()).length > MAX_TEXT) {
    throw new GraphError(100, {
      message: `(#100) Param ${body.path} must be at most ${MAX_TEXT} characters long.`,
    });
  }
  return { type: 'text', text: body.text({ label: 'Body text', max: MAX_TEXT }) };
}

const MEDIA_KEYS: Record<MediaKind, readonly string[]> = {
  image: ['id', 'link', 'caption'],
  video: ['id', 'link', 'caption'],
  document: ['id', 'link', 'caption', 'filename'],
  audio: ['id', 'link', 'voice'],
  sticker: ['id', 'link'],
};

export function readMedia(type: MediaKind, media: Field): Draft {
  const voice = type === 'audio' && media.maybe('voice').value === true;
  return { type, file: readFile(media.only(...MEDIA_KEYS[type])), ...(voice && { voice }) };
}

/** A file by `id` or by `link`: one of them, not both. */
export function readFile(media: Field): FileRef {
  const [id, link] = [media.maybe('id'), media.maybe('link')];
  if (id.present === link.present) {
    throw new GraphError(id.present ? 131009 : 131008, {
      details: `Param ${media.path} must have exactly one of 'id' and 'link'.`,
    });
  }
  const [caption, filename] = [media.maybe('caption'), media.maybe('filename')];
  return {
    ...(id.present && { id: String(id.value) }),
    ...(link.present && { link: link.url() }),
    ...(caption.present && { caption: caption.text({ label: 'Caption', max: MAX_CAPTION, min: 0 }) }),
    ...(filename.present && { filename: filename.text({ label: 'Filename', max: 240 }) }),
  };
}

export function readLocation(location: Field): Draft {
  location.only('latitude', 'longitude', 'name', 'address');
  const [name, address] = [location.maybe('name'), location.maybe('address')];
  return {
    type: 'location',
    latitude: location.at('latitude').number(-90, 90),
    longitude: location.at('longitude').number(-180, 180),
    ...(name.present && { name: name.text({ label: 'Name', max: 1000 }) }),
    ...(address.present && { address: address.text({ label: 'Address', max: 1000 }) }),
  };
}

export function readContacts(contacts: Field): Draft {
  const people = contacts.list('contacts', 1, 257).map((contact) => {
    contact.only('name', 'phones', 'emails', 'addresses', 'org', 'urls', 'birthday');
    const [phones, name] = [contact.maybe('phones'), contact.at('name')];
    const [first] = phones.present ? phones.list('phones', 0, 20) : [];
    const phone = first?.maybe('phone');
    return {
      name: name.at('formatted_name').text({ label: 'Name', max: 256 }),
      ...(phone?.present && { phone: phone.string() }),
    };
  });
  return { type: 'contacts', people };
}

export function readReaction(reaction: Field): { messageId: string; emoji: string } {
  reaction.only('message_id', 'emoji');
  const emoji = reaction.maybe('emoji');
  return {
    messageId: reaction.at('message_id').string(),
    emoji: emoji.present ? emoji.text({ label: 'Emoji', max: 16, min: 0 }) : '',
  };
}
