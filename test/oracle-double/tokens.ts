const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\/\*[\s\S]*?\*\/|--[^\n]*|:\s*(?:"[^"]+"|\w+)|\w+|\s+|[\s\S]/g;

/** The statement in pieces that put together give it again: literals, quoted names, comments, binds and the rest. */
export function tokensOf(sql: string): string[] {
  return sql.match(TOKEN) ?? [];
}

/** Whether the token is a bind variable such as `:1` or `:name`. */
export function isBind(token: string): boolean {
  return /^:\s*["\w]/.test(token);
}

/** Rewrites the code of a statement and leaves literals, quoted names and comments alone. */
export function mapCode(sql: string, rewrite: (code: string) => string): string {
  const parts: string[] = [];
  let code = '';
  for (const token of tokensOf(sql)) {
    if (/^(?:'|"|\/\*|--)/.test(token)) {
      parts.push(rewrite(code), token);
      code = '';
    } else {
      code += token;
    }
  }
  return [...parts, rewrite(code)].join('');
}

/** The statement with every literal, quoted name and comment made harmless, for rules that look at its code. */
export function codeOf(sql: string): string {
  return tokensOf(sql).map(harmless).join('');
}

function harmless(token: string): string {
  if (token.startsWith("'")) return "'x'";
  if (token.startsWith('"')) return '"q"';
  if (token.startsWith('--') || (token.startsWith('/*') && !token.startsWith('/*+'))) return ' ';
  return token;
}

/** The part of the code that is in no bracket. */
export function topLevel(code: string): string {
  let depth = 0;
  let top = '';
  for (const character of code) {
    if (character === '(') depth++;
    if (depth === 0) top += character;
    if (character === ')') depth--;
  }
  return top;
}
