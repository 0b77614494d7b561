import { randomBytes } from 'node:crypto';

/** An id as Meta puts it into each error. */
export function traceId(): string {
  return `A${randomBytes(16).toString('base64url')}`;
}
