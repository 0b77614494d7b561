/** A piece of a formatted text. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; pieces: Piece[] }
  | { kind: 'mono'; text: string }
  | { kind: 'link'; text: string; href: string };

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
/** A fence, a code span, a styled run or a link, whichever comes first. */
const TOKEN =
  /```([\s\S]+?)```|`([^`\n]+)`|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])|(https?:\/\/[^\s<]*[^\s<.,:;!?)\]»"'])|(?<![\p{L}\p{N}@.])(www\.[^\s<]*[^\s<.,:;!?)\]»"'])/u;

/** Reads WhatsApp's formatting: `*bold*`, `_italic_`, `~strike~`, `` `mono` ``, a fence of three, and links. */
export function parseMarkup(text: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = text;
  for (let found = TOKEN.exec(rest); found; found = TOKEN.exec(rest)) {
    if (found.index > 0) pieces.push({ kind: 'text', text: rest.slice(0, found.index) });
    pieces.push(pieceOf(found));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) pieces.push({ kind: 'text', text: rest });
  return pieces;
}

function pieceOf(found: RegExpExecArray): Piece {
  const [whole, fence, code, mark, inner, link, bare] = found;
  if (fence !== undefined || code !== undefined) return { kind: 'mono', text: fence ?? code ?? '' };
  if (mark !== undefined)
    return { kind: STYLES[mark as keyof typeof STYLES], pieces: parseMarkup(inner ?? '') };
  return { kind: 'link', text: whole, href: link ?? `https://${bare ?? ''}` };
}

/** The text without its marks, on one line: for previews. */
export function plainText(text: string): string {
  const flat = (pieces: Piece[]): string =>
    pieces.map((piece) => ('pieces' in piece ? flat(piece.pieces) : piece.text)).join('');
  return flat(parseMarkup(text)).replace(/\s+/g, ' ').trim();
}

const EMOJI_ONLY =
  /^(?:\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier}|\u200d\p{Extended_Pictographic})*\s?){1,3}$/u;

/** One to three emoji and nothing else: shown large. */
export function isEmojiOnly(text: string): boolean {
  return EMOJI_ONLY.test(text.trim());
}
