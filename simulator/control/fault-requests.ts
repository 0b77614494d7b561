import { z } from 'zod';
import { LISTING_TROUBLES, SURFACES } from '../world/faults.js';
import { phoneNumber } from './requests.js';

const ms = z.number().int().min(0).max(600_000);
const accept = z.boolean().default(false);
const status = z.number().int().min(200).max(599);
export const faultWish = z
  .object({
    on: z.enum([...SURFACES, 'any']).optional(),
    to: phoneNumber.optional(),
    /** How many calls it lets pass first. */
    skip: z.number().int().min(0).default(0),
    times: z.number().int().min(1).nullable().default(1),
  })
  .and(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('http'),
        status,
        accept,
        retryAfter: z.number().int().min(0).optional(),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
      }),
      z.object({
        kind: z.literal('graph'),
        code: z.number().int(),
        subcode: z.number().int().optional(),
        status: status.optional(),
      }),
      z.object({ kind: z.literal('slow'), ms }),
      z.object({ kind: z.literal('timeout'), accept }),
      z.object({ kind: z.literal('cut'), accept }),
      z.object({ kind: z.literal('fail'), code: z.number().int() }),
      z.object({ kind: z.literal('held') }),
      z.object({ kind: z.literal('listing'), how: z.enum(LISTING_TROUBLES) }),
    ]),
  )
  /** A listing that lies strikes listings; everything else strikes messages unless it is said. */
  .transform(({ on, ...wish }) => ({
    ...wish,
    on: on ?? (wish.kind === 'listing' ? ('listing' as const) : ('messages' as const)),
  }));
