import { Refusal } from './refusal.js';

/** What `fields` asks for: names, and what of each. */
type Wanted = Map<string, Wanted>;
type Json = Record<string, unknown>;

/**
 * Picks from an object what `fields` names: `a,b[c,d]`, `*`, `:all`, `!not`. A name that the object never has is refused: the true
 * server leaves it out, and a typing error stays unseen. A key that is there without value (`undefined`) is known and left out.
 */
export function pick(object: object, fields: string | undefined, preset = '*'): unknown {
  return taken(object, parse(fields ?? preset));
}

/** `a[b,c]` as a tree. */
export function parse(text: string): Wanted {
  const stack: Wanted[] = [new Map()];
  let last: Wanted | undefined;
  for (const [token] of text.matchAll(/[^\s,[\]]+|[[\]]/g)) {
    const open = stack.at(-1);
    if (token === '[' && last) {
      stack.push(last);
    } else if (token === ']' && stack.length > 1) {
      stack.pop();
    } else if (open && /^[!:*\w]/.test(token)) {
      last = new Map();
      open.set(token, last);
    } else {
      throw new Refusal(400, `The parameter fields cannot be read near '${token}'`);
    }
  }
  if (stack.length > 1) throw new Refusal(400, `The parameter fields misses a ']'`);
  return stack[0] ?? new Map<string, never>();
}

function taken(value: unknown, wanted: Wanted): unknown {
  if (Array.isArray(value)) return value.map((each) => taken(each, wanted));
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Json;
  const all = wanted.size === 0 || [...wanted.keys()].some((name) => name === '*' || name.startsWith(':'));
  const known = Object.keys(object);
  const unknown = [...wanted.keys()].filter(
    (name) => /^!?\w/.test(name) && !known.includes(name.replace('!', '')),
  );
  if (unknown.length > 0) {
    throw new Refusal(
      400,
      `There is no field '${unknown.join("', '")}' here: the real server would leave it out.`,
    );
  }
  const names = known.filter((name) => (all || wanted.has(name)) && !wanted.has(`!${name}`));
  return Object.fromEntries(
    names.flatMap((name) => {
      const part = taken(object[name], wanted.get(name) ?? new Map<string, never>());
      return part === undefined ? [] : [[name, part]];
    }),
  );
}
