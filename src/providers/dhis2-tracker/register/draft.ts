import type { GatewayFailure, Registration } from '../../../dhis2/dhis2.port.js';
import { failure, isFailure } from '../failures/failure.js';
import type { OwnAnswers } from '../failures/import-codes.js';
import type { TrackerPlan } from '../plan/tracker-plan.js';
import type { Program } from '../server/program.js';
import { dayThere, type ServerTime } from '../server/server-time.js';
import type { Query } from '../tracker.client.js';
import { type Ids, idsOf } from './uid.js';

/** One client to be made, in the words of DHIS2. */
export interface Draft {
  ids: Ids;
  unit: string;
  /** Value by attribute. */
  values: ReadonlyMap<string, string>;
  /** `2026-03-02`, as the server counts days. */
  day: string;
  possibleDuplicate: boolean;
}

/** Each parameter is told, also where it is what DHIS2 would assume: versions and their documentation disagree on what that is. */
export function importQuery({ unitsAre }: TrackerPlan, importMode: 'COMMIT' | 'VALIDATE'): Query {
  return [
    ['async', 'false'],
    ['importStrategy', 'CREATE'],
    ['atomicMode', 'ALL'],
    ['importMode', importMode],
    ['reportMode', 'ERRORS'],
    ...(unitsAre === 'CODE' ? [['orgUnitIdScheme', 'CODE'] as const] : []),
  ];
}

/** The client of a registration; a failure where an answer has no option of its own. `time`: `null` where DHIS2 does not tell it. */
export function draftOf(
  registration: Registration,
  plan: TrackerPlan,
  time: ServerTime | null,
): Draft | GatewayFailure {
  const values = valuesOf(registration, plan);
  if (isFailure(values)) return values;
  const { issuedAt, possibleDuplicate } = registration;
  return {
    ids: idsOf(registration),
    unit: unitOf(registration, plan),
    values,
    day: time === null ? issuedAt.toISOString().slice(0, 10) : dayThere(issuedAt, time),
    possibleDuplicate,
  };
}

/** What a registration fills in; a failure where an answer has no option of its own. */
function valuesOf(
  { code, answers }: Registration,
  { attributes }: TrackerPlan,
): ReadonlyMap<string, string> | GatewayFailure {
  const values = new Map([[attributes.code, code]]);
  for (const [key, { attribute, options }] of Object.entries(attributes.answers)) {
    const answer = answers[key];
    if (answer === undefined || answer === '') continue;
    const value = options === undefined ? answer : options[answer];
    if (value === undefined) return failure('option-unmapped');
    values.set(attribute, value);
  }
  for (const [attribute, value] of Object.entries(attributes.constants)) values.set(attribute, value);
  return values;
}

/** What of a draft is the person's own. */
export function ownOf({ values }: Draft, { attributes }: TrackerPlan): OwnAnswers {
  const constant = Object.keys(attributes.constants);
  const asked = Object.values(attributes.answers)
    .map(({ attribute }) => attribute)
    .filter((attribute) => attribute !== attributes.code && !constant.includes(attribute));
  return {
    said: new Map([...values].filter(([attribute]) => asked.includes(attribute))),
    unsaid: asked.filter((attribute) => !values.has(attribute)),
    constant,
  };
}

function unitOf({ answers }: Registration, { orgUnit, orgUnits, orgUnitBy }: TrackerPlan): string {
  return orgUnits[answers[orgUnitBy] ?? ''] ?? orgUnit;
}

/** The body of an import; a failure where an attribute belongs nowhere. */
export function bodyOf(draft: Draft, plan: TrackerPlan, program: Program): object | GatewayFailure {
  const entries = [...draft.values].map(([attribute, value]) => ({ attribute, value }));
  const ofType = entries.filter(({ attribute }) => program.attributes.get(attribute)?.ofType === true);
  const others = entries.filter((entry) => !ofType.includes(entry));
  const fits = others.every(
    ({ attribute }) => plan.enrol && program.attributes.get(attribute)?.ofProgram === true,
  );
  if (!fits) return failure('attribute-unknown');
  const { ids, unit, day, possibleDuplicate } = draft;
  const enrollment = {
    enrollment: ids.enrolment,
    program: plan.program,
    orgUnit: unit,
    enrolledAt: day,
    ...(program.asksIncidentDate && { occurredAt: day }),
    status: 'ACTIVE',
    attributes: others,
  };
  const client = {
    trackedEntity: ids.client,
    trackedEntityType: plan.trackedEntityType,
    orgUnit: unit,
    ...(possibleDuplicate && { potentialDuplicate: true }),
    attributes: ofType,
    ...(plan.enrol && { enrollments: [enrollment] }),
  };
  return { trackedEntities: [client] };
}
