/** The parts of a JSON pointer (RFC 6901). */
export function partsOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What the parts lead to; `undefined` where they lead nowhere. */
export function at(parts: readonly string[], json: unknown): unknown {
  let value = json;
  for (const part of parts) value = member(value, part);
  return value;
}

/** What the first of several places holds that holds anything. */
export function firstAt(pointers: readonly (readonly string[])[], json: unknown): unknown {
  for (const parts of pointers) {
    const value = at(parts, json);
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value) && !/^(?:0|[1-9]\d{0,8})$/.test(key)) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
