import { isIPv6 } from 'node:net';

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** What one party has of addresses: one of IPv4, the first half of IPv6. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return groups.slice(0, 4).join(':');
}

/** Whether a request comes from a program on this machine; what a proxy on this machine passes on does not. */
export function isLocal(request: {
  socket: { remoteAddress?: string };
  headers: Readonly<Record<string, unknown>>;
}): boolean {
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/i, '');
  const loopback = address === '::1' || address.startsWith('127.');
  return loopback && FORWARDED.every((header) => request.headers[header] === undefined);
}
