import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Asked, Definition } from './definition.js';
import { parseQuestions } from './parsing.js';
import type { IsSpoken } from './question-checks.js';
import { QuestionsFileInvalid } from './questions.errors.js';
import { askedOf } from './asked.js';

const SHIPPED = fileURLToPath(new URL('../data/questions.json', import.meta.url));
/** Far more than twelve questions in ten languages. */
const MOST_BYTES = 256 * 1024;

/** The questions of this deployment: the shipped ones, or a file in their place. Throws `QuestionsFileInvalid` with every fault and its line. */
export function loadQuestions(file?: string): Definition {
  // The language files have the words for the shipped questions.
  if (file === undefined) return definitionIn(SHIPPED, () => true, null);
  const shipped = new Map(loadQuestions().questions.map((asked) => [asked.key, asked]));
  const isSpoken: IsSpoken = (draft) => isSame(askedOf(draft), shipped.get(draft.key));
  const digest = createHash('sha256').update(contentOf(file)).digest('hex').slice(0, 8);
  return definitionIn(file, isSpoken, digest);
}

function definitionIn(file: string, isSpoken: IsSpoken, digest: string | null): Definition {
  const parsed = parseQuestions(textOf(file, contentOf(file)), isSpoken);
  if ('faults' in parsed) throw new QuestionsFileInvalid(file, parsed.faults);
  return { ...parsed.definition, digest };
}

/** Whether the words of the shipped question suit this one: what is asked for is the same. */
function isSame(asked: Asked, shipped: Asked | undefined): boolean {
  if (shipped === undefined) return false;
  const { kind, length, take, choices = [] } = asked;
  const isAsMuch = kind === shipped.kind && length === shipped.length && take === undefined;
  return isAsMuch && choices.join() === (shipped.choices ?? []).join();
}

function contentOf(file: string): Buffer {
  const content = read(file);
  if (content.length <= MOST_BYTES) return content;
  throw new QuestionsFileInvalid(file, [{ reason: `ce fichier a plus de ${MOST_BYTES / 1024} Kio` }]);
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'ce fichier n’existe pas' : `ce fichier ne peut pas être lu (${code})`;
    throw new QuestionsFileInvalid(file, [{ reason }]);
  }
}

function textOf(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const reason = 'ce fichier n’est pas en UTF-8 ; enregistrez-le dans ce codage';
    throw new QuestionsFileInvalid(file, [{ reason }]);
  }
}
