import { z } from 'zod';
import { PAGING, SINCE_FORMATS } from './inventory-config.js';

const line = z.string().regex(/^[^\r\n\0]*$/, 'ne doit pas contenir de saut de ligne');
const name = line.min(1);
const pointer = z
  .string()
  .regex(
    /^(?:\/(?:[^~/]|~[01])*)*$/,
    'un pointeur JSON est attendu : /prix/montant, ou "" pour le corps entier',
  );
const pointers = z
  .union([pointer, z.array(pointer).min(1)], {
    error: 'un pointeur JSON ou une liste de pointeurs est attendu : /prix, ou [/prix/ttc, /prix]',
  })
  .describe('A JSON pointer, or several: the first that holds something counts.');
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'un texte, un nombre, true, false ou null est attendu',
});
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'n’est pas un nom d’en-tête');
const headerText = z
  .string()
  .regex(/^[\x20-\x7e]*$/, 'contient un caractère qu’un en-tête ne peut pas porter');

const field = z.union(
  [
    pointers,
    z.strictObject({ value: scalar }),
    z.strictObject({ at: pointers, equals: z.union([scalar, z.array(scalar).min(1)]) }),
  ],
  {
    error:
      'un pointeur JSON, une liste de pointeurs, { value: … } ou { at: pointeur, equals: valeur } est attendu',
  },
);

const path = line
  .regex(/^\//, 'un chemin qui commence par / est attendu ; l’adresse du serveur est dans INVENTORY_BASE_URL')
  .regex(/^[^\s#?\\]*$/u, 'ne doit contenir ni espace, ni # ou ?, ni barre oblique inverse')
  .refine((text) => !/(?:^|\/)\.{1,2}(?:\/|$)/.test(text), 'ne doit pas contenir « .. »');

const authentication = z
  .union(
    [
      z.enum(['bearer', 'basic', 'none']),
      z.strictObject({ header: z.strictObject({ name: headerName, prefix: headerText.optional() }) }),
      z.strictObject({ basic: z.strictObject({ username: line.regex(/^[^:]+$/) }) }),
      z.strictObject({ query: name }),
    ],
    {
      error:
        'bearer, basic ou none est attendu, ou bien { header: { name, prefix } }, { basic: { username } }, { query: nom }',
    },
  )
  .describe('How the key travels. The key itself is INVENTORY_API_KEY or kept by Relais, never here.');

const paging = z.strictObject({
  by: z
    .enum(PAGING)
    .optional()
    .describe(
      'link: the answer holds the address of the next page. cursor: a word for it. page, offset: counted.',
    ),
  parameter: name.optional().describe('Default: page, cursor or offset.'),
  sizeParameter: name.optional(),
  size: z.int().min(1).max(10_000).optional().describe('Lines asked for; what comes is taken.'),
  first: z.int().min(0).max(1).optional().describe('The number of the first page.'),
  items: pointer.optional(),
  next: pointer.optional(),
  total: pointer.optional(),
});

const since = z.strictObject({
  mode: z.enum(['auto', 'always', 'never']).optional(),
  parameter: name.optional(),
  format: z.enum(SINCE_FORMATS).optional(),
});

function kind(fields: readonly string[]) {
  return z.strictObject({
    list: path.optional(),
    detail: path.refine((text) => text.includes('{id}'), 'doit contenir {id}').optional(),
    query: z.record(name, line).optional().describe('Sent with every page, as { ordering: id }.'),
    details: z.enum(['auto', 'always', 'never']).optional(),
    item: pointer.optional().describe('Where the thing is in the answer of detail.'),
    id: pointers.optional(),
    version: pointers.optional(),
    fields: z.strictObject(Object.fromEntries(fields.map((each) => [each, field.optional()]))).optional(),
  });
}

export const PRODUCT_FIELDS = [
  'sku',
  'name',
  'description',
  'price',
  'currency',
  'stock',
  'category',
  'images',
  'attributes',
  'active',
] as const;
export const CATEGORY_FIELDS = ['name', 'parent'] as const;

/** The file as it is written. */
export const fileSchema = z.strictObject({
  $schema: z.string().optional(),
  authentication: authentication.optional(),
  headers: z.record(headerName, headerText).optional(),
  timeoutMs: z.int().min(100).max(300_000).optional().describe('For one call.'),
  decimalComma: z.boolean().optional().describe('1.250 is one thousand two hundred and fifty.'),
  imageAddress: pointers.optional().describe('The address within a picture that is an object.'),
  paging: paging.optional(),
  since: since.optional(),
  products: kind(PRODUCT_FIELDS).optional(),
  categories: kind(CATEGORY_FIELDS).optional(),
});

export type InventoryFile = z.infer<typeof fileSchema>;
export type KindPart = NonNullable<InventoryFile['products']>;
export type FieldPart = z.infer<typeof field>;
export type AuthenticationPart = z.infer<typeof authentication>;
