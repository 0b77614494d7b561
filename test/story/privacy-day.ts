import { until } from '../until.js';
import { signed } from './person.js';
import { Book } from './privacy-book.js';
import { type Cell, House, type Mode, type Place } from './privacy-house.js';
import { MANNERS, people, type Somebody, TWIN } from './privacy-people.js';
import { Search } from './privacy-search.js';
import { Visit, VISITORS, type Visitor } from './privacy-visit.js';

/** Eleven of thirteen finish: 203 of the many. */
const PEOPLE = { whole: 240, short: 26 } as const;
const SPOOLED = 10;
/** Place of the one whom staff erase. */
const ERASED = 1;
/** Bytes of sealed messages that are worth a search. */
const ENOUGH = 1_000;
const PATIENCE_MS = 90_000;

const COMMANDS = [['dhis2:check'], ['dhis2:retry', 'all', '--json'], ['token:status', '--json']] as const;

export interface Plan {
  mode: Mode;
  /** A short one has fewer people, no night and few commands. */
  length: keyof typeof PEOPLE;
}

/** A day of the programme with everything that happens on one, looked at from everywhere. */
export class Day {
  readonly crowd: Somebody[];
  private readonly late: Somebody[];
  /** Somebody who types the answers of the first. */
  readonly neighbour: Somebody;
  readonly search: Search;
  readonly book: Book;
  /** What is kept once every run is over. */
  readonly evening: Book;
  readonly visits = new Map<Visitor, Visit>();
  exported = '';
  cells: Cell[] = [];

  private constructor(
    readonly house: House,
    private readonly plan: Plan,
  ) {
    const count = PEOPLE[plan.length];
    this.crowd = people(count);
    this.late = people(SPOOLED, count);
    this.neighbour = neighbourOf(this.crowd[0]);
    this.search = new Search([...this.crowd, ...this.late, this.neighbour]);
    this.book = new Book(this.search);
    this.evening = new Book(this.search);
  }

  static async of(plan: Plan): Promise<Day> {
    const day = new Day(await House.open(plan.mode), plan);
    try {
      await day.pass();
    } catch (error) {
      await day.house.close();
      throw error;
    }
    return day;
  }

  private async pass(): Promise<void> {
    const { house, crowd, book } = this;
    const half = Math.ceil(crowd.length / 2);
    await Promise.all(['viewer', 'agent'].map((role) => house.overhear(role)));
    await this.register({ uniqueCode: true, faults: [{ on: 'create', kind: 'rival', skip: 4, times: 3 }] });
    await house.crowd.live(crowd.slice(0, half));
    await this.register({ faults: [{ on: 'any', kind: 'down', times: null }] });
    await house.crowd.live(crowd.slice(half));
    await house.crowd.live([this.neighbour]);
    await this.spool();
    house.checkpoint();
    book.look([...house.files(), ...(await this.refusals())]);
    const first = await this.oneOfEach();
    for (const role of VISITORS) this.visits.set(role, await Visit.as(house, role, first));
    for (const [role, { seen }] of this.visits) book.look(seen, role);
    book.look(house.opened());
    book.look([...(await this.commands()), await this.metrics(), await this.received()]);
    for (const [role, heard] of house.overheard) book.look([heard], role);
    if (this.plan.length === 'whole') await this.nightfall();
    await house.server.stop();
    book.look([...house.files(), ...house.told()]);
  }

  /** The database is away while some write; what they say lies in the spool meanwhile. */
  private async spool(): Promise<void> {
    const { house, late } = this;
    const messages = late.map(({ number, profile, answers: { family, given } }) => ({
      from: number,
      name: profile,
      type: 'text',
      text: `${family} ${given}`,
    }));
    await house.locked(async () => {
      await house.simulator.control('POST', 'messages', { messages });
      let seen: ReturnType<typeof house.spooled> = [];
      const inSpool = (): boolean => {
        // Before the database's own file: whoever closes that loses its lock on it, and the spool is worked off at once.
        seen = house.spooled();
        return seen.reduce((sum, { text }) => sum + text.length, 0) > ENOUGH;
      };
      await until('what they say is in the spool', inSpool, PATIENCE_MS);
      this.book.look([...seen, ...house.files()]);
    });
    await until(
      'they are answered',
      async () => {
        await house.crowd.listen();
        return late.every(({ number }) => house.crowd.of(number).length > 0);
      },
      PATIENCE_MS,
    );
  }

