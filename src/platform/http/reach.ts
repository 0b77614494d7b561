import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { OutsideFailure } from './outside.errors.js';

/** Whether an address is one of the public Internet, also where it is an IPv4 address in the clothes of IPv6. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  if (parsed instanceof ipaddr.IPv6) {
    if (range === 'ipv4Mapped') return isPublicAddress(parsed.toIPv4Address().toString());
    // A gateway of an IPv6-only network: the address that it leads to is in the last four bytes.
    if (range === 'rfc6052' && parsed.match(ipaddr.parseCIDR('64:ff9b::/96')))
      return isPublicAddress(parsed.toByteArray().slice(-4).join('.'));
  }
  return range === 'unicast';
}

/**
 * Opens connections to public addresses only. What is checked is the very address that is connected to, so that a name which leads
 * elsewhere at the second look changes nothing.
 */
export function guardedConnector(lookup: LookupFunction, timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: publicOnly(lookup) });
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    // A literal address is looked up by nobody.
    if (isIP(host) !== 0 && !isPublicAddress(host)) return done(new OutsideFailure('private'), null);
    connect(options, (...opened) => {
      const [error, socket] = opened;
      if (error === null && !isPublicAddress(socket.remoteAddress ?? '')) {
        socket.destroy();
        return done(new OutsideFailure('private'), null);
      }
      done(...opened);
    });
  };
}

/** Gives of the addresses of a name those that are public; what it gives is connected to, and nobody looks again. */
export function publicOnly(lookup: LookupFunction): LookupFunction {
  return (host, options: LookupOptions, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const addresses = (Array.isArray(found) ? found : [{ address: found, family: isIP(found) }]).filter(
        ({ address }) => isPublicAddress(address),
      );
      const [first] = addresses satisfies LookupAddress[];
      if (first === undefined) return done(new OutsideFailure('private'), []);
      if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
