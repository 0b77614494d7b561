import { z } from 'zod';
import { ENDPOINTS, type EndpointName, type Json, OUTCOMES, type Reading } from './endpoint.js';

const READS: Readonly<Record<EndpointName, readonly (keyof Reading)[]>> = {
  validate: ['exists', 'clients', 'clientId', 'clientCode', 'clientReference', 'message'],
  search: ['clients', 'clientId', 'clientCode', 'clientReference', 'message'],
  generate: ['code', 'message'],
  create: ['clientId', 'clientReference', 'message'],
  merge: ['message'],
  flag: ['message'],
};

const line = z.string().regex(/^[^\r\n\0]*$/, 'ne doit pas contenir de saut de ligne');
const filled = line.min(1);
const pointer = z
  .string()
  .regex(
    /^(?:\/(?:[^~/]|~[01])*)*$/,
    'un pointeur JSON est attendu : /client/id, ou "" pour le corps entier',
  );
const STATUS = 'un statut HTTP est attendu : de 100 à 599';
const status = z.int(STATUS).min(100, STATUS).max(599, STATUS);
const statuses = z.union([status, z.array(status).min(1)], {
  error: 'un statut HTTP ou une liste de statuts est attendu : 409, ou [409, 422]',
});
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'un texte, un nombre, true, false ou null est attendu',
});
const json: z.ZodType<Json> = z.lazy(() => z.union([scalar, z.array(json), z.record(z.string(), json)]));
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'n’est pas un nom d’en-tête');
const MILLISECONDS = 'des millisecondes sont attendues : un nombre entier de 100 à 120000';
const timeoutMs = z
  .int(MILLISECONDS)
  .min(100, MILLISECONDS)
  .max(120_000, MILLISECONDS)
  .describe('Milliseconds for one call; never more than what is left of DHIS2_TIMEOUT_MS.');

const auth = z
  .union(
    [
      z.enum(['basic', 'apiToken', 'bearer', 'none']),
      z.strictObject({ basic: z.strictObject({ username: filled.regex(/^[^:]*$/), password: filled }) }),
      z.strictObject({ apiToken: filled }),
      z.strictObject({ bearer: filled }),
      z.strictObject({ header: z.strictObject({ name: headerName, value: filled }) }),
    ],
    {
      error:
        'basic, apiToken, bearer ou none est attendu, ou bien { basic: { username, password } }, { apiToken: … }, { bearer: … }, { header: { name, value } }',
    },
  )
  .describe(
    'Who we are. A bare word takes the account or the token of the settings; secrets may stand here.',
  );

const success = z
  .strictObject({ status: statuses.optional(), pointer: pointer.optional(), equals: scalar.optional() })
  .describe('When an answer counts as done. Default: any 2xx whose body tells of no error.');

const path = line
  .regex(/^\//, 'un chemin qui commence par / est attendu ; l’adresse du serveur est dans DHIS2_BASE_URL')
  .regex(/^[^\s#\\]*$/u, 'ne doit contenir ni espace, ni #, ni barre oblique inverse')
  .refine((text) => !/(?:^|\/)\.{1,2}(?:\/|$|\?)/.test(text), 'ne doit pas contenir « .. »')
  .describe('Beneath DHIS2_BASE_URL, with {{placeholders}}.');

function endpoint(name: EndpointName) {
  const looks = name === 'validate' || name === 'search';
  const outcomes = z.enum(OUTCOMES[name]);
  const rule = z.strictObject({
    status: statuses.optional(),
    pointer: pointer.optional(),
    equals: scalar.optional(),
    outcome: outcomes,
  });
  return z.strictObject({
    enabled: (name === 'create' ? z.literal(true) : z.boolean()).optional(),
    method: z.enum(looks ? ['GET', 'POST'] : ['POST', 'PUT', 'PATCH']).optional(),
    path: path.optional(),
    query: z.record(filled, line).optional(),
    headers: z.record(headerName, line).optional(),
    body: json.optional(),
    auth: auth.optional(),
    success: success.optional(),
    read: z.strictObject(Object.fromEntries(READS[name].map((key) => [key, pointer.optional()]))).optional(),
    outcomes: z.array(rule).optional().describe('The first rule that fits counts, before anything else.'),
    timeoutMs: timeoutMs.optional(),
    check: z.boolean().optional().describe('Whether dhis2:check may call it; create, merge and flag never.'),
  });
}

/** The file as it is written. */
export const fileSchema = z.strictObject({
  $schema: z.string().optional(),
  sameCode: z.boolean().optional().describe('The server takes two clients with one code.'),
  auth: auth.optional(),
  timeoutMs: timeoutMs.optional(),
  answers: z
    .record(z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])))
    .optional()
    .describe('What is sent for an answer, by question: { gender: { "1": "M" } }.'),
  endpoints: z
    .strictObject({
      validate: endpoint('validate').optional(),
      search: endpoint('search').optional(),
      generate: endpoint('generate').optional(),
      create: endpoint('create').optional(),
      merge: endpoint('merge').optional(),
      flag: endpoint('flag').optional(),
    } satisfies Record<(typeof ENDPOINTS)[number], unknown>)
    .optional(),
});

export type ConfigFile = z.infer<typeof fileSchema>;
export type EndpointPart = NonNullable<NonNullable<ConfigFile['endpoints']>[EndpointName]>;
export type AuthPart = z.infer<typeof auth>;
