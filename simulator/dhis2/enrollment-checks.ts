import { since, UID } from './dialect.js';
import { fault, type Fault } from './import-report.js';
import { type ImportCase, momentOf } from './import-case.js';
import { OTHER_PROGRAM, PARCEL, PERSON, PROGRAM, PROGRAM_ATTRIBUTES } from './metadata.js';
import { TYPES } from './metadata-views.js';
import type { EnrollmentPayload } from './payload.js';
import { isWithin, unitOf } from './units.js';
import { takenIn, uniqueFaults, uniqueIn, unknownFaults, valueFaults } from './value-checks.js';

/** What is wrong with an enrolment that is brought; what stands first keeps the rest from being looked at. */
export function enrollmentFaults(enrollment: EnrollmentPayload, given: ImportCase): Fault[] {
  for (const stage of [identity, existence, presence, references, content]) {
    const faults = stage(enrollment, given);
    if (faults.length > 0) return faults;
  }
  return [];
}

function identity({ enrollment }: EnrollmentPayload, { switches: { version } }: ImportCase): Fault[] {
  if (since(version, '2.42') || UID.test(enrollment)) return [];
  return [fault('E1048', 'Object: {0}, uid: {0}, has an invalid uid format', enrollment)];
}

function existence({ enrollment: id }: EnrollmentPayload, { clients, strategy }: ImportCase): Fault[] {
  const owner = clients.ofEnrollment(id);
  if (owner?.deleted)
    return [fault('E1113', 'Enrollment: {0}, has been deleted and its uid cannot be used again', id)];
  if (owner && strategy === 'CREATE') return [fault('E1080', 'Enrollment: {0}, already exists', id)];
  return !owner && strategy === 'UPDATE' ? [fault('E1081', 'Enrollment: {0}, does not exist', id)] : [];
}

function presence(enrollment: EnrollmentPayload): Fault[] {
  return (['trackedEntity', 'program', 'orgUnit'] as const)
    .filter((property) => !enrollment[property])
    .map((property) => fault('E1122', 'Missing required enrollment property: {0}', property));
}

function references(enrollment: EnrollmentPayload, given: ImportCase): Fault[] {
  const { program = '', orgUnit = '', trackedEntity = '', attributes } = enrollment;
  const isProgram = [PROGRAM, OTHER_PROGRAM].some(({ id }) => id === program);
  const isUnit = unitOf(orgUnit, given.unitScheme) !== undefined;
  return [
    ...(isProgram ? [] : [fault('E1069', 'Could not find Program: {0}, linked to Enrollment', program)]),
    ...(isUnit
      ? []
      : [fault('E1070', 'Could not find OrganisationUnit: {0}, linked to Enrollment', orgUnit)]),
    ...(typeOf(trackedEntity, given) === undefined
      ? [fault('E1068', 'Could not find TrackedEntity: {0}, linked to Enrollment', trackedEntity)]
      : []),
    ...unknownFaults(attributes),
  ];
}

function content(enrollment: EnrollmentPayload, given: ImportCase): Fault[] {
  const { attributes, trackedEntity = '' } = enrollment;
  const { switches, clients } = given;
  return [
    ...placeFaults(enrollment, given),
    ...dateFaults(enrollment, given),
    ...againFaults(enrollment, given),
    ...attributeFaults(enrollment, given),
    ...valueFaults(attributes, switches),
    ...uniqueFaults(attributes, uniqueIn(switches), takenIn(clients, trackedEntity)),
  ];
}

function placeFaults(enrollment: EnrollmentPayload, given: ImportCase): Fault[] {
  const { program = '', trackedEntity = '' } = enrollment;
  const { switches, user } = given;
  const unit = unitOf(enrollment.orgUnit ?? '', given.unitScheme)?.id ?? '';
  const isOurs = program === PROGRAM.id;
  const type = typeOf(trackedEntity, given);
  const isRightType = type === (isOurs ? PERSON.id : PARCEL.id) || !TYPES.some(({ id }) => id === type);
  return [
    ...(isWithin(unit, switches.captureUnits)
      ? []
      : [fault('E1000', 'User: {0}, has no write access to OrganisationUnit: {1}', user, unit)]),
    ...(isOurs && switches.programAccess !== 'write'
      ? [fault('E1091', 'User: {0}, has no data write access to Program: {1}', user, program)]
      : []),
    ...(isOurs && !switches.programUnits.includes(unit)
      ? [fault('E1041', 'Enrollment OrganisationUnit: {0}, and Program: {1}, do not match', unit, program)]
      : []),
    ...(isRightType
      ? []
      : [
          fault(
            'E1022',
            'TrackedEntity: {0}, must have the TrackedEntityType of Program {1}',
            trackedEntity,
            program,
          ),
        ]),
  ];
}

