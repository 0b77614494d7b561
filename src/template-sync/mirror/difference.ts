import { canonical } from './canonical.js';
import type { Snapshot } from './content.js';

/** A field that differs, by its path: `status`, `components.BODY.text`, `components.BUTTONS.buttons[0].url`. */
export interface Difference {
  field: string;
  from: unknown;
  to: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Everything in which two snapshots differ, field by field; what is missing on one side is `null`. */
export function differences(from: Snapshot, to: Snapshot): Difference[] {
  return between('', whole(from), whole(to));
}

/** The names of the fields in which two snapshots differ, without going into components. */
export function differingFields(from: Partial<Snapshot>, to: Partial<Snapshot>): string[] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)]) as Set<keyof Snapshot>;
  return [...names].filter((name) => canonical(from[name] ?? null) !== canonical(to[name] ?? null));
}

function whole({ components, ...rest }: Snapshot): Fields {
  return { ...rest, components: byType(components) };
}

/** Components under the name of their type, so that one that moved or was added does not change all others. */
function byType(components: readonly unknown[]): Fields {
  const named: Record<string, unknown> = {};
  for (const [place, component] of components.entries()) {
    const { type } = (component ?? {}) as { type?: unknown };
    const name = typeof type === 'string' ? type.toUpperCase() : `#${place}`;
    named[name in named ? `${name}#${place}` : name] = component;
  }
  return named;
}

function between(path: string, from: unknown, to: unknown): Difference[] {
  if (canonical(from ?? null) === canonical(to ?? null)) return [];
  if (isFields(from) && isFields(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return names.flatMap((name) => between(path === '' ? name : `${path}.${name}`, from[name], to[name]));
  }
  if (Array.isArray(from) && Array.isArray(to)) {
    const places = Array.from({ length: Math.max(from.length, to.length) }, (_, place) => place);
    return places.flatMap((place) => between(`${path}[${place}]`, from[place], to[place]));
  }
  return [{ field: path, from: from ?? null, to: to ?? null }];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
