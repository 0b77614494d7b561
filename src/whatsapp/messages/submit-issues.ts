import type { z } from 'zod';
import type { FieldError } from '../../platform/web/problem.dto.js';

const NOT_SO = 'n’a pas la forme attendue';
const KIND: Record<string, string> = {
  string: 'un texte',
  number: 'un nombre',
  boolean: '« true » ou « false »',
  array: 'une liste',
  object: 'un objet',
  record: 'un objet',
};
const FORMAT: Record<string, string> = {
  url: 'doit être une adresse complète, qui commence par « https:// »',
  uuid: 'doit être un identifiant (UUID)',
  date: 'doit être une date, comme 1990-01-31',
  datetime: 'doit être un moment avec fuseau, comme 2026-01-31T08:00:00Z',
};

/** What is wrong with a body, one line for each field, by its path. */
export function fieldErrors(issues: readonly z.core.$ZodIssue[], body: unknown): FieldError[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        field: pathOf([...issue.path, key]),
        message: 'n’est pas un champ connu',
      }));
    return [{ field: pathOf(issue.path), message: messageOf(issue, body) }];
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'body' : path.map(String).join('.');
}

function messageOf(issue: z.core.$ZodIssue, body: unknown): string {
  if (valueAt(body, issue.path) === undefined && issue.code !== 'custom') return 'est obligatoire';
  switch (issue.code) {
    case 'invalid_type':
      return `doit être ${KIND[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `doit être ${issue.values.map((value) => `« ${String(value)} »`).join(' ou ')}`;
    case 'invalid_format':
      // Every pattern of ours says in words what it wants.
      return issue.format === 'regex' ? issue.message : (FORMAT[issue.format] ?? NOT_SO);
    case 'too_small':
      return issue.minimum === 1 ? 'ne doit pas être vide' : `doit être au moins ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `doit avoir au plus ${issue.maximum} caractères`
        : `doit avoir au plus ${issue.maximum} éléments`;
    case 'custom':
      return issue.message;
    default:
      return NOT_SO;
  }
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<PropertyKey, unknown>)[key];
  }, body);
}
