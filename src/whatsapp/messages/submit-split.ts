const SENTENCES = new Intl.Segmenter('fr', { granularity: 'sentence' });
const GRAPHEMES = new Intl.Segmenter('fr', { granularity: 'grapheme' });

/**
 * A text in parts of at most `limit` characters: at the ends of sentences, where one is too long at words, where one of those is too
 * long between characters as people see them. Nothing is lost but the space at the seams.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let part = '';
  for (const piece of pieces(text, limit)) {
    if ((part + piece).trim().length > limit && part.trim() !== '') {
      parts.push(part.trim());
      part = '';
    }
    part += piece;
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

function* pieces(text: string, limit: number): Generator<string> {
  for (const { segment } of SENTENCES.segment(text)) {
    if (segment.trim().length <= limit) yield segment;
    else for (const word of segment.match(/\s*\S+\s*/gu) ?? []) yield* fitting(word, limit);
  }
}

function* fitting(word: string, limit: number): Generator<string> {
  if (word.trim().length <= limit) {
    yield word;
    return;
  }
  let piece = '';
  for (const { segment } of GRAPHEMES.segment(word)) {
    if (piece !== '' && piece.length + segment.length > limit) {
      yield piece;
      piece = '';
    }
    piece += segment;
  }
  yield piece;
}
