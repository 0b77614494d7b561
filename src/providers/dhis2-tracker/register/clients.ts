import { z } from 'zod';
import type { GatewayFailure, RemoteClient } from '../../../dhis2/dhis2.port.js';
import type { Dialect } from '../dialect.js';
import { failure } from '../failures/failure.js';
import { refusalOf } from '../failures/refusal.js';
import type { Answer, Json } from '../failures/reply.js';
import type { TrackerPlan } from '../plan/tracker-plan.js';
import type { Query } from '../tracker.client.js';

/** No more of a person than is compared. */
export const CLIENT_FIELDS =
  'trackedEntity,attributes[attribute,value],enrollments[enrollment,program,status]';
/** Two are one too many already. */
const MOST_CLIENTS = '5';

/** Who has this code. `unit`: where the dialect wants one named. */
export function searchQuery(
  code: string,
  plan: TrackerPlan,
  { dialect, unit }: { dialect: Dialect; unit?: string },
): Query {
  return [
    plan.enrol ? ['program', plan.program] : ['trackedEntityType', plan.trackedEntityType],
    [dialect.mode, 'ACCESSIBLE'],
    ...(unit === undefined ? [] : [[dialect.units, unit] as const]),
    ['filter', `${plan.attributes.code}:${dialect.equals}:${escaped(code)}`],
    ['fields', CLIENT_FIELDS],
    ['pageSize', MOST_CLIENTS],
  ];
}

/** These three divide a filter; a stroke before them makes them letters. */
export function escaped(value: string): string {
  return value.replace(/[/:,]/g, '/$&');
}

/** Where one client is asked for by its id. */
export function clientQuery({ enrol, program }: TrackerPlan): Query {
  return [...(enrol ? [['program', program] as const] : []), ['fields', CLIENT_FIELDS]];
}

const client = z.object({
  trackedEntity: z.string(),
  attributes: z.array(z.object({ attribute: z.string(), value: z.string().catch('') })).catch([]),
});

/** The clients of a list; a failure where the answer is none, or is of other codes: the filter was not understood. */
export function clientsIn(
  { status, json }: Answer,
  sought: { code: string; ours: string; attribute: string; list: string },
): readonly RemoteClient[] | GatewayFailure {
  const list = listIn(json, sought.list);
  if (list === null) return refusalOf({ status, json });
  const all = list.flatMap((item) => clientIn(item, sought) ?? []);
  const fitting = all.filter(({ code }) => code === null || sameCode(code, sought.code));
  return fitting.length === 0 && all.length > 0 ? failure('filter-ignored', { status }) : fitting;
}

/** One client; `null` where it is none. */
export function clientIn(
  item: unknown,
  { attribute, ours }: { attribute: string; ours: string },
): RemoteClient | null {
  const { data } = client.safeParse(item);
  if (data === undefined) return null;
  const code = data.attributes.find((each) => each.attribute === attribute)?.value ?? '';
  return { id: data.trackedEntity, code: code === '' ? null : code, isOurs: data.trackedEntity === ours };
}

/** Whether two writings mean one code: `mbe-ibr-7da1`, `MBEIBR7DA1`. */
export function sameCode(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(code: string): string {
  return code.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Servers between two versions use either name. */
function listIn(json: Json, name: string): readonly unknown[] | null {
  const list: unknown = json[name] ?? json['trackedEntities'] ?? json['instances'];
  return Array.isArray(list) ? list : null;
}
