import { readSettings } from '../settings.js';
import { buildSimulator, type Simulator } from '../simulator.js';
import type { Version } from './dialect.js';
import { newUid } from './uid.js';

export type Json = Record<string, unknown>;

export interface Heard {
  status: number;
  json: Json;
  text: string;
  headers: Headers;
}

interface Said {
  method?: string;
  body?: unknown;
  /** As it is, instead of a JSON body. */
  raw?: string;
  headers?: Record<string, string>;
}

const { username, password, token } = readSettings({}).dhis2;

/** How the account says who it is. */
export const BASIC = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
export const API_TOKEN = `ApiToken ${token}`;

/** Somebody who calls the register, in tests: right in every way until told otherwise. */
export class Caller {
  private constructor(
    private readonly simulator: Simulator,
    readonly origin: string,
  ) {}

  static async start(): Promise<Caller> {
    const simulator = await buildSimulator({ ...readSettings({}), port: 0 });
    return new Caller(simulator, `http://127.0.0.1:${await simulator.listen()}`);
  }

  stop(): Promise<void> {
    return this.simulator.close();
  }

  /** A call below `/dhis2`, with the token. */
  async call(path: string, { method = 'GET', body, raw, headers }: Said = {}): Promise<Heard> {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const answer = await fetch(`${this.origin}/dhis2${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: API_TOKEN,
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await answer.text();
    return { status: answer.status, json: parse(text), text, headers: answer.headers };
  }

  post(path: string, body: unknown): Promise<Heard> {
    return this.call(path, { method: 'POST', body });
  }

  /** Sends a client the way one should. */
  import(payload: object, query: Record<string, string> = {}): Promise<Heard> {
    const words = new URLSearchParams({ ...GOOD_IMPORT, ...query }).toString();
    return this.post(`/api/tracker?${words}`, payload);
  }

  /** The switches of the register. */
  async set(change: object): Promise<Json> {
    const answer = await fetch(`${this.origin}/sim/dhis2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    });
    const json = (await answer.json()) as Json;
    if (!answer.ok) throw new Error(JSON.stringify(json));
    return json;
  }

  async control(path: string, method = 'GET'): Promise<Json> {
    return (await (await fetch(`${this.origin}/sim/dhis2${path}`, { method })).json()) as Json;
  }

  async speaks(version: Version): Promise<void> {
    await this.set({ version });
  }
}

const GOOD_IMPORT = {
  async: 'false',
  importStrategy: 'CREATE',
  atomicMode: 'ALL',
  importMode: 'COMMIT',
  reportMode: 'ERRORS',
};

export interface PersonChange {
  trackedEntity?: string;
  enrollment?: string;
  code?: string;
  entity?: object;
  enrolled?: object;
  /** Attributes of the enrolment, instead of the usual. */
  answers?: object[];
}

/** A person as the service brings one, with what is to be different. */
export function person(change: PersonChange = {}): { trackedEntities: Json[] } {
  const { trackedEntity = newUid(), enrollment = newUid(), code = 'MBEIBR7DA1' } = change;
  const place = { orgUnit: 'uicOrgUnitA' };
  const answers = change.answers ?? [
    { attribute: 'uicGenderAt', value: 'MALE' },
    { attribute: 'uicYearAttr', value: '7' },
    { attribute: 'uicTownAttr', value: 'DA' },
  ];
  return {
    trackedEntities: [
      {
        trackedEntity,
        trackedEntityType: 'uicPersonTy',
        ...place,
        attributes: [{ attribute: 'uicCodeAttr', value: code }],
        enrollments: [
          {
            enrollment,
            program: 'uicProgram1',
            ...place,
            enrolledAt: '2026-01-05',
            occurredAt: '2026-01-05',
            status: 'ACTIVE',
            attributes: answers,
            ...change.enrolled,
          },
        ],
        ...change.entity,
      },
    ],
  };
}

/** The codes of a report, in their order. */
export function codesOf({ json }: Heard): string[] {
  const report = json['validationReport'] as { errorReports: { errorCode: string }[] } | undefined;
  return report?.errorReports.map(({ errorCode }) => errorCode) ?? [];
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}
