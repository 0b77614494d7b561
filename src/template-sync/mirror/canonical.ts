/** Examples of media are told under this key. */
const MEDIA = 'header_handle';

/**
 * A JSON value as text that depends on what it says only: the keys of objects in order, what is undefined left out. Examples of media
 * are only counted: what is given as a handle is told back as an address that is signed anew at every reading and expires.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value)) ?? 'null';
}

/** Objects become lists of keys and values: built faster than objects, and safe for every key. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ordered);
  const fields = value as Readonly<Record<string, unknown>>;
  const list: unknown[] = [];
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) list.push(key, key === MEDIA ? counted(field) : ordered(field));
  }
  return { '': list };
}

function counted(examples: unknown): number {
  return Array.isArray(examples) ? examples.length : 1;
}
