import type { z } from 'zod';
import type { Path } from './source.js';

/** What a property has to be, in words for an operator. */
const EXPECTED: Readonly<Record<string, string>> = {
  id: 'doit avoir de 1 à 29 lettres, chiffres, points ou tirets',
  version: 'doit avoir de 1 à 29 lettres, chiffres, points ou tirets',
  recall: 'doit être la clé d’une question',
  questions: 'doit être une liste de questions',
  formula: 'doit être une liste de morceaux (« answer », « literal », « check »)',
  key: 'doit avoir de 1 à 20 lettres minuscules, chiffres ou tirets, et commencer par une lettre',
  texts: 'doit donner par langue « ask » et « label »',
  ask: 'doit être un texte de 1 à 900 caractères',
  label: 'doit être un texte de 1 à 24 caractères',
  doubt: 'doit être un texte de 1 à 300 caractères',
  take: 'doit être un nombre de lettres (1 à 10) ou une liste de places (1 à 20)',
  pad: 'doit être une seule lettre de A à Z ou un chiffre',
  side: 'doit être « left » ou « right »',
  digits: 'doit être 1, 2 ou 4 pour une année, de 1 à 9 pour un nombre',
  min: 'doit être un nombre entier de 0 à 999999999',
  max: 'doit être un nombre entier de 0 à 999999999',
  options: 'doit être une liste de 2 à 20 choix',
  value: 'doit avoir de 1 à 10 lettres de A à Z ou chiffres',
  names: 'doit donner par langue un nom de 1 à 20 caractères',
  words: 'doit être une liste d’au plus 60 textes de 1 à 40 caractères',
  prevailsOver: 'doit être une liste de valeurs',
  answer: 'doit être la clé d’une question',
  positions: 'doit être une liste de 1 à 20 places (1 à 20)',
  literal: 'doit avoir de 1 à 20 lettres de A à Z, chiffres ou tirets',
  check: 'doit être « iso7064-mod-37-36 »',
};

/** Where something is wrong, and what. */
export interface Wrong {
  readonly path: Path;
  readonly reason: string;
}

/** The faults that a shape finds in a value, each at its place. */
export function wrongsOf(shape: z.ZodType, value: unknown, at: Path): Wrong[] {
  const { error } = shape.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => wrongs(issue, value, at));
}

function wrongs(issue: z.core.$ZodIssue, whole: unknown, at: Path): Wrong[] {
  const path = [...at, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...path, key],
      reason: `la propriété « ${shortened(key)} » n’est pas connue`,
    }));
  if (issue.code === 'invalid_key')
    return [
      {
        path,
        reason: `« ${shortened(String(issue.path.at(-1)))} » n’est pas un code de langue (fr, en, ln)`,
      },
    ];
  const named = path.findLast((step) => typeof step === 'string' && Object.hasOwn(EXPECTED, step));
  if (named === undefined) return [{ path, reason: 'un objet avec ses propriétés est attendu ici' }];
  const isMissing = issue.path.at(-1) === named && valueAt(whole, issue.path) === undefined;
  return [{ path, reason: `« ${String(named)} » ${isMissing ? 'manque' : EXPECTED[String(named)]}` }];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (found, step) => (found as Record<PropertyKey, unknown> | null | undefined)?.[step],
    value,
  );
}

/** What a file says of itself is told in part only: it may be anything. */
export function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
