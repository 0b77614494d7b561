import { z } from 'zod';

const component = z.looseObject({ type: z.string().min(1) });
const text = z.string().min(1).max(512);
const SCORES = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const;

/** A template as somebody puts it there: in short, or with components as the Graph has them. */
export const templateWish = z
  .strictObject({
    status: text.default('APPROVED'),
    category: text.default('UTILITY'),
    quality: z.enum(SCORES).default('GREEN'),
    parameterFormat: z.enum(['POSITIONAL', 'NAMED']).default('POSITIONAL'),
    header: z
      .strictObject({
        format: z.enum(['TEXT', 'IMAGE', 'VIDEO', 'DOCUMENT', 'LOCATION', 'GIF']),
        text: z.string().optional(),
      })
      .optional(),
    body: z.string().min(1).max(2_000_000).optional(),
    footer: z.string().max(60).optional(),
    buttons: z
      .array(
        z.looseObject({
          type: z.enum(['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE']),
          text: z.string().min(1).max(25),
        }),
      )
      .default([]),
    components: z.array(component).optional(),
  })
  .refine(({ body, components }) => (body === undefined) !== (components === undefined), {
    path: ['body'],
    message: 'give either body or components',
  });
export type TemplateWish = z.infer<typeof templateWish>;

/** What happens to a template, and whether the service is told. */
export const changeWish = z.strictObject({
  status: text.optional(),
  reason: text.optional(),
  /** What the webhook calls it, where that is not the status. */
  event: text.optional(),
  pause: text.optional(),
  quality: z.enum(SCORES).optional(),
  category: text.optional(),
  /** The category that it will have: only told. */
  announce: text.optional(),
  components: z.array(component).optional(),
  body: z.string().min(1).optional(),
  /** `false`: the webhook is lost. */
  tell: z.boolean().default(true),
  /** When it happened, ISO 8601. */
  at: z.iso.datetime().optional(),
});
export type ChangeWish = z.infer<typeof changeWish>;

/** How many templates, and how many percent of them say something else since now. */
export const seedWish = z.strictObject({
  count: z.number().int().min(0).max(1_000_000).optional(),
  changedPercent: z.number().min(0).max(100).default(0),
});
