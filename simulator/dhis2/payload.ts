import { z } from 'zod';
import { since, UID, type Version } from './dialect.js';
import { Refusal, unknownWord } from './refusal.js';
import { newUid } from './uid.js';

export interface AttributeValue {
  attribute: string;
  value: string | null;
}

export interface EntityPayload {
  trackedEntity: string;
  trackedEntityType?: string | undefined;
  orgUnit?: string | undefined;
  attributes: AttributeValue[];
  potentialDuplicate?: boolean | undefined;
  inactive?: boolean | undefined;
}

export interface EnrollmentPayload {
  enrollment: string;
  trackedEntity?: string | undefined;
  program?: string | undefined;
  orgUnit?: string | undefined;
  enrolledAt?: string | undefined;
  occurredAt?: string | undefined;
  status: string;
  attributes: AttributeValue[];
}

/** What an import brings, each kind in one list. */
export interface Payload {
  entities: EntityPayload[];
  enrollments: EnrollmentPayload[];
}

const STATUSES = ['ACTIVE', 'COMPLETED', 'CANCELLED'] as const;

/** Known, and not played. */
const none = z.array(z.never()).optional();
const attribute = z.strictObject({
  attribute: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).transform(String).nullable(),
  storedBy: z.string().optional(),
});
const attributes = z.array(attribute).default([]);

function schemaOf(version: Version) {
  // From 2.42 on an id of another form is no id: the whole request cannot be read.
  const uid = since(version, '2.42')
    ? z.string().regex(UID, 'UID must be an alphanumeric string of 11 characters starting with a letter')
    : z.string();
  const enrollment = z.strictObject({
    enrollment: uid.optional(),
    trackedEntity: uid.optional(),
    program: z.string().optional(),
    orgUnit: z.string().optional(),
    enrolledAt: z.string().optional(),
    occurredAt: z.string().optional(),
    status: z.enum(STATUSES).default('ACTIVE'),
    followUp: z.boolean().optional(),
    storedBy: z.string().optional(),
    attributes,
    events: none,
    notes: none,
    relationships: none,
    ...(since(version, '2.43') && { attributeOptionCombo: z.string().optional() }),
  });
  const entity = z.strictObject({
    trackedEntity: uid.optional(),
    trackedEntityType: z.string().optional(),
    orgUnit: z.string().optional(),
    inactive: z.boolean().optional(),
    potentialDuplicate: z.boolean().optional(),
    storedBy: z.string().optional(),
    attributes,
    enrollments: z.array(enrollment).default([]),
    relationships: none,
  });
  return z.strictObject({
    trackedEntities: z.array(entity).default([]),
    enrollments: z.array(enrollment).default([]),
    events: none,
    relationships: none,
  });
}

const SCHEMAS = new Map<Version, ReturnType<typeof schemaOf>>();

/** Reads an import as a version would, but refuses a property that it does not know. Ids that are missing are made. */
export function readPayload(body: unknown, version: Version): Payload {
  const schema = SCHEMAS.get(version) ?? schemaOf(version);
  SCHEMAS.set(version, schema);
  const { data, error } = schema.safeParse(body ?? {});
  if (error) throw refusalOf(error, version);
  const families = data.trackedEntities.map(({ enrollments, trackedEntity = newUid(), ...rest }) => ({
    entity: { ...rest, trackedEntity },
    enrollments: enrollments.map((each) => ({ ...each, trackedEntity })),
  }));
  const enrollments = [...families.flatMap((family) => family.enrollments), ...data.enrollments];
  return {
    entities: families.map(({ entity }) => entity),
    enrollments: enrollments.map(({ enrollment = newUid(), ...rest }) => ({ ...rest, enrollment })),
  };
}

function refusalOf(error: z.ZodError, version: Version): Refusal {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key].join('.')) : [],
  );
  if (unknown.length > 0) return unknownWord('JSON property', unknown, version);
  const [issue] = error.issues;
  return new Refusal(409, `JSON mapping error at ${issue?.path.join('.')}: ${issue?.message}`);
}