  /** Ids of contacts and conversations of somebody of each manner. */
  private async oneOfEach(): Promise<Set<string>> {
    const numbers = this.crowd.slice(0, MANNERS.length).map(({ number }) => number);
    const ids = new Set<string>();
    for (const number of numbers) {
      const { body } = await this.house.server.api(`/api/contacts?phone=${number}`);
      for (const { id } of (body as { items: { id: string }[] }).items) ids.add(id);
    }
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: unknown } = await this.house.server.api(`/api/conversations?limit=200${next}`);
      const page = body as { items: { id: string; phone: string | null }[]; nextCursor: string | null };
      for (const { id, phone } of page.items) if (numbers.includes(phone ?? '')) ids.add(id);
      next = page.nextCursor === null ? null : `&cursor=${page.nextCursor}`;
    }
    return ids;
  }

  /** Requests that cannot be granted, with everything in them that must not come back. */
  private async refusals(): Promise<Place[]> {
    const { house } = this;
    const [person] = this.crowd;
    const { number = '', code = '', answers } = person ?? {};
    const viewer = `Bearer ${await house.key('viewer')}`;
    const unsigned = JSON.stringify({
      object: 'whatsapp_business_account',
      from: number,
      text: answers?.family,
    });
    const json = { 'content-type': 'application/json' };
    const asked: [string, RequestInit][] = [
      ['/api/contacts/243994711998', { method: 'DELETE' }],
      ['/api/contacts/243994711998/export', {}],
      [`/api/contacts?phone=${number}`, { headers: { authorization: viewer } }],
      [`/api/contacts/${number}`, {}],
      [`/api/uic/${code}`, {}],
      [`/api/uic?code=${code}${code}${code}${code}${code}`, {}],
      [`/api/uic?code=${code}&state=${code}`, {}],
      ['/api/uic/search', { method: 'POST', headers: json, body: `{"code": "${code}", }` }],
      ['/api/uic/search', { method: 'POST', headers: json, body: `{"code": ["${code}"]}` }],
      [
        '/api/messages',
        { method: 'POST', headers: json, body: `{"to":"${number}9999999","type":"${code}"}` },
      ],
      [`/api/dhis2/registrations/${code}`, {}],
      [`/whatsapp/webhook?name=${answers?.family}`, { method: 'POST', headers: json, body: unsigned }],
      ['/whatsapp/webhook', { method: 'POST', ...signed(`${answers?.family} ${code}`) }],
    ];
    const texts = await Promise.all(
      asked.map(async ([path, init]) => {
        const admin = { authorization: `Bearer rk_test-administrator-key-of-forty-characters` };
        const headers = { ...admin, ...(init.headers as Record<string, string>) };
        const response = await fetch(`${house.server.address}${path}`, { ...init, headers });
        return `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
      }),
    );
    // A search that is granted stands in an address, and must not stand in the log.
    await house.server.api(`/api/uic?code=${code}`);
    return [{ place: 'errors', text: texts.join('\n') }];
  }

  private async commands(): Promise<Place[]> {
    const { server } = this.house;
    const run = async (...command: string[]): Promise<Place> => {
      const { output, errors } = await server.command(...command);
      if (command[0] === 'uic:export') this.exported = output;
      return { place: `command ${command[0]}`, text: `${output}\n${errors}` };
    };
    const exported = await run('uic:export', '--output', '-');
    if (this.plan.length === 'short') return [exported];
    const others = await Promise.all(COMMANDS.map((command) => run(...command)));
    return [exported, ...others, await run('uic:erase', `+${this.crowd[ERASED]?.number}`)];
  }

  private async metrics(): Promise<Place> {
    const response = await fetch(`${this.house.server.address}/metrics`);
    return { place: 'metrics', text: await response.text() };
  }

  private async received(): Promise<Place> {
    const got = await this.house.simulator.control('GET', 'dhis2/received?limit=500');
    return { place: `register (${this.plan.mode})`, text: JSON.stringify(got) };
  }

  /** Runs that nobody went on with are over, and whoever asked for it is forgotten. */
  private async nightfall(): Promise<void> {
    const { house } = this;
    house.runOut();
    await until('every run is over', () => house.isQuiet, PATIENCE_MS);
    this.evening.look(house.opened());
    this.cells = house.cells();
  }

  /** Those who wanted to be forgotten, and one whom staff erased. */
  forgotten(): Somebody[] {
    return this.crowd.filter(({ manner }, at) => manner === 'erased' || at === ERASED);
  }

  /** Somebody and the person whose answers it has. */
  twins(): [Somebody, Somebody][] {
    return this.crowd.flatMap((person, at): [Somebody, Somebody][] => {
      const first = this.crowd[at - TWIN];
      return person.manner === 'twin' && first ? [[first, person]] : [];
    });
  }

  private register(wish: object): Promise<unknown> {
    return this.house.simulator.control('POST', 'dhis2', wish);
  }
}

/** Another phone, on which the same answers are typed. */
function neighbourOf(first: Somebody | undefined): Somebody {
  if (first === undefined) throw new Error('there is nobody');
  return { ...first, number: '243994711999' };
}
