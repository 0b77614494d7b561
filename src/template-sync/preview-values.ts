import { InvalidRequest } from '../platform/web/web.errors.js';

const MOST = 200;
const LONGEST = 2_000;

/**
 * Values of a preview from a query: each parameter under its own name (`?1=Awa&header.1=Bonjour`), as `values[1]=Awa`, or all together
 * as JSON in `values`.
 */
export function previewValues(query: Readonly<Record<string, unknown>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) {
    if (name === 'values') Object.assign(values, parsed(value));
    else values[/^values\[(.+)\]$/.exec(name)?.[1] ?? name] = text(name, value);
  }
  if (Object.keys(values).length > MOST) throw wrong('values', `doit avoir au plus ${MOST} valeurs`);
  return values;
}

/** Values by name or number, each a text. */
export function asValues(field: string, value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(field, 'doit être un objet');
  const entries = Object.entries(value);
  if (entries.length > MOST) throw wrong(field, `doit avoir au plus ${MOST} valeurs`);
  return Object.fromEntries(
    entries.map(([name, each]) => [name.slice(0, 120), text(`${field}.${name}`, each)]),
  );
}

function parsed(value: unknown): Record<string, string> {
  try {
    return asValues('values', JSON.parse(String(value)));
  } catch (error) {
    if (error instanceof InvalidRequest) throw error;
    throw wrong('values', 'doit être un objet JSON');
  }
}

function text(field: string, value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string' && value.length <= LONGEST) return value;
  throw wrong(field, `doit être un texte d’au plus ${LONGEST} caractères`);
}

function wrong(field: string, message: string): InvalidRequest {
  return new InvalidRequest([{ field, message }]);
}
