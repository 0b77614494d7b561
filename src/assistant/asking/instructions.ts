import { randomBytes } from 'node:crypto';
import type { Exchange, Question } from '../assistant.contract.js';
import type { ModelCall } from '../assistant.port.js';
import { isKnown, textsOf } from '../texts/texts.js';
import { withoutPersonalData } from './redaction.js';

type Turn = ModelCall['messages'][number];

const LONGEST_QUESTION = 1_500;
const LONGEST_TURN = 600;
const MOST_TURNS = 12;
const LONGEST_HISTORY = 4_000;

/** A word that stands in the instructions of one call and nowhere else. */
export function newCanary(): string {
  return `ref-${randomBytes(6).toString('hex')}`;
}

/** What the model is told before it reads a message. */
export function instructionsFor({ language, serviceName }: Question, canary: string): string {
  const lines = textsOf(language).instructions.map((line) =>
    line.replaceAll('{service}', () => oneLine(serviceName)),
  );
  const short = language.slice(0, 2).toLowerCase();
  if (!isKnown(short)) lines.push(`Langue de la conversation : ${oneLine(language)}.`);
  return `${lines.map((line) => `- ${line}`).join('\n')}\n[${canary}]`;
}

/**
 * The conversation as it leaves: without personal data, the question marked as what it is. The two sides take turns: many local
 * models refuse two messages of one side in a row.
 */
export function messagesFor({ history, language, text }: Question): ModelCall['messages'] {
  const question = leaving(text, language, LONGEST_QUESTION);
  const before = history.at(-1);
  const isRepeated = before?.who === 'person' && before.text.trim() === text.trim();
  const turns = recent(isRepeated ? history.slice(0, -1) : history, language);
  return inTurns([...turns, { role: 'user', text: `<message>\n${question}\n</message>` }]);
}

/** The latest turns, oldest first, beginning with the person. */
function recent(history: readonly Exchange[], language: string): Turn[] {
  const turns: Turn[] = [];
  let letters = 0;
  for (const { who, text } of history.slice(-MOST_TURNS).toReversed()) {
    const left = leaving(text, language, LONGEST_TURN);
    letters += left.length;
    if (letters > LONGEST_HISTORY) break;
    if (left !== '') turns.unshift({ role: who === 'person' ? 'user' : 'assistant', text: left });
  }
  const first = turns.findIndex(({ role }) => role === 'user');
  return first < 0 ? [] : turns.slice(first);
}

function inTurns(turns: readonly Turn[]): Turn[] {
  const taken: Turn[] = [];
  for (const { role, text } of turns) {
    const last = taken.at(-1);
    if (last?.role === role) taken[taken.length - 1] = { role, text: `${last.text}\n${text}` };
    else taken.push({ role, text });
  }
  return taken;
}

/** Cut after what is personal was taken out: half a number could not be told from any other. */
function leaving(text: string, language: string, longest: number): string {
  const clean = withoutPersonalData(text.slice(0, longest * 2), language);
  return clean
    .replace(/<\/?\s*message\s*>/gi, '')
    .trim()
    .slice(0, longest);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 100);
}
