import { z } from 'zod';

/** What the first line says; docs/operate/template-backup.md describes the whole. */
export const FORMAT = 'relais-templates';
export const VERSION = 1;

const id = z.string().min(1).max(36);
const instant = z.iso.datetime({ precision: 3 });
const text = (most: number): z.ZodString => z.string().min(1).max(most);
const label = (most: number): z.ZodNullable<z.ZodString> => z.string().max(most).nullable();
const json = z.record(z.string(), z.unknown());

/** The row of a template, its JSON columns as JSON. */
const template = z.strictObject({
  id,
  accountId: text(64),
  name: text(512),
  language: text(40),
  remoteId: text(64),
  category: text(60),
  status: text(60),
  parameterFormat: z.enum(['POSITIONAL', 'NAMED']),
  quality: label(60),
  rejectedReason: label(1000),
  subCategory: label(60),
  previousCategory: label(60),
  correctCategory: label(60),
  components: z.array(z.unknown()),
  extra: json,
  contentHash: text(64),
  active: z.boolean(),
  searchText: label(2000),
  revision: z.int().min(1),
  createdAt: instant,
  updatedAt: instant,
  statusAt: instant.nullable(),
  qualityAt: instant.nullable(),
  categoryAt: instant.nullable(),
});

const version = z.strictObject({
  id,
  templateId: id,
  revision: z.int().min(1),
  cause: z.enum(['sync', 'webhook', 'api', 'restore']),
  actor: text(120),
  runId: id.nullable(),
  approvedEdit: z.boolean(),
  snapshot: json,
  createdAt: instant,
});

/** What people here wrote to a template. */
const metadata = z.strictObject({
  templateId: id,
  tags: z.array(z.string()),
  notes: z.string().nullable(),
  owner: label(400),
  defaultValues: json,
  updatedAt: instant,
  updatedBy: text(120),
});

const link = z.strictObject({ userId: id, templateId: id, createdAt: instant });

/** The lists of the file, in the order in which they stand there. */
export const SECTIONS = ['templates', 'versions', 'metadata', 'links'] as const;
export type Section = (typeof SECTIONS)[number];

const RECORDS = { templates: template, versions: version, metadata, links: link } as const;

export type TemplateRecord = z.infer<typeof template>;
export type VersionRecord = z.infer<typeof version>;
export type MetadataRecord = z.infer<typeof metadata>;
export type LinkRecord = z.infer<typeof link>;

/** One record and the list that it belongs to. */
export type Entry =
  | { readonly section: 'templates'; readonly record: TemplateRecord }
  | { readonly section: 'versions'; readonly record: VersionRecord }
  | { readonly section: 'metadata'; readonly record: MetadataRecord }
  | { readonly section: 'links'; readonly record: LinkRecord };

export type Counts = Record<Section, number>;

export const headSchema = z.object({ format: z.string(), version: z.int(), createdAt: instant });
export const countsSchema = z.strictObject({
  templates: z.int(),
  versions: z.int(),
  metadata: z.int(),
  links: z.int(),
});

export function noCounts(): Counts {
  return { templates: 0, versions: 0, metadata: 0, links: 0 };
}

/** The entry, or what is wrong with it: the path of the field. */
export function entryOf(section: Section, value: unknown): Entry | string {
  const parsed = RECORDS[section].safeParse(value);
  if (parsed.success) return { section, record: parsed.data } as Entry;
  return parsed.error.issues[0]?.path.join('.') || section;
}
