import { malformed } from '../calls/failure.js';
import type { Query } from '../calls/inventory.client.js';
import type { InventoryConfig, KindConfig, Since } from '../config/inventory-config.js';
import { at } from '../reading/pointer.js';

/** What is read of a page to find the one after it. */
export interface Turn {
  position: string;
  json: unknown;
  /** Lines on it. */
  lines: number;
  /** Lines so far, where all were read from the beginning; `null` otherwise. */
  counted: number | null;
  total: number | null;
}

const START = 'start';
/** As many bytes as are kept of a position. */
const LONGEST = 200;

/**
 * Names pages and finds them again. A position is the number of a page or a line (`37`), a cursor (`=abc`), the query of an address
 * of the inventory (`?page=2&x=1`), or, where it leads to another path beneath ours, path and query (`/p/2`).
 */
export class Addresses {
  readonly #prefix: string;

  constructor(
    private readonly baseUrl: string,
    private readonly config: InventoryConfig,
    private readonly kind: KindConfig,
  ) {
    this.#prefix = new URL(baseUrl).pathname.replace(/\/+$/, '');
  }

  get first(): string {
    const { by, first } = this.config.paging;
    if (by === 'cursor') return START;
    return by === 'offset' ? '0' : String(first);
  }

  /** What is asked for the page of this name. */
  request(position: string, since: Date | null): { path: string; query: Query } {
    const { parameter, sizeParameter, size } = this.config.paging;
    if (position.startsWith('/')) return { path: position, query: [] };
    const path = this.kind.list;
    if (position.startsWith('?')) return { path, query: [...new URLSearchParams(position)] };
    const rest: Query = [[sizeParameter, String(size)], ...this.kind.query, ...this.since(since)];
    if (position === START) return { path, query: rest };
    const value = position.startsWith('=') ? position.slice(1) : position;
    return { path, query: [[parameter, value], ...rest] };
  }

  /** The first line alone. */
  small(since: Date | null = null): { path: string; query: Query } {
    const { path, query } = this.request(this.first, since);
    const { sizeParameter } = this.config.paging;
    return { path, query: query.map(([name, value]) => [name, name === sizeParameter ? '1' : value]) };
  }

  /** The name of the next page; `null`: this was the last. */
  next(turn: Turn, since: Date | null): string | null {
    const { by, next } = this.config.paging;
    const told = at(next, turn.json);
    const position =
      by === 'page' || by === 'offset' ? this.counted(turn, told) : this.told(turn, told, since);
    if (position !== null && Buffer.byteLength(position) > LONGEST)
      throw malformed('L’adresse de la page suivante est trop longue pour être retenue.');
    return position;
  }

  private told(turn: Turn, told: unknown, since: Date | null): string | null {
    if (told === null || told === '' || told === false) return null;
    if (told === undefined) {
      if (turn.total !== null && (turn.counted ?? 0) >= turn.total) return null;
      throw malformed(
        'Une page de l’inventaire ne dit pas si d’autres la suivent. Indiquez paging.next, ou paging.by: page, dans INVENTORY_CONFIG_FILE.',
      );
    }
    if (this.config.paging.by === 'cursor' && (typeof told === 'string' || typeof told === 'number'))
      return `=${told}`;
    if (typeof told !== 'string')
      throw malformed(
        'L’adresse de la page suivante n’est pas un texte. Vérifiez paging dans INVENTORY_CONFIG_FILE.',
      );
    return this.linked(told, turn.position, since);
  }

  /** Counts on. The inventory may say where the end is; else the total, or a page without lines. */
  private counted({ position, lines, counted, total }: Turn, told: unknown): string | null {
    if (told === null || told === false || told === '') return null;
    if (told === undefined && (lines === 0 || (total !== null && counted !== null && counted >= total)))
      return null;
    return String(Number(position) + (this.config.paging.by === 'offset' ? lines : 1));
  }

  /** An address is looked at, never followed as it is: asked is only ever our own server, beneath our own path. */
  private linked(address: string, position: string, since: Date | null): string {
    const own = new URL(this.baseUrl);
    const from = this.request(position, since);
    const target = URL.parse(address, `${own.origin}${this.#prefix}${from.path}`);
    if (target === null || !/^https?:$/.test(target.protocol))
      throw malformed('L’adresse de la page suivante n’est pas une adresse.');
    const path = target.pathname.startsWith(`${this.#prefix}/`)
      ? target.pathname.slice(this.#prefix.length)
      : null;
    const { authentication } = this.config;
    // The address may repeat our key.
    if (authentication.kind === 'query') target.searchParams.delete(authentication.name);
    const isList = path === this.kind.list;
    const number = isList ? this.numbered(target.searchParams, this.request('1', since).query) : null;
    // Behind a proxy a server often takes itself for http, or for another: that our own question goes on there is clear.
    if (number !== null) return number;
    if (target.host !== own.host)
      throw malformed(
        'La page suivante est annoncée chez un autre serveur : elle n’est pas demandée. Si l’inventaire se trompe sur son nom, mettez paging.by: page dans INVENTORY_CONFIG_FILE.',
      );
    if (path === null)
      throw malformed('La page suivante est annoncée hors de INVENTORY_BASE_URL : elle n’est pas demandée.');
    return isList ? target.search : `${path}${target.search}`;
  }

  /** The number alone, where all else is as we ask it ourselves. */
  private numbered(theirs: URLSearchParams, asked: Query): string | null {
    const { parameter } = this.config.paging;
    const rest = (pairs: Iterable<readonly [string, string]>): string =>
      [...pairs]
        .filter(([name]) => name !== parameter)
        .map((pair) => JSON.stringify(pair))
        .toSorted()
        .join();
    const [number = '', ...more] = theirs.getAll(parameter);
    if (more.length > 0 || !/^\d{1,9}$/.test(number)) return null;
    return rest(theirs) === rest(asked) ? number : null;
  }

  private since(since: Date | null): Query {
    const { parameter, format } = this.config.since;
    return since === null ? [] : [[parameter, FORMATS[format](since)]];
  }
}

const FORMATS: Readonly<Record<Since['format'], (at: Date) => string>> = {
  iso: (date) => date.toISOString(),
  date: (date) => date.toISOString().slice(0, 10),
  seconds: (date) => String(Math.floor(date.getTime() / 1000)),
  milliseconds: (date) => String(date.getTime()),
};
