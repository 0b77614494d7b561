import type { Json } from '../config/endpoint.js';
import { PLACEHOLDER } from '../config/placeholders.js';

export type Values = ReadonlyMap<string, string | number | boolean>;

/** Puts values into templates, and notes those that are missing. */
export class Filling {
  readonly gaps = new Set<string>();
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  /** A placeholder that is the whole text keeps the type of its value. */
  json(template: Json): Json {
    if (typeof template === 'string') {
      const whole = WHOLE.exec(template)?.[1];
      return whole === undefined ? this.text(template) : this.#value(whole);
    }
    if (Array.isArray(template)) return template.map((each: Json) => this.json(each));
    if (typeof template !== 'object' || template === null) return template;
    return Object.fromEntries(Object.entries(template).map(([key, each]) => [key, this.json(each as Json)]));
  }

  text(template: string): string {
    return template.replace(PLACEHOLDER, (_, name: string) => String(this.#value(name)));
  }

  /** A value is one part of a path, whatever it holds: neither `/` nor `..` leads elsewhere. */
  path(template: string): string {
    return template.replace(PLACEHOLDER, (_, name: string) => {
      const value = String(this.#value(name));
      if (/^\.*$/.test(value)) this.gaps.add(name);
      return encodeURIComponent(value);
    });
  }

  /** Outside of ASCII a header carries percent signs. */
  header(template: string): string {
    return this.text(template).replace(/[^\x20-\x7e]+/g, (odd) => encodeURIComponent(odd));
  }

  #value(name: string): string | number | boolean {
    const value = this.#values.get(name);
    if (value === undefined) this.gaps.add(name);
    return typeof value === 'string' ? value.replace(HALF, '\ufffd') : (value ?? '');
  }
}

/** Half of a character, which no address can carry. */
const HALF = /\p{Cs}/gu;
const WHOLE = /^\{\{\s*([^{}\s]*)\s*\}\}$/;