/** By the register's own clock. */
function dateFaults({ enrolledAt, occurredAt }: EnrollmentPayload, { switches, now }: ImportCase): Fault[] {
  const [enrolled, occurred] = [momentOf(enrolledAt), momentOf(occurredAt)];
  return [
    ...(enrolled === undefined
      ? [fault('E1025', 'Property enrolledAt is null or has an invalid format: {0}', enrolledAt ?? 'null')]
      : []),
    ...(enrolled !== undefined && enrolled > now
      ? [fault('E1020', 'Enrollment date: {0}, cannot be a future date', enrolledAt ?? '')]
      : []),
    ...(occurred === undefined && switches.displayIncidentDate
      ? [
          fault(
            'E1023',
            'DisplayIncidentDate is true but property occurredAt is null or invalid: {0}',
            occurredAt ?? 'null',
          ),
        ]
      : []),
    ...(occurred !== undefined && occurred > now
      ? [fault('E1021', 'Incident date: {0}, cannot be a future date', occurredAt ?? '')]
      : []),
  ];
}

/** Enrolled once already: for ever, or at this time. */
function againFaults(enrollment: EnrollmentPayload, { clients, switches }: ImportCase): Fault[] {
  const { enrollment: id, trackedEntity = '', program = '' } = enrollment;
  const others = clients
    .get(trackedEntity)
    ?.enrollments.filter((each) => each.enrollment !== id && each.program === program);
  if (!others || others.length === 0) return [];
  if (switches.onlyEnrollOnce) {
    const words =
      'Enrollment: {0}, TrackedEntity: {1} has been enrolled once in Program: {2}, and may only once';
    return [fault('E1016', words, id, trackedEntity, program)];
  }
  const isActive = others.some(({ status }) => status === 'ACTIVE') && enrollment.status === 'ACTIVE';
  const words = 'Enrollment: {0}, TrackedEntity: {1} already has an active enrollment in Program: {2}';
  return isActive ? [fault('E1015', words, id, trackedEntity, program)] : [];
}

/** Those of the program only; its mandatory ones here or with the client. */
function attributeFaults(enrollment: EnrollmentPayload, given: ImportCase): Fault[] {
  const { attributes, program = '', trackedEntity = '', enrollment: id } = enrollment;
  const belonging = program === PROGRAM.id ? PROGRAM_ATTRIBUTES : ['uicParcelNo'];
  const brought =
    given.payload.entities.find((each) => each.trackedEntity === trackedEntity)?.attributes ?? [];
  const there = new Set([
    ...[...attributes, ...brought].map(({ attribute }) => attribute),
    ...Object.keys(given.clients.get(trackedEntity)?.values ?? {}),
  ]);
  const needed = program === PROGRAM.id ? given.switches.mandatory : [];
  return [
    ...attributes
      .filter(({ attribute }) => !belonging.includes(attribute))
      .map(({ attribute }) =>
        fault('E1019', 'Only program attributes are allowed for enrollment, not {0}', attribute),
      ),
    ...needed
      .filter((attribute) => !there.has(attribute))
      .map((attribute) =>
        fault(
          'E1018',
          'Attribute: {0}, is mandatory in program {1} but not declared in enrollment {2}',
          attribute,
          program,
          id,
        ),
      ),
  ];
}

/** The type of a client that is there or is brought along. */
function typeOf(id: string, { clients, payload }: ImportCase): string | undefined {
  const known = clients.get(id);
  if (known && !known.deleted) return known.trackedEntityType;
  return payload.entities.find(({ trackedEntity }) => trackedEntity === id)?.trackedEntityType;
}
