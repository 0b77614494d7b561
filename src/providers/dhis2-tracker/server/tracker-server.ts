import type { GatewayFailure } from '../../../dhis2/dhis2.port.js';
import type { Clock } from '../../../kernel/clock.js';
import type { Allowance } from '../allowance.js';
import { type Dialect, dialectOf, releaseOf } from '../dialect.js';
import { failure, isFailure } from '../failures/failure.js';
import { refusalOf } from '../failures/refusal.js';
import type { Answer, Json } from '../failures/reply.js';
import type { TrackerPlan } from '../plan/tracker-plan.js';
import type { TrackerClient } from '../tracker.client.js';
import { Kept } from './kept.js';
import { type Program, PROGRAM_FIELDS, programOf } from './program.js';
import { type ServerTime, wallMsOf } from './server-time.js';

/** What the server says of itself. */
export interface Server {
  version: string;
  release: number;
  dialect: Dialect;
  /** `null` where it does not tell the time: ours is all there is. */
  time: ServerTime | null;
  zone: string;
}

/** What DHIS2 is and holds, asked once an hour, and again after it has refused what it should have understood. */
export class TrackerServer {
  readonly #server = new Kept<Server>(HOUR_MS);
  readonly #program = new Kept<Program>(HOUR_MS);
  readonly #unit = new Kept<{ uid: string }>(HOUR_MS);

  constructor(
    private readonly client: TrackerClient,
    private readonly plan: TrackerPlan,
    private readonly clock: Clock,
  ) {}

  /** The program as it was last seen. */
  get latestProgram(): Program | undefined {
    return this.#program.latest;
  }

  /** Both at once: the first registration after the start waits for them. */
  async known(allowance: Allowance): Promise<{ server: Server; program: Program } | GatewayFailure> {
    const [server, program] = await Promise.all([this.server(allowance), this.program(allowance)]);
    if (isFailure(server)) return server;
    return isFailure(program) ? program : { server, program };
  }

  server(allowance: Allowance): Promise<Server | GatewayFailure> {
    return this.#server.orFrom(async () => {
      const answer = await this.client.get('system/info', [], allowance);
      if (isFailure(answer)) return answer;
      return answer.status === 200 ? this.#serverOf(answer.json) : refusalOf(answer);
    });
  }

  program(allowance: Allowance): Promise<Program | GatewayFailure> {
    return this.#program.orFrom(async () => {
      const { program } = this.plan;
      const answer = await this.client.get(`programs/${program}`, [['fields', PROGRAM_FIELDS]], allowance);
      if (isFailure(answer)) return answer;
      if (answer.status === 404) return failure('program-not-found', { status: 404 });
      if (answer.status !== 200) return refusalOf(answer);
      return programOf(answer.json) ?? failure('unexpected-answer', { status: 200 });
    });
  }

  /** The identifier of the general organisation unit, which the plan may name by its code. */
  async unit(allowance: Allowance): Promise<{ uid: string } | GatewayFailure> {
    const { unitsAre, orgUnit } = this.plan;
    if (unitsAre === 'UID') return { uid: orgUnit };
    return this.#unit.orFrom(async () => {
      const query = [
        ['filter', `code:eq:${orgUnit}`],
        ['fields', 'id'],
      ] as const;
      const answer = await this.client.get('organisationUnits', query, allowance);
      if (isFailure(answer)) return answer;
      if (answer.status !== 200) return refusalOf(answer);
      const uid = firstId(answer);
      return uid === null ? failure('unit-not-found') : { uid };
    });
  }

  /** What was learnt may no longer hold: it is asked again before the next call. */
  doubt(): void {
    this.#server.doubt();
    this.#program.doubt();
    this.#unit.doubt();
  }

  #serverOf(json: Json): Server | GatewayFailure {
    const { version, serverDate, serverTimeZoneId } = json;
    const release = typeof version === 'string' ? releaseOf(version) : null;
    if (typeof version !== 'string' || release === null) return failure('version-unknown', { status: 200 });
    const dialect = dialectOf(release);
    if (dialect === null) return failure('version-too-old', { words: `version 2.${release}`, status: 200 });
    const zone = typeof serverTimeZoneId === 'string' ? serverTimeZoneId : 'UTC';
    const wallMs = typeof serverDate === 'string' ? wallMsOf(serverDate, zone) : null;
    const now = { calendarMs: this.clock.now().getTime(), steadyMs: performance.now() };
    return { version, release, dialect, zone, time: wallMs === null ? null : { wallMs, ...now } };
  }
}

const HOUR_MS = 3_600_000;

function firstId({ json }: Answer): string | null {
  const units: unknown = json['organisationUnits'];
  const first: unknown = Array.isArray(units) ? units[0] : undefined;
  const id: unknown = typeof first === 'object' && first !== null && 'id' in first ? first.id : undefined;
  return typeof id === 'string' ? id : null;
}
