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
  /** The mark of whoever had it sent. */
  callbackData?: string;
}

/** One text, so that both are sealed, turned and erased together. */
export function pack({ content, ...more }: Kept): string {
  return JSON.stringify({ ...content, ...more });
}

export function unpack(text: string): Kept {
  const { fallback, callbackData, ...content } = JSON.parse(text) as OutboundContent & Omit<Kept, 'content'>;
  return {
    content,
    ...(fallback !== undefined && { fallback }),
    ...(callbackData !== undefined && { callbackData }),
  };
}

export function templateContent({ name, language, components }: TemplateCall): OutboundContent {
  return { kind: 'template', name, language, components };
}
