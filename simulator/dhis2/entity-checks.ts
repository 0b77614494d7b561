import { since, UID } from './dialect.js';
import { fault, type Fault } from './import-report.js';
import type { ImportCase } from './import-case.js';
import { PERSON, TYPE_ATTRIBUTES } from './metadata.js';
import { TYPES } from './metadata-views.js';
import type { EntityPayload } from './payload.js';
import { isWithin, unitOf } from './units.js';
import { takenIn, uniqueFaults, uniqueIn, unknownFaults, valueFaults } from './value-checks.js';

const MISSING =
  'Attribute: {0}, is mandatory in tracked entity type {1} but not declared in tracked entity {2}';

/** What is wrong with a client that is brought; what stands first keeps the rest from being looked at. */
export function entityFaults(entity: EntityPayload, given: ImportCase): Fault[] {
  for (const stage of [identity, existence, presence, references, content]) {
    const faults = stage(entity, given);
    if (faults.length > 0) return faults;
  }
  return [];
}

function identity({ trackedEntity }: EntityPayload, { switches: { version } }: ImportCase): Fault[] {
  if (since(version, '2.42') || UID.test(trackedEntity)) return [];
  return [fault('E1048', 'Object: {0}, uid: {0}, has an invalid uid format', trackedEntity)];
}

function existence({ trackedEntity: id }: EntityPayload, { clients, strategy }: ImportCase): Fault[] {
  const known = clients.get(id);
  if (known?.deleted)
    return [fault('E1114', 'TrackedEntity: {0}, has been deleted and its uid cannot be used again', id)];
  if (known && strategy === 'CREATE') return [fault('E1002', 'TrackedEntity: {0}, already exists', id)];
  const mustExist = strategy === 'UPDATE' || strategy === 'DELETE';
  return !known && mustExist ? [fault('E1063', 'TrackedEntity: {0}, does not exist', id)] : [];
}

function presence(entity: EntityPayload, { strategy }: ImportCase): Fault[] {
  if (strategy === 'DELETE') return [];
  return (['trackedEntityType', 'orgUnit'] as const)
    .filter((property) => !entity[property])
    .map((property) => fault('E1121', 'Missing required tracked entity property: {0}', property));
}

function references(entity: EntityPayload, { strategy, unitScheme }: ImportCase): Fault[] {
  if (strategy === 'DELETE') return [];
  const { trackedEntityType = '', orgUnit = '', attributes } = entity;
  const isKnown = TYPES.some(({ id }) => id === trackedEntityType);
  return [
    ...(isKnown ? [] : [fault('E1005', 'Could not find TrackedEntityType: {0}', trackedEntityType)]),
    ...(unitOf(orgUnit, unitScheme)
      ? []
      : [fault('E1049', 'Could not find OrganisationUnit: {0}, linked to TrackedEntity', orgUnit)]),
    ...unknownFaults(attributes),
  ];
}

function content(entity: EntityPayload, given: ImportCase): Fault[] {
  const { switches, clients, strategy } = given;
  if (strategy === 'DELETE') return cascadeFaults(entity, given);
  const { attributes, trackedEntity } = entity;
  return [
    ...scopeFaults(entity, given),
    ...mandatoryFaults(entity, given),
    ...valueFaults(attributes, switches),
    ...uniqueFaults(attributes, uniqueIn(switches), takenIn(clients, trackedEntity)),
    ...uniqueFaults(attributes, uniqueIn(switches), takenBySibling(entity, given)),
  ];
}

function scopeFaults(entity: EntityPayload, { switches, clients, unitScheme, user }: ImportCase): Fault[] {
  const { captureUnits, typeAccess } = switches;
  const { trackedEntity, trackedEntityType = '' } = entity;
  const unit = unitOf(entity.orgUnit ?? '', unitScheme)?.id ?? '';
  const known = clients.get(trackedEntity);
  const isOutOfReach = known && (known.hidden || !isWithin(known.orgUnit, captureUnits));
  return [
    ...(isWithin(unit, captureUnits)
      ? []
      : [fault('E1000', 'User: {0}, has no write access to OrganisationUnit: {1}', user, unit)]),
    ...(isOutOfReach
      ? [fault('E1003', 'User: {0}, has no write access to TrackedEntity: {1}', user, trackedEntity)]
      : []),
    ...(typeAccess === 'write' || trackedEntityType !== PERSON.id
      ? []
      : [
          fault(
            'E1001',
            'User: {0}, has no data write access to TrackedEntityType: {1}',
            user,
            trackedEntityType,
          ),
        ]),
  ];
}

/** The first attribute of a person must be there; a later state may leave it as it was. */
function mandatoryFaults(entity: EntityPayload, { clients }: ImportCase): Fault[] {
  const { trackedEntity, trackedEntityType = '', attributes } = entity;
  const needed = trackedEntityType === PERSON.id ? TYPE_ATTRIBUTES.slice(0, 1) : [];
  const given = new Set(attributes.map(({ attribute }) => attribute));
  const kept = clients.get(trackedEntity)?.values ?? {};
  return needed
    .filter((id) => !given.has(id) && kept[id] === undefined)
    .map((id) => fault('E1090', MISSING, id, trackedEntityType, trackedEntity));
}

function takenBySibling({ trackedEntity }: EntityPayload, { payload }: ImportCase) {
  return (attribute: string, value: string): boolean =>
    payload.entities.some(
      (other) =>
        other.trackedEntity !== trackedEntity &&
        other.attributes.some((each) => each.attribute === attribute && each.value === value),
    );
}

function cascadeFaults({ trackedEntity }: EntityPayload, { switches, clients, user }: ImportCase): Fault[] {
  const mayCascade = switches.authorities.some((each) => ['ALL', 'F_TEI_CASCADE_DELETE'].includes(each));
  if (mayCascade || clients.get(trackedEntity)?.enrollments.length === 0) return [];
  return [
    fault('E1100', 'User: {0}, lacks F_TEI_CASCADE_DELETE to delete TrackedEntity: {1}', user, trackedEntity),
  ];
}
