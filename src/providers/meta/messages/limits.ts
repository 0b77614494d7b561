import type { MediaKind } from '../../../whatsapp/whatsapp-content.contract.js';

const KB = 1024;
const MB = 1024 * KB;

/** Most that WhatsApp takes, in characters where it is a text. */
export const LIMITS = {
  text: 4096,
  interactiveText: 1024,
  header: 60,
  footer: 60,
  caption: 1024,
  filename: 240,
  buttons: 3,
  buttonTitle: 20,
  buttonId: 256,
  listRows: 10,
  listButton: 20,
  rowTitle: 24,
  rowId: 200,
  rowDescription: 72,
  sections: 10,
  sectionTitle: 24,
  products: 30,
  productId: 100,
  linkTitle: 20,
  url: 2000,
  formButton: 30,
  formToken: 1024,
  formData: 16 * KB,
  placeName: 1000,
  cards: 257,
  cardText: 1024,
  templateName: 512,
} as const;

/** What Meta takes as a file of each kind, by media type without its parameters. */
export const FILES: Record<MediaKind, { types: ReadonlySet<string>; bytes: number; named: string }> = {
  image: { types: new Set(['image/jpeg', 'image/png']), bytes: 5 * MB, named: 'JPEG ou PNG' },
  video: { types: new Set(['video/mp4', 'video/3gpp']), bytes: 16 * MB, named: 'MP4 ou 3GPP' },
  audio: {
    types: new Set(['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg']),
    bytes: 16 * MB,
    named: 'AAC, AMR, MP3, M4A ou OGG (Opus)',
  },
  document: {
    types: new Set([
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.ms-excel',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ]),
    bytes: 100 * MB,
    named: 'texte, PDF, Word, Excel ou PowerPoint',
  },
  sticker: { types: new Set(['image/webp']), bytes: 500 * KB, named: 'WebP' },
};

export const STICKER = { stillBytes: 100 * KB, side: 512 };
