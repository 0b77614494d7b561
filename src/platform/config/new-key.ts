import { randomBytes } from 'node:crypto';

/** A new secret: 32 random bytes in base64. */
export function newKey(): string {
  return randomBytes(32).toString('base64');
}
