import { z } from 'zod';
import type { Banner } from '../whatsapp-content.contract.js';
import { given, words } from './submit-kind.js';
import { file, oneSource, sourceOf } from './submit-media.js';

/** The words of an interactive message. */
export const body = z.strictObject({ text: words });
export const footer = z.strictObject({ text: words }).optional();
export const header = z.strictObject({ type: z.literal('text'), text: words }).optional();
/** A header in words, or with a file. */
export const top = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), text: words }),
    z.strictObject({ type: z.literal('image'), image: z.strictObject(file).superRefine(oneSource) }),
    z.strictObject({ type: z.literal('video'), video: z.strictObject(file).superRefine(oneSource) }),
    z.strictObject({
      type: z.literal('document'),
      document: z.strictObject({ ...file, filename: words.optional() }).superRefine(oneSource),
    }),
  ])
  .optional();

interface Frame {
  body: { text: string };
  header?: { text: string } | undefined;
  footer?: { text: string } | undefined;
}

/** The same, where a file may stand in the place of the header. */
export function bannered({
  header: above,
  ...value
}: Omit<Frame, 'header'> & { header?: z.output<typeof top> }) {
  if (above === undefined) return frame(value);
  if (above.type === 'text') return frame({ ...value, header: above });
  return { ...frame(value), banner: bannerOf(above) };
}

function bannerOf(above: Exclude<NonNullable<z.output<typeof top>>, { type: 'text' }>): Banner {
  if (above.type === 'image') return { media: 'image', source: sourceOf(above.image) };
  if (above.type === 'video') return { media: 'video', source: sourceOf(above.video) };
  const { filename } = above.document;
  return { media: 'document', source: sourceOf(above.document), ...given({ filename }) };
}

/** What stands around the words. */
export function frame(value: Frame) {
  return { text: value.body.text, ...given({ header: value.header?.text, footer: value.footer?.text }) };
}
