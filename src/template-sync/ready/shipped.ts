import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateDraft } from '../template-sync.port.js';

/** The languages in which every ready template is written. */
export const READY_LANGUAGES = ['fr', 'en'] as const;
export type ReadyLanguage = (typeof READY_LANGUAGES)[number];

/** A template that comes with the software and can be submitted as it is. */
export interface ReadyTemplate {
  name: string;
  category: string;
  /** The purpose for which it is written, where the house itself sends for one. */
  purpose: string | null;
  /** What it is for and what its variables are, in French. */
  about: string;
  /** Components by language. */
  languages: Record<ReadyLanguage, Record<string, unknown>[]>;
}

/** All of them, as they are shipped. */
export const shipped = JSON.parse(
  readFileSync(join(import.meta.dirname, 'ready.json'), 'utf8'),
) as readonly ReadyTemplate[];

/** One of them in one language, as it is submitted. */
export function draftOf(
  { name, category, languages }: ReadyTemplate,
  language: ReadyLanguage,
): TemplateDraft {
  return { name, language, category, components: languages[language] };
}
