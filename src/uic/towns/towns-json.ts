import { faultyLine, valueLines } from './json-lines.js';
import type { Draft, Drafts } from './towns-draft.js';
import type { Place } from './towns.js';

const VERSION = /^[\w.-]{1,30}$/;

/** Entries of a JSON table: `towns`, and, where there are any, `provinces` and `elsewhere`. */
export function draftsOfJson(text: string): Drafts {
  const content = parse(text);
  if (content === undefined)
    return refused(
      faultyLine(text),
      'ce n’est pas du JSON valable (virgule, guillemet ou accolade en trop ou manquants)',
    );
  if (!isObject(content)) return refused(1, 'un objet avec une liste « towns » est attendu');
  const lines = valueLines(text);
  const { version, towns, provinces = [], elsewhere } = content;
  if (version !== undefined && !(typeof version === 'string' && VERSION.test(version)))
    return refused(1, 'la version (« version ») doit avoir de 1 à 30 lettres, chiffres, points ou tirets');
  if (!Array.isArray(towns) || !Array.isArray(provinces))
    return refused(1, '« towns » (et « provinces ») doivent être des listes');
  const section = (values: readonly unknown[], key: string, kind: Place['kind']) =>
    values.map((value, index) => draft(value, kind, lines.get(key)?.[index] ?? 1));
  return {
    ...(version === undefined ? {} : { version }),
    entries: [
      ...section(towns, 'towns', 'town'),
      ...section(provinces, 'provinces', 'elsewhere'),
      ...section(elsewhere === undefined ? [] : [elsewhere], 'elsewhere', 'elsewhere'),
    ],
    faults: [],
  };
}

function draft(value: unknown, kind: Place['kind'], line: number): Draft {
  const { code, name, aliases = [], province, iso } = isObject(value) ? value : {};
  return { line, kind, code, name, aliases, province: province ?? iso };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(line: number, reason: string): Drafts {
  return { entries: [], faults: [{ line, reason }] };
}
