import { isAftermath } from './faults.js';

/**
 * Two works of one transaction of which neither needs the other: PostgreSQL is told of both at once. Waits for both whatever becomes
 * of them, as nothing may outlive the transaction, and throws what failed first of all.
 */
export async function together<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second]);
  if (a.status === 'rejected' && b.status === 'rejected') throw isAftermath(a.reason) ? b.reason : a.reason;
  if (a.status === 'rejected') throw a.reason;
  if (b.status === 'rejected') throw b.reason;
  return [a.value, b.value];
}
