/** What stands between two pairs of braces. Never a nested quantifier: texts come from outside and may be long. */
const BRACES = /\{\{([^{}]*)\}\}/g;

/** The variables of a text, each once: numbers ascending, names in their order. */
export function variablesIn(text: string): string[] {
  const found = [...new Set([...text.matchAll(BRACES)].map(([, inside = '']) => inside.trim()))];
  return found.every(isNumber) ? found.sort((a, b) => Number(a) - Number(b)) : found;
}

/** Every variable as it is written, spaces included, as often as it is there. */
export function writtenVariables(text: string): string[] {
  return [...text.matchAll(BRACES)].map(([, inside = '']) => inside);
}

export function isNumber(variable: string): boolean {
  return /^\d{1,9}$/.test(variable);
}

/** Whether the values are given by name; by place otherwise. */
export function areNamed(variables: readonly string[]): boolean {
  return variables.some((variable) => !isNumber(variable));
}

/** The text with its variables replaced; one without a value stays as it is. */
export function filled(text: string, value: (variable: string) => string | undefined): string {
  return text.replace(BRACES, (braces, inside: string) => value(inside.trim()) ?? braces);
}

/** Braces that are not those of a variable: `{{1}`, `{{`, `{1}}`. */
export function hasLooseBraces(text: string): boolean {
  const rest = text.replace(BRACES, '');
  return rest.includes('{{') || rest.includes('}}');
}

/** Whether two variables stand side by side, with nothing or only spaces between them. */
export function hasAdjacent(text: string): boolean {
  return /\}\}[^\S\n]*\{\{/.test(text);
}

/** Whether the text begins or ends with a variable: `start`, `end`, both or none. */
export function variableEdges(text: string): ('start' | 'end')[] {
  const trimmed = text.trim();
  const edges: ('start' | 'end')[] = [];
  if (/^\{\{[^{}]*\}\}/.test(trimmed)) edges.push('start');
  if (trimmed.endsWith('}}') && /^\{\{[^{}]*\}\}$/.test(trimmed.slice(trimmed.lastIndexOf('{{'))))
    edges.push('end');
  return edges;
}
