import type { Exchange } from '../../assistant/assistant.contract.js';
import type { MessageLine } from '../../whatsapp/whatsapp.contract.js';

/** A conversation, newest first as it is read, as the assistant needs it: oldest first, words only, nothing private. */
export function exchangesIn(lines: readonly MessageLine[]): Exchange[] {
  return lines.toReversed().flatMap((line): Exchange[] => {
    const text = line.isPrivate ? '' : wordsOf(line);
    return text === '' ? [] : [{ who: line.direction === 'in' ? 'person' : 'house', text }];
  });
}

function wordsOf({ content }: MessageLine): string {
  if (content === null) return '';
  if (content.kind === 'tap') return content.title;
  return 'text' in content && typeof content.text === 'string' ? content.text.trim() : '';
}
