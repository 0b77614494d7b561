import type { Secret } from '../../../kernel/secret.js';
import type { Authentication } from '../config/inventory-config.js';

type Query = readonly (readonly [name: string, value: string])[];

/** What of a call says who we are. */
export interface Credentials {
  headers: Readonly<Record<string, string>>;
  query: Query;
}

const NONE: Credentials = { headers: {}, query: [] };

export function credentialsOf(way: Authentication, secret: Secret | null): Credentials {
  if (secret === null) return NONE;
  const key = secret.reveal();
  switch (way.kind) {
    case 'none':
      return NONE;
    case 'query':
      return { headers: {}, query: [[way.name, key]] };
    case 'basic': {
      const pair = way.username === null ? key : `${way.username}:${key}`;
      return {
        headers: { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` },
        query: [],
      };
    }
    default:
      return { headers: { [way.name]: `${way.prefix}${key}` }, query: [] };
  }
}
