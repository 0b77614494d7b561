import { GraphError } from './graph.errors.js';

/** A value in a request and the way to it, read as strictly as Meta reads it: a wrong one is a `GraphError`. */
export class Field {
  constructor(
    readonly value: unknown,
    readonly path: string,
  ) {}

  get present(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  /** The object itself, once it is known to hold no other keys than these. */
  only(...keys: readonly string[]): this {
    for (const key of Object.keys(this.record())) {
      if (!keys.includes(key)) throw invalid(`Unexpected key "${key}" on param "${this.path}".`);
    }
    return this;
  }

  /** A member that must be there. */
  at(key: string): Field {
    const member = this.maybe(key);
    if (member.present) return member;
    throw new GraphError(131008, { details: `The parameter ${member.path} is required.` });
  }

  /** A member that may be absent. */
  maybe(key: string): Field {
    const path = this.path === '' ? key : `${this.path}['${key}']`;
    return new Field(this.record()[key], path);
  }

  string(): string {
    if (typeof this.value === 'string') return this.value;
    throw invalid(`Param ${this.path} must be a string.`);
  }

  /** A text of `min` (1) to `max` characters; `label` is what Meta calls it when the length is wrong. */
  text(limits: { label: string; max: number; min?: number }): string {
    const text = this.string();
    const { label, max, min = 1 } = limits;
    const length = Array.from(text).length;
    if (length >= min && length <= max && (min === 0 || text.trim() !== '')) return text;
    throw new GraphError(131009, {
      details: `${label} length invalid. Min length: ${min}, Max length: ${max}`,
    });
  }

  oneOf<T extends string>(...values: readonly T[]): T {
    const found = values.find((value) => value === this.value);
    if (found !== undefined) return found;
    throw invalid(`Param ${this.path} must be one of {${values.join(', ')}} - got "${String(this.value)}".`);
  }

  number(min: number, max: number): number {
    const number = typeof this.value === 'string' ? Number(this.value) : this.value;
    if (typeof number === 'number' && number >= min && number <= max) return number;
    throw invalid(`Param ${this.path} must be a number between ${min} and ${max}.`);
  }

  list(label: string, min: number, max: number): Field[] {
    if (!Array.isArray(this.value)) throw invalid(`Param ${this.path} must be an array.`);
    const items: unknown[] = this.value;
    if (items.length < min || items.length > max) {
      throw new GraphError(131009, {
        details: `Invalid ${label} count. Min allowed ${label}: ${min}, Max allowed ${label}: ${max}`,
      });
    }
    return items.map((item, index) => new Field(item, `${this.path}[${index}]`));
  }

  url(): string {
    const text = this.string();
    if (/^https?:$/.test(URL.parse(text)?.protocol ?? '') && text.length <= 2000) return text;
    throw new GraphError(131009, { details: `${this.path} is not a valid URI.` });
  }

  private record(): Record<string, unknown> {
    if (typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value)) {
      return this.value as Record<string, unknown>;
    }
    throw invalid(`Param ${this.path} must be a JSON object.`);
  }
}

/** Refuses two choices with the same id or title. */
export function unique(label: string, values: readonly string[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice === undefined) return;
  throw new GraphError(131009, { details: `Duplicated ${label}: "${twice}"` });
}

function invalid(details: string): GraphError {
  return new GraphError(100, { details });
}
