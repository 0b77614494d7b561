import { plainName, within } from '../../../kernel/text.js';
import type { InboundContent, MediaKind, Referral } from '../../../whatsapp/whatsapp-content.contract.js';
import { aboutEarlier, formIn, tapIn } from './answer.translate.js';
import { asRecord, field, type Fields } from './fields.js';

type Media = Extract<InboundContent, { kind: 'media' }>;

const TEXT_LENGTH = 4096;
const CAPTION_LENGTH = 1024;
const ID_LENGTH = 256;
const URL_LENGTH = 500;
const MOST_MEDIA = 10;
const MIME = /^[\w.+-]+\/[\w.+-]+$/;
const WORD = /^[\w.-]{1,40}$/;

/** What a message says: one content, or as many as it carries files. Whatever is not understood stays whole. */
export function contentsOf(fields: Fields): InboundContent[] {
  const earlier = aboutEarlier(fields);
  if (earlier !== null) return [earlier];
  const media = mediaIn(fields);
  if (media.length > 0) return media;
  return [formIn(fields) ?? tapIn(fields) ?? locationIn(fields) ?? textIn(fields) ?? leftOver(fields)];
}

/** Whence the person came, where an advertisement or a post led here. */
export function referralIn(fields: Fields): Referral | undefined {
  const referral = {
    ...bounded(fields, 'url', 'ReferralSourceUrl', 2000),
    ...bounded(fields, 'id', 'ReferralSourceId', ID_LENGTH),
    ...bounded(fields, 'type', 'ReferralSourceType', 40),
    ...bounded(fields, 'headline', 'ReferralHeadline', CAPTION_LENGTH),
    ...bounded(fields, 'body', 'ReferralBody', CAPTION_LENGTH),
    ...bounded(fields, 'clickId', 'ReferralCtwaClid', 500),
    ...bounded(fields, 'mediaType', 'ReferralMediaContentType', 100),
    ...bounded(fields, 'mediaId', 'ReferralMediaId', ID_LENGTH),
    ...bounded(fields, 'mediaUrl', 'ReferralMediaUrl', 2000),
  };
  return Object.keys(referral).length > 0 ? referral : undefined;
}

/** The text belongs to the first file. */
function mediaIn(fields: Fields): Media[] {
  const count = Math.min(Number(field(fields, 'NumMedia') ?? 0) || 0, MOST_MEDIA);
  const found = Array.from({ length: Math.max(count, 0) }, (_, at) => mediumAt(fields, at));
  const media = found.filter((medium) => medium !== null);
  const caption = field(fields, 'Body');
  return media.map((medium, at) =>
    at === 0 && caption ? { ...medium, caption: within(caption, CAPTION_LENGTH) } : medium,
  );
}

function mediumAt(fields: Fields, at: number): Media | null {
  const id = field(fields, `MediaUrl${at}`);
  if (id === undefined || id.length > URL_LENGTH || !/^https?:$/.test(URL.parse(id)?.protocol ?? ''))
    return null;
  const type = field(fields, `MediaContentType${at}`)?.split(';')[0]?.trim().toLowerCase();
  const mime = type && type.length <= 100 && MIME.test(type) ? type : undefined;
  return { kind: 'media', media: kindOf(mime, field(fields, 'MessageType')), id, ...(mime && { mime }) };
}

/** Files that are none of the others, cards of people (`text/vcard`) among them, are documents. */
function kindOf(mime = '', type = ''): MediaKind | 'voice' {
  if (type === 'sticker' || (mime === 'image/webp' && type !== 'image')) return 'sticker';
  if (type === 'document') return 'document';
  if (mime.startsWith('image/')) return 'image';
  if (mime.startsWith('video/')) return 'video';
  // What a phone records is Ogg; other sounds are files.
  if (mime === 'audio/ogg') return 'voice';
  return mime.startsWith('audio/') ? 'audio' : 'document';
}

function locationIn(fields: Fields): InboundContent | null {
  const latitude = degree(field(fields, 'Latitude'), 90);
  const longitude = degree(field(fields, 'Longitude'), 180);
  if (latitude === null || longitude === null) return null;
  const name = plainName(field(fields, 'Label'));
  const address = plainName(field(fields, 'Address'));
  return { kind: 'location', latitude, longitude, ...(name && { name }), ...(address && { address }) };
}

function degree(text: string | undefined, limit: number): number | null {
  if (text === undefined || !/^-?\d{1,3}(?:\.\d{1,20})?$/.test(text)) return null;
  return Math.abs(Number(text)) <= limit ? Number(text) : null;
}

function textIn(fields: Fields): InboundContent | null {
  const text = field(fields, 'Body');
  return text === undefined ? null : { kind: 'text', text: within(text, TEXT_LENGTH) };
}

/** Nothing that could be read: a kind of message that does not come through, or one that is not known yet. */
function leftOver(fields: Fields): InboundContent {
  const told = field(fields, 'MessageType') ?? '';
  const type = WORD.test(told) ? told : 'unknown';
  if (type === 'unsupported' || told === 'unknown') return { kind: 'unsupported' };
  return { kind: 'other', type, data: asRecord(fields) };
}

function bounded<K extends string>(
  fields: Fields,
  as: K,
  name: string,
  max: number,
): Partial<Record<K, string>> {
  const value = field(fields, name);
  return value === undefined ? {} : ({ [as]: within(value, max) } as Partial<Record<K, string>>);
}
