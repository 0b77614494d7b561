/** More is no description. */
const LONGEST = 200_000;
const HTML = /<\/(?:p|div|span|ul|ol|li|b|strong|i|em|u|a|h[1-6]|table|tr|td|font|section)\s*>|<br\s*\/?>/i;
const MARK = /<!--|-->|<(\/?)([a-z][a-z0-9]*)\b[^<>]*>/gi;
const PARAGRAPHS = new Set(['p', 'div', 'ul', 'ol', 'table', 'section', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const LINES = new Set(['br', 'tr']);
const UNSEEN = new Set(['script', 'style']);
const COMMENT = '!';

/** What is to be read of a text that was written for a browser; any other text as it is. */
export function plainText(text: string): string {
  if (text.length > LONGEST || !HTML.test(text)) return text;
  return decoded(withoutMarks(text))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** In one pass: what is never closed costs no more than what is. */
function withoutMarks(text: string): string {
  let read = '';
  let from = 0;
  let unseen: string | null = null;
  for (const found of text.matchAll(MARK)) {
    const [mark, slash = '', tag = ''] = found;
    const name = tag.toLowerCase();
    if (unseen === null) read += folded(text.slice(from, found.index));
    from = found.index + mark.length;
    if (unseen !== null) {
      if (unseen === COMMENT ? mark === '-->' : slash === '/' && name === unseen) unseen = null;
    } else if (mark === '<!--') unseen = COMMENT;
    else if (slash === '' && UNSEEN.has(name)) unseen = name;
    else read += between(name, slash === '/');
  }
  return unseen === null ? read + folded(text.slice(from)) : read;
}

/** Line ends of the source are spaces to a browser. */
function folded(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function between(name: string, isEnd: boolean): string {
  if (name === 'li') return isEnd ? '' : '\n• ';
  if (PARAGRAPHS.has(name)) return '\n\n';
  if (name === 'td' && isEnd) return ' ';
  return LINES.has(name) ? '\n' : '';
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  euml: 'ë',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  icirc: 'î',
  iuml: 'ï',
  ocirc: 'ô',
  ugrave: 'ù',
  ucirc: 'û',
  oelig: 'œ',
  Eacute: 'É',
  Agrave: 'À',
  laquo: '«',
  raquo: '»',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  bull: '•',
  deg: '°',
  euro: '€',
  times: '×',
};

/** Numbers of Windows letters are read as browsers read them; a control character is none. */
function letterOf(code: number): string {
  if (code > 0x10_ff_ff) return '';
  const letter = code > 127 && code < 160 ? WINDOWS.decode(Uint8Array.of(code)) : String.fromCodePoint(code);
  return /\p{Cc}/u.test(letter) ? '' : letter;
}

const WINDOWS = new TextDecoder('windows-1252');

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name] ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return letterOf(code);
  });
}
