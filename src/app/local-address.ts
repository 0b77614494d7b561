import type { Settings } from '../platform/config/settings.js';

const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** Where programs of this machine find a server with these settings. */
export function localAddress({ host, port }: Settings['http']): string {
  return `http://${EVERYWHERE.has(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
