import { z } from 'zod';
import { UID, VERSIONS } from '../dhis2/dialect.js';
import { WHATS } from '../dhis2/troubles.js';

const ms = z.number().int().min(0).max(600_000);
const uid = z.string().regex(UID, 'must be an id of DHIS2: eleven letters and digits, the first a letter');
const access = z.enum(['write', 'read', 'none']);
const ids = z.array(uid);

const trouble = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slow'), ms }),
  z.object({ kind: z.literal('down'), retryAfter: z.number().int().min(0).optional() }),
  z.object({ kind: z.literal('throttled'), retryAfter: z.number().int().min(0).default(5) }),
  z.object({
    kind: z.literal('refused'),
    status: z.number().int().min(400).max(599).default(409),
    message: z.string().max(500).default('maxteicountreached'),
    errorCode: z.string().max(20).optional(),
  }),
  z.object({ kind: z.literal('rival'), hidden: z.boolean().optional() }),
  z.object({
    kind: z.enum([
      'bad-gateway',
      'html',
      'error-body',
      'half',
      'login',
      'unauthorised',
      'expired',
      'cut',
      'cut-after',
      'silent',
      'job',
      'other-code',
      'odd-code',
      'deleted',
    ]),
  }),
]);

export const registerFaultWish = z
  .object({
    on: z.enum([...WHATS, 'any']).default('any'),
    skip: z.number().int().min(0).default(0),
    times: z.number().int().min(1).nullable().default(1),
  })
  .and(trouble)
  .transform(({ on, skip, times, ...rest }) => ({ on, skip, left: times, trouble: rest }));

/** A client that somebody else entered. */
const clientWish = z.strictObject({
  id: uid.optional(),
  code: z.string().min(1).max(100).optional(),
  values: z.record(z.string(), z.string()).default({}),
  orgUnit: uid.default('uicOrgUnitA'),
  enrolled: z.boolean().default(true),
  hidden: z.boolean().default(false),
  deleted: z.boolean().default(false),
});
export type ClientWish = z.infer<typeof clientWish>;

/** A change of how the register is set, and things that happen in it. */
export const registerWish = z.strictObject({
  version: z.enum(VERSIONS).optional(),
  uniqueCode: z.boolean().optional(),
  searchableCode: z.boolean().optional(),
  clockSeconds: z.number().int().min(-604_800).max(604_800).optional(),
  latencyMs: ms.optional(),
  jobMs: ms.optional(),
  tokenExpiresAt: z.iso.datetime().nullable().optional(),
  authorities: z.array(z.string()).optional(),
  captureUnits: ids.optional(),
  searchUnits: ids.optional(),
  programUnits: ids.optional(),
  programAccess: access.optional(),
  typeAccess: access.optional(),
  mandatory: ids.optional(),
  onlyEnrollOnce: z.boolean().optional(),
  displayIncidentDate: z.boolean().optional(),
  faults: z.array(registerFaultWish).max(100).optional(),
  /** One that waits, by its id, or all. */
  clearFaults: z.union([z.literal(true), z.number().int()]).optional(),
  clients: z.array(clientWish).max(1_000).optional(),
  /** Deleted on the server, by their ids. */
  remove: z.array(z.string()).optional(),
});

const limit = z.coerce.number().int().min(1).max(500).default(50);
export const receivedWish = z.strictObject({ limit, cursor: z.coerce.number().int().min(1).optional() });
export const clientsWish = z.strictObject({
  limit,
  cursor: z.coerce.number().int().min(0).default(0),
  code: z.string().optional(),
});
