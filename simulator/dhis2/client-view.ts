import type { Client, Enrollment } from './clients.js';
import { stamp } from './endpoint.js';
import { attributeOf, PROGRAM, PROGRAM_ATTRIBUTES, TYPE_ATTRIBUTES } from './metadata.js';

/** A client as the Tracker API shows it; what belongs to a program is there when the program is named. */
export function entityView(client: Client, program: string | undefined): object {
  const { trackedEntity, trackedEntityType, orgUnit, inactive, deleted, potentialDuplicate } = client;
  const shown = program === PROGRAM.id ? PROGRAM_ATTRIBUTES : TYPE_ATTRIBUTES;
  return {
    trackedEntity,
    trackedEntityType,
    orgUnit,
    inactive,
    deleted,
    potentialDuplicate,
    createdAt: stamp(client.createdAt),
    updatedAt: stamp(client.updatedAt),
    createdAtClient: undefined,
    updatedAtClient: undefined,
    storedBy: undefined,
    geometry: undefined,
    attributes: attributesOf(client, shown),
    enrollments: client.enrollments
      .filter((each) => program === undefined || each.program === program)
      .map((each) => enrollmentView(client, each)),
    relationships: [],
    programOwners: client.enrollments.map((each) => ({
      trackedEntity,
      program: each.program,
      orgUnit: each.orgUnit,
    })),
  };
}

export function enrollmentView(client: Client, enrollment: Enrollment): object {
  const { enrollment: id, program, orgUnit, status, enrolledAt, occurredAt } = enrollment;
  return {
    enrollment: id,
    trackedEntity: client.trackedEntity,
    program,
    orgUnit,
    status,
    createdAt: stamp(client.createdAt),
    updatedAt: stamp(client.updatedAt),
    enrolledAt: stamp(enrolledAt),
    occurredAt: occurredAt === null ? undefined : stamp(occurredAt),
    followUp: false,
    deleted: client.deleted,
    storedBy: undefined,
    attributes: attributesOf(client, PROGRAM_ATTRIBUTES),
    events: [],
    notes: [],
    relationships: [],
  };
}

function attributesOf({ values, createdAt, updatedAt }: Client, shown: readonly string[]): object[] {
  return shown.flatMap((id) => {
    const [attribute, value] = [attributeOf(id), values[id]];
    if (!attribute || value === undefined) return [];
    const { code, name: displayName, valueType } = attribute;
    const dates = { createdAt: stamp(createdAt), updatedAt: stamp(updatedAt) };
    return [{ attribute: id, code, displayName, valueType, value, storedBy: undefined, ...dates }];
  });
}
