import { fold } from '../../kernel/fold.js';
import { languageOf } from './language.js';
import { hasPersonalData } from './redaction.js';

/** What an answer is judged by. */
export interface Judgement {
  /** What the model was told, which it must not tell. */
  instructions: string;
  /** A word that stands in the instructions and nowhere else. */
  canary: string;
  /** In which the person is spoken to. */
  language: string;
  question: string;
}

const LONGEST = 1_500;
/** More than this is not read: no answer is so long. */
const MOST_READ = 6_000;
/** A run of so many folded letters of the instructions is no accident. */
const LEAK = 48;

/** What a model said, as it may be shown to a person; `null` where it may not. */
export function answerText(said: string, judgement: Judgement): string | null {
  const read = said.slice(0, MOST_READ);
  if (read.includes(judgement.canary) || leaks(read, judgement.instructions)) return null;
  const words = withoutMachinery(read);
  if (words === null || isData(words)) return null;
  const text = shortened(withoutAddresses(withoutMarkup(words)).trim());
  if (!/\p{L}{2}/u.test(text) || isStrange(text, judgement)) return null;
  return text;
}

function leaks(said: string, instructions: string): boolean {
  const answer = fold(said);
  const told = fold(instructions);
  for (let at = 0; at + LEAK <= told.length; at += LEAK / 2)
    if (answer.includes(told.slice(at, at + LEAK))) return true;
  return false;
}

/** Without what models think aloud and mark turns with; `null` for a page of a web server. */
function withoutMachinery(said: string): string | null {
  if (/<!doctype|<html|<head[\s>]|<body/i.test(said)) return null;
  return said
    .replace(/<(think|thinking|reasoning)>[\s\S]*?(?:<\/\1>|$)/gi, '')
    .replace(/<\|[^|>]{0,60}\|>|\[\/?INST\]|<\/?s>/g, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' ? '\n' : ''));
}

/** JSON, or the call of a tool written out as words. */
function isData(said: string): boolean {
  const bare = said.replace(/^\s*```\w*\s*|\s*```\s*$/g, '').trim();
  return /^[[{][\s\S]*[\]}]$/.test(bare) || /"(?:name|arguments|tool_calls|function)"\s*:/.test(bare);
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, '')
    .replace(/!?\[([^\]]{0,200})\]\([^)]{0,500}\)/g, '$1')
    .replace(/\*\*([^*\n]+)\*\*/g, '*$1*')
    .replace(/^[^\S\n]*#{1,6}[^\S\n]+/gm, '')
    .replace(/^[^\S\n]*[|:-][|: -]{2,}$/gm, '')
    .replace(/^[^\S\n]*[-*+][^\S\n]+/gm, '• ')
    .replace(/```\w*|`/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n');
}

const ADDRESS = /https?:\/\/|www\.|\b[a-z0-9-]+\.(?:com|net|org|cd|info|io|me|ly|co|app|shop|site|online)\b/i;

/** Without the sentences that name a link, a phone number or an e-mail address: the model was given none, so it made them up. */
function withoutAddresses(text: string): string {
  return text
    .split(/(?<=[!?…\n]|\.(?=\s|$))/)
    .filter((sentence) => !ADDRESS.test(sentence) && !hasPersonalData(sentence))
    .join('');
}

/** Cut at the end of a sentence; at the end of a word where no sentence ends; nothing where there are no words. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const part = text.slice(0, LONGEST);
  const ends = [...part.matchAll(/[.!?…](?=\s)/g)];
  const end = ends.at(-1)?.index ?? 0;
  if (end > LONGEST / 3) return part.slice(0, end + 1);
  const space = part.lastIndexOf(' ');
  return space > LONGEST / 3 ? `${part.slice(0, space)}…` : '';
}

/** In a known language, and neither the one of the conversation nor that of the question. */
function isStrange(text: string, { language, question }: Judgement): boolean {
  const spoken = languageOf(text);
  if (spoken === null || language.slice(0, 2) === spoken) return false;
  return languageOf(question, 1) !== spoken;
}
