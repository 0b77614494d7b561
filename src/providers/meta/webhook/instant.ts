const DAY_MS = 86_400_000;
const FIRST_MESSAGE_EVER_MS = Date.UTC(2009, 0, 1);
const MILLISECONDS_FROM = 1e11;

/** Seconds or milliseconds, as text or number; the moment of receipt where it cannot be true. */
export function instantOf(value: unknown, receivedAt: Date): Date {
  const told = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof told !== 'number') return receivedAt;
  const ms = told >= MILLISECONDS_FROM ? told : told * 1000;
  const possible = ms >= FIRST_MESSAGE_EVER_MS && ms <= receivedAt.getTime() + DAY_MS;
  return possible ? new Date(ms) : receivedAt;
}
