import type { MediaKind } from '../world/content.js';
import { GraphError } from './graph.errors.js';

const MB = 1024 * 1024;
const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** The files that WhatsApp carries, and how large they may be. */
export const CARRIED: Record<MediaKind, { types: readonly string[]; maxBytes: number }> = {
  audio: {
    types: ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg', 'audio/opus'],
    maxBytes: 16 * MB,
  },
  document: {
    types: [
      'application/vnd.ms-powerpoint',
      'application/msword',
      `${OFFICE}.wordprocessingml.document`,
      `${OFFICE}.presentationml.presentation`,
      `${OFFICE}.spreadsheetml.sheet`,
      'application/pdf',
      'text/plain',
      'application/vnd.ms-excel',
    ],
    maxBytes: 100 * MB,
  },
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  sticker: { types: ['image/webp'], maxBytes: 500 * 1024 },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
};
const ALL = Object.values(CARRIED).flatMap((kind) => kind.types);

/** A type without its parameters: `audio/ogg; codecs=opus` is `audio/ogg`. */
export function bareMime(mime: string): string {
  return (mime.split(';')[0] ?? '').trim().toLowerCase();
}

/** Refuses a file that WhatsApp would not take: its type, its size, or contents of another type than it says. */
export function checkUpload(file: { bytes: Buffer; mime: string }): void {
  const mime = bareMime(file.mime);
  const kind = Object.values(CARRIED).find((each) => each.types.includes(mime));
  if (!kind) {
    throw new GraphError(100, {
      message: `(#100) Param file must be a file with one of the following types: ${ALL.join(', ')}. Received file of type '${mime}'.`,
    });
  }
  if (file.bytes.length > kind.maxBytes) {
    const size = kind.maxBytes >= MB ? `${kind.maxBytes / MB}MB` : `${kind.maxBytes / 1024}KB`;
    throw new GraphError(131053, {
      details: `Media file size too big. Max file size we currently support is ${size}.`,
    });
  }
  const found = sniff(file.bytes);
  if (file.bytes.length === 0 || (MARKED.has(mime) && found !== mime)) {
    throw new GraphError(131053, { details: wrongFormat(found ?? 'application/octet-stream', kind.types) });
  }
}

/** Why a file cannot be a message of this kind; a document may be any file that WhatsApp carries. */
export function misfit(kind: MediaKind, mime: string): string | undefined {
  const types = kind === 'document' ? ALL : CARRIED[kind].types;
  return types.includes(bareMime(mime)) ? undefined : wrongFormat(bareMime(mime), types);
}

function wrongFormat(found: string, types: readonly string[]): string {
  return `Media file format is not supported. Uploaded file has mimetype ${found}, expected type is ${types.join(', ')}`;
}

const MARKS: readonly { mime: string; at: number; bytes: string }[] = [
  { mime: 'image/jpeg', at: 0, bytes: 'ffd8ff' },
  { mime: 'image/png', at: 0, bytes: '89504e470d0a1a0a' },
  { mime: 'image/webp', at: 8, bytes: '57454250' },
  { mime: 'audio/ogg', at: 0, bytes: '4f676753' },
  { mime: 'application/pdf', at: 0, bytes: '25504446' },
];
const MARKED = new Set(MARKS.map((mark) => mark.mime));

function sniff(bytes: Buffer): string | undefined {
  const hex = bytes.subarray(0, 16).toString('hex');
  return MARKS.find((mark) => hex.startsWith(mark.bytes, mark.at * 2))?.mime;
}
