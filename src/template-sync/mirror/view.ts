import { CATEGORIES, OLD_CATEGORIES } from '../rules/limits.js';
import { isSupported } from '../rules/support.js';
import type { TemplateView } from '../template-sync.contract.js';
import type { LocalRow } from './local.entity.js';
import type { TemplateRow } from './template.entity.js';
import type { Template } from './templates.repository.js';

/** What people here have written to a template. */
export interface Local {
  tags: string[];
  notes: string | null;
  owner: string | null;
  /** Default values of parameters, by name or number. */
  defaults: Record<string, string>;
}

/** A template of the local copy, for other rooms and for the API. */
export function viewOf({ row, local }: Template): TemplateView {
  const { id, accountId, remoteId, name, language, category, status, active } = row;
  const components = JSON.parse(row.components) as unknown[];
  return {
    id,
    accountId,
    metaId: remoteId,
    name,
    language,
    category,
    status,
    active,
    sendable: active && status === 'APPROVED' && isKnownCategory(category) && isSupported(components),
    quality: row.quality,
    parameterFormat: row.parameterFormat,
    components,
    tags: localOf(local).tags,
    updatedAt: row.updatedAt,
  };
}

/** What was written, or nothing. */
export function localOf(local: LocalRow | null): Local {
  if (local === null) return { tags: [], notes: null, owner: null, defaults: {} };
  const { tags, notes, owner, defaultValues } = local;
  return {
    tags: JSON.parse(tags) as string[],
    notes,
    owner,
    defaults: JSON.parse(defaultValues) as Record<string, string>,
  };
}

/** The row of what is written to a template. */
export function localRow(
  templateId: string,
  local: Local,
  by: Pick<LocalRow, 'updatedAt' | 'updatedBy'>,
): LocalRow {
  const { tags, notes, owner, defaults } = local;
  return {
    templateId,
    tags: JSON.stringify(tags),
    notes,
    owner,
    defaultValues: JSON.stringify(defaults),
    ...by,
  };
}

function isKnownCategory(category: string): boolean {
  return CATEGORIES.includes(category) || OLD_CATEGORIES.includes(category);
}

/** The row alone, where nobody asks for what people wrote. */
export function viewOfRow(row: TemplateRow): TemplateView {
  return viewOf({ row, local: null });
}
