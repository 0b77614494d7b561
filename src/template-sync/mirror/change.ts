import { contentOf, type Content, type Snapshot } from './content.js';
import { searchTextOf } from './search-text.js';
import type { RemoteTemplate } from '../template-sync.port.js';
import type { TemplateRow } from './template.entity.js';

/** A template that has to be written. */
export interface Change {
  id: string;
  /** Of the row that it replaces; 0 for a new one. */
  revision: number;
  /** Whether it says something new: then a version is kept. */
  isNews: boolean;
  name: string;
  language: string;
  hash: string;
  content: Content;
}

/** The row's columns that hold what the source says. */
type ContentColumns = Pick<
  TemplateRow,
  Exclude<keyof Content, 'components' | 'extra'> | 'components' | 'extra' | 'contentHash' | 'searchText'
>;

/** What a source says, as columns. */
export function columnsOf({
  name,
  hash,
  content,
}: Pick<Change, 'name' | 'hash' | 'content'>): ContentColumns {
  return {
    ...content,
    components: JSON.stringify(content.components),
    extra: JSON.stringify(content.extra),
    contentHash: hash,
    searchText: searchTextOf(name, content.components),
  };
}

/** A new row. */
export function rowOf(change: Change, accountId: string, at: Date): TemplateRow {
  return {
    ...columnsOf(change),
    id: change.id,
    accountId,
    name: change.name,
    language: change.language,
    active: true,
    revision: 1,
    createdAt: at,
    updatedAt: at,
    statusAt: null,
    qualityAt: null,
    categoryAt: null,
  };
}

/** The template as it is after the change. */
export function snapshotOf({ name, language, content }: Change): Snapshot {
  return { name, language, ...content, active: true };
}

/** What a remote template becomes here. */
export function changeOf(
  remote: RemoteTemplate,
  to: Pick<Change, 'id' | 'revision' | 'isNews' | 'language' | 'hash'>,
): Change {
  return { ...to, name: remote.name, content: contentOf(remote) };
}
