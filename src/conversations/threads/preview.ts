import type { InboundContent, OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';

type Content = InboundContent | OutboundContent;

/** Stands for the kind of what was said while answers are private. */
export const PRIVATE_TYPE = 'private';

const MOST = 200;

/** The kind of a content as a list of conversations shows it: which kind of file rather than that it is one. */
export function typeOf(content: Content): string {
  if (content.kind === 'media') return content.media;
  return content.kind === 'other' ? content.type.slice(0, 20) : content.kind;
}

/** The beginning of the words of a content, on one line; `null` where it has none. */
export function previewOf(content: Content): string | null {
  const line = [...(wordsOf(content) ?? '').replace(/\s+/g, ' ').trim()];
  if (line.length === 0) return null;
  return line.length <= MOST ? line.join('') : `${line.slice(0, MOST - 1).join('')}…`;
}

function wordsOf(content: Content): string | undefined {
  switch (content.kind) {
    case 'tap':
      return content.title;
    case 'media':
      return content.caption ?? content.filename;
    case 'location':
      return content.name ?? content.address;
    case 'reaction':
      return content.emoji;
    case 'template':
      return content.name;
    case 'edit':
      return wordsOf(content.content);
    default:
      return 'text' in content ? content.text : undefined;
  }
}
