/** What a JSON pointer (RFC 6901) leads to; `undefined` where it leads nowhere. */
export function at(pointer: string, json: unknown): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(member, json);
}

function member(value: unknown, key: string): unknown {
  if (Array.isArray(value))
    return /^(?:0|[1-9]\d{0,8})$/.test(key) ? (value[Number(key)] as unknown) : undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
