import { readFileSync } from 'node:fs';
import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { reasonOf } from './reason.js';

/** Names a place in a file: `['products', 'fields', 'price']`. */
export type Place = readonly PropertyKey[];

/** What is wrong in a file, and where. */
export interface FileFault {
  /** From 1; absent when it is the file as a whole. */
  line?: number;
  reason: string;
}

/** What is wrong, at which place; `reason` in French, without the values that stand there. */
export interface PlacedFault {
  at: Place;
  reason: string;
}

/** A file that the operator wrote, YAML or JSON, with the line of everything in it. */
export interface LinedFile {
  /** Plain values; `{}` for an empty file, `undefined` where it cannot be understood. */
  value: unknown;
  /** Why not: then there is nothing else to look at. */
  faults: readonly FileFault[];
  /** On which line something stands; where it is missing, the nearest thing around it that is there. */
  lineOf(at: Place): number;
}

/** Ten times what any of our files needs. */
const MOST_BYTES = 1_000_000;
const MOST_ALIASES = 100;

const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'ce nom est donné deux fois',
  BAD_INDENT: 'le retrait de cette ligne ne convient pas',
  TAB_AS_INDENT: 'une tabulation sert de retrait ; le YAML veut des espaces',
  MISSING_CHAR: 'il manque un guillemet, une virgule, un deux-points ou une parenthèse fermante',
  BAD_DQ_ESCAPE: 'ce texte entre guillemets contient une barre oblique inverse de trop',
  MULTIPLE_DOCS: 'le fichier contient plusieurs documents (---)',
  BAD_ALIAS: 'un renvoi (*nom) ne mène nulle part',
};

/** Reads a file; never throws. */
export function readLined(file: string): LinedFile {
  const text = textOf(file);
  if (typeof text !== 'string') return { value: undefined, faults: [text], lineOf: () => 1 };
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const faults = [...document.errors, ...document.warnings].map(({ code, pos }) => ({
    line: lines.linePos(pos[0]).line,
    reason: SYNTAX[code] ?? `n’est ni du YAML ni du JSON valide (${code})`,
  }));
  const lineOf = (at: Place): number => lineIn(document, lines, at);
  if (faults.length > 0) return { value: undefined, faults, lineOf };
  try {
    return { value: (document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown) ?? {}, faults, lineOf };
  } catch {
    const reason = 'un renvoi (*nom) ne mène nulle part, ou il y en a trop';
    return { value: undefined, faults: [{ reason }], lineOf };
  }
}

/** The faults with their lines, in the order of the file, each with the name of its place. */
export function lined(file: LinedFile, faults: readonly PlacedFault[]): FileFault[] {
  return faults
    .map(({ at, reason }) => ({ line: file.lineOf(at), reason: `${named(at)}${reason}` }))
    .toSorted((a, b) => a.line - b.line);
}

/** A name too many is a fault of its own line, not of the part in which it stands. */
export function placedOf(issue: z.core.$ZodIssue): PlacedFault[] {
  const at = issue.path;
  if (issue.code !== 'unrecognized_keys') return [{ at, reason: reasonOf(issue) }];
  return issue.keys.map((key) => ({ at: [...at, key], reason: 'ce nom est inconnu ici' }));
}

/** The text of a file, or why there is none. */
function textOf(file: string): string | FileFault {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      reason: code === 'ENOENT' ? 'ce fichier n’existe pas' : `ce fichier ne peut pas être lu (${code})`,
    };
  }
  if (bytes.length > MOST_BYTES) return { reason: 'ce fichier a plus d’un mégaoctet' };
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { reason: 'ce fichier n’est pas en UTF-8 ; enregistrez-le dans ce codage' };
  }
}

function named(at: Place): string {
  return at.length === 0 ? '' : `${at.map(String).join('.').slice(0, 120)} : `;
}

function lineIn(document: Document, lines: LineCounter, at: Place): number {
  for (let depth = at.length; depth > 0; depth--) {
    const place = at.slice(0, depth);
    const parent: unknown = depth === 1 ? document.contents : document.getIn(place.slice(0, -1), true);
    const offset = offsetOf(document, parent, place);
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

/** Where the name stands: `1: MALE` has a number for it, and is found by its text. */
function offsetOf(document: Document, parent: unknown, place: Place): number | undefined {
  const name = String(place.at(-1));
  const found: unknown = isMap(parent)
    ? parent.items.find(({ key }) => String(key) === name)?.key
    : document.getIn(place, true);
  return (found as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
}
