import type { GraphError } from './graph.errors.js';

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;
const NAMED = /^[a-z_][a-z0-9_]*$/;

/** The variables of a text, each once, in their order. */
export function namesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(VARIABLE), ([, name]) => name ?? ''))];
}

/** Numbers from one without a gap, or names. */
export function checkVariables(text: string, named: boolean, wrong: (text: string) => GraphError): void {
  for (const [index, name] of namesIn(text).toSorted(byNumber).entries()) {
    if (named && !NAMED.test(name)) throw wrong(`{{${name}}} is not the name of a variable.`);
    if (!named && name !== String(index + 1)) throw wrong('Variables must be numbered from 1 without a gap.');
  }
}

function byNumber(one: string, other: string): number {
  return Number(one) - Number(other);
}
