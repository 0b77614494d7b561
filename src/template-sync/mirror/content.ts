import { hash } from 'node:crypto';
import { portable } from '../../platform/database/columns.js';
import type { RemoteTemplate } from '../template-sync.port.js';
import { canonical } from './canonical.js';
import type { TemplateRow } from './template.entity.js';

/** What a source says of a template: what is compared, kept and told back. */
export interface Content {
  remoteId: string;
  category: string;
  status: string;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  quality: string | null;
  rejectedReason: string | null;
  subCategory: string | null;
  previousCategory: string | null;
  correctCategory: string | null;
  components: unknown[];
  extra: Record<string, unknown>;
}

/** A template as it was at a moment: what a version keeps. */
export interface Snapshot extends Content {
  name: string;
  language: string;
  active: boolean;
}

const SIZES = {
  name: 512,
  language: 40,
  remoteId: 64,
  category: 60,
  status: 60,
  parameterFormat: 20,
  quality: 60,
  rejectedReason: 1000,
  subCategory: 60,
  previousCategory: 60,
  correctCategory: 60,
} as const satisfies Partial<Record<keyof RemoteTemplate, number>>;

const SIZE_LIST = Object.entries(SIZES) as [keyof typeof SIZES, number][];
const NEEDED = ['name', 'language', 'remoteId', 'category', 'status'] as const;

/** Languages are written with a hyphen in some places and with an underscore in others. */
export function languageOf(text: string): string {
  return text.trim().replaceAll('-', '_');
}

/** Why a template cannot be kept, in French; `null` when it can. */
export function malformation(remote: RemoteTemplate): string | null {
  for (const field of NEEDED) {
    if (typeof remote[field] !== 'string' || remote[field].trim() === '')
      return `Le champ « ${field} » manque.`;
  }
  if (!Array.isArray(remote.components)) return 'Les composants ne sont pas une liste.';
  const long = SIZE_LIST.find(([field, size]) => isLonger(remote[field], size));
  if (long !== undefined) return `Le champ « ${long[0]} » est trop long.`;
  return null;
}

/** What a remote template says, as all databases keep it alike. */
export function contentOf(remote: RemoteTemplate): Content {
  return {
    remoteId: remote.remoteId,
    category: remote.category,
    status: remote.status,
    parameterFormat: remote.parameterFormat,
    quality: text(remote.quality),
    rejectedReason: text(remote.rejectedReason),
    subCategory: text(remote.subCategory),
    previousCategory: text(remote.previousCategory),
    correctCategory: text(remote.correctCategory),
    components: remote.components,
    extra: remote.extra,
  };
}

/** What a row says. */
export function contentOfRow(row: TemplateRow): Content {
  const { remoteId, category, status, parameterFormat, quality } = row;
  const { rejectedReason, subCategory, previousCategory, correctCategory } = row;
  return {
    remoteId,
    category,
    status,
    parameterFormat,
    quality,
    rejectedReason,
    subCategory,
    previousCategory,
    correctCategory,
    components: JSON.parse(row.components) as unknown[],
    extra: JSON.parse(row.extra) as Record<string, unknown>,
  };
}

/** The same for equal content, whatever the order of keys. */
export function hashOf(content: Content): string {
  return hash('sha256', canonical(content), 'base64url');
}

/** Bytes are counted only where there could be too many: a character takes three of them at most, a pair four. */
function isLonger(value: unknown, bytes: number): boolean {
  return typeof value === 'string' && value.length * 3 > bytes && Buffer.byteLength(value) > bytes;
}

function text(value: string | null | undefined): string | null {
  return (portable(value) as string | null | undefined) ?? null;
}
