import { readdirSync, readFileSync } from 'node:fs';
import type { TemplateView } from '../template-sync.contract.js';
import { isSupported } from './support.js';

/** A call of a recorded template and what has to be said of it. */
export interface RecordedCall {
  says: string;
  components?: unknown;
  /** Codes of all faults, in order. */
  codes?: string[];
  /** Components of all faults, in order, where that matters. */
  where?: string[];
  /** The first fault's index, where that matters. */
  index?: number;
}

export interface Recorded {
  file: string;
  view: TemplateView;
  supported: boolean;
  valid: RecordedCall[];
  faulty: RecordedCall[];
}

interface File {
  template: {
    id: string;
    name: string;
    language: string;
    status: string;
    category: string;
    parameter_format: 'POSITIONAL' | 'NAMED';
    components: unknown[];
    quality_score?: { score: string };
  };
  supported?: boolean;
  valid: RecordedCall[];
  faulty: RecordedCall[];
}

const FOLDER = new URL('../../../fixtures/meta/templates/', import.meta.url);

/** The templates of fixtures/meta/templates, as the local copy holds them. */
export function recordedTemplates(): Recorded[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((file) => {
      const {
        template,
        supported = true,
        ...calls
      } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as File;
      return { file: file.replace('.json', ''), view: viewOf(template), supported, ...calls };
    });
}

export function recordedTemplate(file: string): Recorded {
  const found = recordedTemplates().find((each) => each.file === file);
  if (!found) throw new Error(`No template ${file} is recorded.`);
  return found;
}

/** The whole call. */
export function callOf(view: TemplateView, components: unknown): Record<string, unknown> {
  const address = { name: view.name, language: { policy: 'deterministic', code: view.language } };
  return components === undefined ? address : { ...address, components };
}

function viewOf(template: File['template']): TemplateView {
  const { id, name, language, status, category, components } = template;
  return {
    id: '0190a6e0-0000-7000-8000-000000000001',
    accountId: '102290129340398',
    metaId: id,
    name,
    language,
    category,
    status,
    active: true,
    sendable: status === 'APPROVED' && isSupported(components),
    quality: template.quality_score?.score ?? null,
    parameterFormat: template.parameter_format,
    components,
    tags: [],
    updatedAt: new Date('2026-11-01T00:00:00Z'),
  };
}
