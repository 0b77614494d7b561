import { z } from 'zod';
import type { TokenWish } from '../world/tokens.js';

const seconds = z.number().int().min(0).max(630_720_000);

/** A token that is made, or what becomes of one. */
export const tokenWish = z
  .strictObject({
    value: z.string().min(1).max(1_000).optional(),
    kind: z.enum(['never-expiring', '60-day', 'user']).optional(),
    app: z.enum(['ours', 'another']).optional(),
    account: z.string().max(32).optional(),
    scopes: z.array(z.string()).optional(),
    /** 0: now; `null`: never. */
    expiresInSeconds: seconds.nullable().optional(),
    issuedSecondsAgo: seconds.optional(),
    /** The sub-code with which it is dead from now on; `null`: it lives again. */
    dead: z.number().int().nullable().optional(),
  })
  .transform(({ expiresInSeconds, issuedSecondsAgo, ...wish }): TokenWish => {
    const now = Date.now();
    return {
      ...wish,
      ...(expiresInSeconds !== undefined && { expiresAt: after(now, expiresInSeconds) }),
      ...(issuedSecondsAgo !== undefined && { issuedAt: now - issuedSecondsAgo * 1000 }),
    };
  });

function after(now: number, seconds: number | null): number | null {
  return seconds === null ? null : now + seconds * 1000;
}
