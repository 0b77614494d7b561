import type { MediaKind } from '../../../whatsapp/whatsapp-content.contract.js';
import type { ContentFault } from '../../../whatsapp/whatsapp-content.contract.js';
import type { SentFile } from '../../../whatsapp/whatsapp.port.js';
import { FILES, STICKER } from './limits.js';

/** A file as it would be handed to Meta. */
export interface FileToSend {
  media: MediaKind;
  bytes: Buffer;
  mime: string;
}

const NAMES: Record<MediaKind, string> = {
  image: 'L’image',
  video: 'La vidéo',
  audio: 'Le fichier audio',
  document: 'Le document',
  sticker: 'L’autocollant',
};
const EXTENDED_WEBP = 'VP8X';
const ANIMATED_FLAG = 0x02;

/** What Meta would refuse in this file. */
export function faultsInFile({ media, bytes, mime }: FileToSend): ContentFault[] {
  const field = 'source';
  const most = media === 'sticker' && !isAnimated(bytes) ? STICKER.stillBytes : undefined;
  const faults = faultsInKindOfFile({ media, mime, size: bytes.length }, most);
  if (faults.length > 0) return faults;
  if (media === 'sticker' && !isSquare(bytes))
    return [{ field, message: 'Un autocollant mesure 512 × 512 pixels.', limit: STICKER.side }];
  return [];
}

/** What Meta would refuse before it has seen what is in the file. */
export function faultsInKindOfFile(
  { media, mime, size: length }: SentFile,
  limit: number = FILES[media].bytes,
): ContentFault[] {
  const field = 'source';
  const name = NAMES[media];
  const { types, named } = FILES[media];
  if (!types.has(plainType(mime)))
    return [{ field, message: `${name} n’est pas d’un genre que WhatsApp accepte (${named}).` }];
  if (length > 0 && length <= limit) return [];
  return [{ field, message: `${name} est vide ou dépasse ${sizeText(limit)}.`, limit, length }];
}

/** `audio/ogg; codecs=opus` is `audio/ogg`. */
export function plainType(mime: string): string {
  return (mime.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function sizeText(bytes: number): string {
  const mega = bytes / 1024 / 1024;
  return mega >= 1 ? `${mega} Mo` : `${bytes / 1024} Ko`;
}

function isAnimated(webp: Buffer): boolean {
  return webp.toString('latin1', 12, 16) === EXTENDED_WEBP && ((webp[20] ?? 0) & ANIMATED_FLAG) !== 0;
}

/** Where the header tells the size: the extended kind, which all makers of stickers write, and the two simple ones. */
function isSquare(webp: Buffer): boolean {
  const side = STICKER.side;
  if (webp.length < 30) return false;
  const kind = webp.toString('latin1', 12, 16);
  if (kind === EXTENDED_WEBP)
    return webp.readUIntLE(24, 3) === side - 1 && webp.readUIntLE(27, 3) === side - 1;
  if (kind === 'VP8L') {
    const packed = webp.readUInt32LE(21);
    return (packed & 0x3fff) === side - 1 && ((packed >>> 14) & 0x3fff) === side - 1;
  }
  const isLossy = kind === 'VP8 ';
  return isLossy && (webp.readUInt16LE(26) & 0x3fff) === side && (webp.readUInt16LE(28) & 0x3fff) === side;
}
