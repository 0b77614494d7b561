import { z } from 'zod';
import type { MediaKind, MediaSource } from '../whatsapp-content.contract.js';
import { address, given, kindOf, type SubmitKind, words } from './submit-kind.js';

interface File {
  id?: string | undefined;
  link?: string | undefined;
}

/** An id of ours, or one of WhatsApp's. */
const FILE_ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{5,30})$/i;
const PROVIDED = /^[0-9]+$/;

export const file = {
  id: z
    .string()
    .regex(
      FILE_ID,
      'doit être l’identifiant d’un fichier de /api/media (UUID), ou celui de WhatsApp (5 à 30 chiffres)',
    )
    .optional()
    .describe('Fichier de /api/media, ou identifiant d’un fichier déjà remis à WhatsApp.'),
  link: address.optional().describe('Adresse publique du fichier, à la place de « id ».'),
};
const caption = words.optional();

/** Exactly one of the two says where the bytes are. */
export function oneSource({ id, link }: File, context: z.core.$RefinementCtx): void {
  if (id === undefined && link === undefined)
    context.addIssue({ code: 'custom', path: ['id'], message: 'est obligatoire, ou « link » à sa place' });
  if (id !== undefined && link !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['link'],
      message: 'ne va pas avec « id » : donnez l’un ou l’autre',
    });
}

export function sourceOf({ id = '', link }: File): MediaSource {
  if (link !== undefined) return { link };
  return PROVIDED.test(id) ? { provided: id } : { file: id };
}

function captioned(media: MediaKind): SubmitKind {
  const schema = z.strictObject({ ...file, caption }).superRefine(oneSource);
  return kindOf(schema, (value) => ({
    kind: 'media',
    media,
    source: sourceOf(value),
    ...given({ caption: value.caption }),
  }));
}

/** Files, one type each. */
export const MEDIA_KINDS = {
  image: captioned('image'),
  video: captioned('video'),
  audio: kindOf(
    z
      .strictObject({ ...file, voice: z.boolean().optional().describe('`true` : comme message vocal.') })
      .superRefine(oneSource),
    (value) => ({ kind: 'media', media: 'audio', source: sourceOf(value), ...given({ voice: value.voice }) }),
  ),
  document: kindOf(
    z.strictObject({ ...file, caption, filename: words.optional() }).superRefine(oneSource),
    (value) => ({
      kind: 'media',
      media: 'document',
      source: sourceOf(value),
      ...given({ caption: value.caption, filename: value.filename }),
    }),
  ),
  sticker: kindOf(z.strictObject(file).superRefine(oneSource), (value) => ({
    kind: 'media',
    media: 'sticker',
    source: sourceOf(value),
  })),
} satisfies Record<MediaKind, SubmitKind>;
