import { type Client, type Enrollment, newClient } from './clients.js';
import { type ImportCase, momentOf } from './import-case.js';
import type { Outcome } from './import-report.js';
import type { AttributeValue, EnrollmentPayload, EntityPayload } from './payload.js';
import { unitOf } from './units.js';

/** Does what an import brings, but for what was found at fault. */
export function commit(given: ImportCase, outcomes: readonly Outcome[]): void {
  const { payload, clients, strategy } = given;
  const isFine = (uid: string): boolean =>
    outcomes.some((each) => each.uid === uid && each.done !== 'ignored');
  for (const entity of payload.entities.filter(({ trackedEntity }) => isFine(trackedEntity))) {
    if (strategy === 'DELETE') clients.remove(entity.trackedEntity);
    else clients.put(clientOf(entity, given));
  }
  for (const enrollment of payload.enrollments.filter((each) => isFine(each.enrollment)))
    enrol(enrollment, given);
}

function clientOf(entity: EntityPayload, { clients, unitScheme, now }: ImportCase): Client {
  const { trackedEntity, trackedEntityType = '', attributes } = entity;
  const before = clients.get(trackedEntity);
  return newClient({
    ...before,
    trackedEntity,
    trackedEntityType,
    orgUnit: unitOf(entity.orgUnit ?? '', unitScheme)?.id ?? '',
    values: valuesOf(before?.values ?? {}, attributes),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    potentialDuplicate: entity.potentialDuplicate ?? before?.potentialDuplicate ?? false,
    inactive: entity.inactive ?? before?.inactive ?? false,
  });
}

function enrol(payload: EnrollmentPayload, { clients, unitScheme, now }: ImportCase): void {
  const client = clients.get(payload.trackedEntity ?? '');
  if (!client) return;
  const enrollment: Enrollment = {
    enrollment: payload.enrollment,
    program: payload.program ?? '',
    orgUnit: unitOf(payload.orgUnit ?? '', unitScheme)?.id ?? '',
    enrolledAt: momentOf(payload.enrolledAt) ?? now,
    occurredAt: momentOf(payload.occurredAt) ?? null,
    status: payload.status,
  };
  const others = client.enrollments.filter((each) => each.enrollment !== enrollment.enrollment);
  const values = valuesOf(client.values, payload.attributes);
  clients.put({ ...client, values, enrollments: [...others, enrollment], updatedAt: now });
}

/** The values after a change; one without value goes. */
export function valuesOf(before: Client['values'], attributes: readonly AttributeValue[]): Client['values'] {
  const values = { ...before };
  for (const { attribute, value } of attributes) {
    if (value === null || value === '') delete values[attribute];
    else values[attribute] = value;
  }
  return values;
}
