/** A part of a template, as the Graph writes it. */
export interface Component {
  type: string;
  [part: string]: unknown;
}

/** A message template as the account has it. */
export interface Template {
  id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  components: readonly Component[];
  parameterFormat: 'POSITIONAL' | 'NAMED';
  quality: string;
  rejectedReason: string;
  subCategory?: string;
  previousCategory?: string;
  /** What Meta thinks that the category should be. */
  correctCategory?: string;
  sendTtlSeconds?: number;
  /** Milliseconds. */
  updatedAt: number;
  /** When it was edited, in ms, the last 30 days. */
  edits: readonly number[];
}

/** The text of a part: `BODY`, `HEADER`, `FOOTER`. */
export function textOf(template: Template, type: string): string | undefined {
  const text = template.components.find((component) => component.type === type)?.['text'];
  return typeof text === 'string' ? text : undefined;
}

/** A template's buttons as the Graph writes them. */
export function buttonsOf(template: Template): readonly Component[] {
  const part = template.components.find(({ type }) => type === 'BUTTONS');
  return Array.isArray(part?.['buttons']) ? (part['buttons'] as Component[]) : [];
}
