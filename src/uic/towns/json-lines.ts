import { messageOf } from '../../kernel/error.js';

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\n|[^\s"{}[\],:]+/g;

/**
 * On which lines the values of a JSON object begin: for each key the line of its value, or, when that is a list, the lines of
 * its elements. The text must be valid.
 */
export function valueLines(json: string): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  let [line, depth, key, list, expected] = [1, 0, '', false, false];
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '\n') {
      line++;
      continue;
    }
    const closing = token === ']' || token === '}';
    if (expected && !closing) lines.get(key)?.push(line);
    expected = false;
    if (token === '[' || token === '{') {
      depth++;
      if (depth === 2) {
        list = token === '[';
        lines.set(key, list ? [] : [line]);
        expected = list;
      }
    } else if (closing) depth--;
    else if (token === ',') expected = list && depth === 2;
    else if (token.startsWith('"') && depth === 1) key = JSON.parse(token) as string;
  }
  return lines;
}

/** The line at which a text stops being JSON: the first whose text, cut there, does not merely lack its end. */
export function faultyLine(json: string): number {
  const lines = json.split('\n');
  let [sound, broken] = [0, lines.length];
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (isBeginning(lines.slice(0, middle).join('\n'))) sound = middle;
    else broken = middle;
  }
  return broken;
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = messageOf(error);
    const position = / at position (\d+)/.exec(message)?.[1];
    // No string goes over the end of a line, so one that does is the fault itself.
    if (message.startsWith('Unterminated string')) return false;
    return message.includes('end of JSON input') || Number(position) >= text.length;
  }
}
