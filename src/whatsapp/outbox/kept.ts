import type { OutboundContent } from '../whatsapp-content.contract.js';

/** A template with its values. */
export interface TemplateCall {
  name: string;
  language: string;
  components: readonly unknown[];
}

/** What is kept (sealed) of a message until it is out. */
export interface Kept {
  content: OutboundContent;
  /** What goes instead when the window has closed before the attempt. */
  fallback?: TemplateCall;
}

/** One text, so that both are sealed, turned and erased together. */
export function pack({ content, fallback }: Kept): string {
  return JSON.stringify(fallback === undefined ? content : { ...content, fallback });
}

export function unpack(text: string): Kept {
  const { fallback, ...content } = JSON.parse(text) as OutboundContent & { fallback?: TemplateCall };
  return fallback === undefined ? { content } : { content, fallback };
}

export function templateContent({ name, language, components }: TemplateCall): OutboundContent {
  return { kind: 'template', name, language, components };
}
