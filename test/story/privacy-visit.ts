import type { House, Place } from './privacy-house.js';

export const VISITORS = ['viewer', 'agent', 'operator', 'admin'] as const;
export type Visitor = (typeof VISITORS)[number];

interface Operation {
  parameters?: { name: string; in: string }[];
}

interface Listed {
  items?: Record<string, unknown>[];
  nextCursor?: string | null;
}

/** Of long lists: those about whom something is known, then those with most to tell. */
const SAMPLES = 16;
const NESTED = 8;
const NAME = /\{(\w+)\}/;
/** Streams that never end. */
const ENDLESS = /events$/;

/** Somebody with a key who looks at everything that can be looked at. */
export class Visit {
  readonly seen: Place[] = [];
  /** What answered well, by the name of the route. */
  readonly open = new Set<string>();
  private readonly lists = new Map<string, Record<string, unknown>[]>();

  constructor(
    private readonly house: House,
    private readonly key: string,
    private readonly first: ReadonlySet<string>,
  ) {}

  /** @param first ids that are looked at before others */
  static async as(house: House, role: Visitor, first: ReadonlySet<string>): Promise<Visit> {
    const visit = new Visit(house, await house.key(role), first);
    await visit.everywhere();
    return visit;
  }

  /** Every route that only shows something, the lists first, since they name what there is. */
  private async everywhere(): Promise<void> {
    const { paths } = JSON.parse(await this.ask('/docs-json', '/docs-json')) as {
      paths: Record<string, { get?: Operation }>;
    };
    const routes = Object.keys(paths).filter((path) => paths[path]?.get !== undefined);
    const depth = (path: string) => path.split('{').length;
    for (const route of routes.toSorted((a, b) => depth(a) - depth(b))) {
      const addresses = await this.addressesOf(route);
      const has = (name: string) =>
        paths[route]?.get?.parameters?.some((each) => each.name === name) ?? false;
      for (const address of addresses) {
        if (has('cursor')) await this.pages(route, address);
        else await this.ask(route, address);
      }
    }
  }

  private async pages(route: string, address: string): Promise<void> {
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const text = await this.ask(route, `${address}?limit=200${cursor}`);
      const page = listed(text);
      this.lists.set(address, [...(this.lists.get(address) ?? []), ...(page.items ?? [])]);
      next = page.nextCursor ?? null;
    }
  }

  /** The addresses that a route has, with the ids that the lists before it named. */
  private async addressesOf(route: string): Promise<string[]> {
    const found = NAME.exec(route);
    if (found === null) return [route];
    const parent = route.slice(0, found.index - 1);
    const ids = await this.idsIn(parent);
    const deep = await Promise.all(
      ids.map((id) => this.addressesOf(`${parent}/${id}${route.slice(found.index + found[0].length)}`)),
    );
    return deep.flat();
  }

  private async idsIn(list: string): Promise<string[]> {
    if (!this.lists.has(list) && !list.includes('{')) await this.pages(list, list);
    const size = (item: object) => JSON.stringify(item).length;
    const items = (this.lists.get(list) ?? []).toSorted((a, b) => size(b) - size(a));
    const ids = items.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
    const sorted = ids.toSorted((a, b) => Number(this.first.has(b)) - Number(this.first.has(a)));
    return sorted.slice(0, list.split('/').length > 4 ? NESTED : SAMPLES);
  }

  private async ask(route: string, address: string): Promise<string> {
    const signal = ENDLESS.test(route) ? AbortSignal.timeout(300) : AbortSignal.timeout(20_000);
    const headers = { authorization: `Bearer ${this.key}` };
    try {
      const response = await fetch(`${this.house.server.address}${address}`, { headers, signal });
      if (response.status === 429) throw new Error(`${address}: too many requests`);
      const text = ENDLESS.test(route) ? '' : Buffer.from(await response.arrayBuffer()).toString('utf8');
      if (response.ok) this.open.add(route);
      const head = JSON.stringify([...response.headers]);
      this.seen.push({ place: `GET ${route}`, text: `${head}\n${text}` });
      return text;
    } catch (error) {
      if (ENDLESS.test(route)) return '';
      throw error;
    }
  }
}

function listed(text: string): Listed {
  try {
    return JSON.parse(text) as Listed;
  } catch {
    return {};
  }
}
