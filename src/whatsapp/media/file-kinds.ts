import type { MediaKind } from '../whatsapp-content.contract.js';

const KIB = 1024;
const MIB = 1024 * KIB;

/** What may be sent as what, and how large it may be. */
export interface FileKind {
  kind: MediaKind;
  maxBytes: number;
  /** What the first bytes have to look like. */
  looks: Look;
}

/** What the first bytes of a file tell about it. */
export type Look =
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'image/gif'
  | 'video/mp4'
  | 'video/3gpp'
  | 'audio/mp4'
  | 'audio/aac'
  | 'audio/amr'
  | 'audio/mpeg'
  | 'audio/ogg'
  | 'application/pdf'
  /** Word, Excel and PowerPoint until 2003. */
  | 'ole'
  /** Word, Excel and PowerPoint since; any other archive too. */
  | 'zip'
  | 'text'
  | 'unknown';

const image = (looks: Look): FileKind => ({ kind: 'image', maxBytes: 5 * MIB, looks });
const audio = (looks: Look): FileKind => ({ kind: 'audio', maxBytes: 16 * MIB, looks });
const video = (looks: Look): FileKind => ({ kind: 'video', maxBytes: 16 * MIB, looks });
const paper = (looks: Look): FileKind => ({ kind: 'document', maxBytes: 100 * MIB, looks });
const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Everything that WhatsApp takes from a business, by type. */
export const FILE_KINDS: Readonly<Record<string, FileKind>> = {
  'image/jpeg': image('image/jpeg'),
  'image/png': image('image/png'),
  'image/webp': { kind: 'sticker', maxBytes: 500 * KIB, looks: 'image/webp' },
  'audio/aac': audio('audio/aac'),
  'audio/amr': audio('audio/amr'),
  'audio/mpeg': audio('audio/mpeg'),
  'audio/mp4': audio('audio/mp4'),
  'audio/ogg': audio('audio/ogg'),
  'video/mp4': video('video/mp4'),
  'video/3gpp': video('video/3gpp'),
  'text/plain': paper('text'),
  'application/pdf': paper('application/pdf'),
  'application/msword': paper('ole'),
  'application/vnd.ms-excel': paper('ole'),
  'application/vnd.ms-powerpoint': paper('ole'),
  [`${OFFICE}.wordprocessingml.document`]: paper('zip'),
  [`${OFFICE}.spreadsheetml.sheet`]: paper('zip'),
  [`${OFFICE}.presentationml.presentation`]: paper('zip'),
};

/** How many first bytes `lookOf` wants to see. */
export const HEAD_BYTES = 512;

/** A type without its parameters: `audio/ogg; codecs=opus` is `audio/ogg`. */
export function bareMime(declared: string | undefined): string {
  return (declared ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** What a file is by its first bytes. */
export function lookOf(head: Buffer): Look {
  const starts = (text: string, at = 0) => head.subarray(at, at + text.length).toString('latin1') === text;
  if (starts('\xff\xd8\xff')) return 'image/jpeg';
  if (starts('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (starts('GIF87a') || starts('GIF89a')) return 'image/gif';
  if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp';
  if (starts('ftyp', 4)) return boxed(head.subarray(8, 12).toString('latin1'));
  if (starts('OggS')) return 'audio/ogg';
  if (starts('#!AMR')) return 'audio/amr';
  if (starts('%PDF-')) return 'application/pdf';
  if (starts('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return 'ole';
  if (starts('PK\x03\x04')) return 'zip';
  if (starts('ID3')) return 'audio/mpeg';
  return framed(head) ?? (isText(head) ? 'text' : 'unknown');
}

/** Whether what somebody calls a file and what it is go together. */
export function agree(mime: string, look: Look): boolean {
  const wanted = FILE_KINDS[mime]?.looks ?? (mime === 'image/gif' ? 'image/gif' : undefined);
  if (wanted === undefined) return false;
  // The same box holds sound with pictures and without: the brand often says « video » of a voice.
  const boxes: readonly Look[] = ['video/mp4', 'video/3gpp', 'audio/mp4'];
  return wanted === look || (boxes.includes(wanted) && boxes.includes(look));
}

/** What may be shown by a browser within its own page; anything else is only handed over. */
export function isShowable(mime: string): boolean {
  return /^(?:image\/(?:jpeg|png|webp|gif)|audio\/(?:aac|amr|mpeg|mp4|ogg)|video\/(?:mp4|3gpp))$/.test(mime);
}

/** The type under which a file goes on: the declared one where the bytes bear it out, else what the bytes show, else just bytes. */
export function trustedMime(declared: string, look: Look): string {
  if (agree(declared, look)) return declared;
  return isShowable(look) || look === 'application/pdf' ? look : 'application/octet-stream';
}

function boxed(brand: string): Look {
  if (/^3g[2gp]/.test(brand)) return 'video/3gpp';
  return brand.startsWith('M4A') || brand.startsWith('M4B') ? 'audio/mp4' : 'video/mp4';
}

/** Sound that begins with a frame: AAC has layer 0, MPEG audio any other. */
function framed(head: Buffer): Look | null {
  const [first = 0, second = 0] = head;
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null;
  if ((second & 0xf6) === 0xf0) return 'audio/aac';
  return (second & 0x06) === 0 ? null : 'audio/mpeg';
}

function isText(head: Buffer): boolean {
  return (
    head.length > 0 &&
    !head.some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127)
  );
}
