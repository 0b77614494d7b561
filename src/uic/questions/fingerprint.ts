import { createHash } from 'node:crypto';
import type { Scheme } from '../scheme.js';

/** A scheme as text, the same whatever the order in which its properties were written. */
export function definitionOf(scheme: Scheme): string {
  return JSON.stringify(scheme, sorted);
}

/** The scheme of such a text; `null` when this version cannot tell. */
export function schemeOf(definition: string): Scheme | null {
  try {
    const scheme = JSON.parse(definition) as Scheme;
    return typeof scheme.id === 'string' && Array.isArray(scheme.parts) ? scheme : null;
  } catch {
    return null;
  }
}

/** Changes whenever something changes that decides codes, and only then: not with texts, nor with the order of options. */
export function fingerprintOf({ parts }: Scheme): string {
  const decisive = parts.map((part) =>
    'choices' in part ? { ...part, choices: part.choices?.toSorted() } : part,
  );
  return createHash('sha256').update(JSON.stringify(decisive, sorted)).digest('hex');
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
