import type { OutboundContent } from '../whatsapp-content.contract.js';

/** Places in the values of a template that a message fills. */
export const PLACEHOLDERS = ['text'] as const;

const PLACE = /\{\{\s*([\w.-]*)\s*\}\}/g;
/** A template's text takes no more, with something around it. */
const MOST = 700;
const WORDLESS = 'Vous avez un nouveau message.';

/** Places that nobody fills. */
export function unknownPlaces(components: readonly unknown[]): string[] {
  const names = [...JSON.stringify(components).matchAll(PLACE)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !PLACEHOLDERS.some((known) => known === name));
}

/** The values with what the message says in their places. */
export function filled(components: readonly unknown[], content: OutboundContent): unknown[] {
  const words = wordsOf(content);
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replace(PLACE, () => words);
    if (Array.isArray(value)) return value.map(fill);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(each)]));
  };
  return components.map(fill);
}

/** What a message says, as a template takes it: on one line, without wide spaces, and not too long. */
function wordsOf(content: OutboundContent): string {
  const words = (textIn(content) ?? '').replace(/\s+/g, ' ').trim();
  if (words === '') return WORDLESS;
  if (words.length <= MOST) return words;
  const cut = words.slice(0, MOST - 1);
  const end = cut.lastIndexOf(' ');
  return `${cut
    .slice(0, end > MOST / 2 ? end : undefined)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

function textIn(content: OutboundContent): string | undefined {
  if ('text' in content) return content.text;
  if (content.kind === 'media') return content.caption;
  return content.kind === 'location' ? (content.name ?? content.address) : undefined;
}
