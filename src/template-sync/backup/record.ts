import type { LinkRow } from '../mirror/link.entity.js';
import type { LocalRow } from '../mirror/local.entity.js';
import type { TemplateRow } from '../mirror/template.entity.js';
import type { VersionRow } from '../mirror/version.entity.js';
import type { LinkRecord, MetadataRecord, TemplateRecord, VersionRecord } from './format.js';

/** Rows as records of a backup, and back: instants as text, JSON columns as JSON. */

export function templateRecord(row: TemplateRow): TemplateRecord {
  return {
    ...row,
    components: JSON.parse(row.components) as unknown[],
    extra: JSON.parse(row.extra) as Record<string, unknown>,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    statusAt: row.statusAt?.toISOString() ?? null,
    qualityAt: row.qualityAt?.toISOString() ?? null,
    categoryAt: row.categoryAt?.toISOString() ?? null,
  };
}

export function templateRow(record: TemplateRecord): TemplateRow {
  return {
    ...record,
    components: JSON.stringify(record.components),
    extra: JSON.stringify(record.extra),
    createdAt: new Date(record.createdAt),
    updatedAt: new Date(record.updatedAt),
    statusAt: dateOf(record.statusAt),
    qualityAt: dateOf(record.qualityAt),
    categoryAt: dateOf(record.categoryAt),
  };
}

export function versionRecord(row: VersionRow): VersionRecord {
  return {
    ...row,
    snapshot: JSON.parse(row.snapshot) as Record<string, unknown>,
    createdAt: row.createdAt.toISOString(),
  };
}

export function versionRow(record: VersionRecord): VersionRow {
  return { ...record, snapshot: JSON.stringify(record.snapshot), createdAt: new Date(record.createdAt) };
}

export function metadataRecord(row: LocalRow): MetadataRecord {
  return {
    ...row,
    tags: JSON.parse(row.tags) as string[],
    defaultValues: JSON.parse(row.defaultValues) as Record<string, unknown>,
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function localRow(record: MetadataRecord): LocalRow {
  return {
    ...record,
    tags: JSON.stringify(record.tags),
    defaultValues: JSON.stringify(record.defaultValues),
    updatedAt: new Date(record.updatedAt),
  };
}

export function linkRecord(row: LinkRow): LinkRecord {
  return { ...row, createdAt: row.createdAt.toISOString() };
}

export function linkRow(record: LinkRecord): LinkRow {
  return { ...record, createdAt: new Date(record.createdAt) };
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
