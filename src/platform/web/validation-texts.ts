import { getMetadataStorage, type ValidationError } from 'class-validator';

type Say = (args: readonly unknown[]) => string;

/** class-validator's rules in French, by their names; `args` are those of the decorator. */
const SAY: Record<string, Say> = {
  isDefined: () => 'est obligatoire',
  isNotEmpty: () => 'ne doit pas être vide',
  isString: () => 'doit être un texte',
  isBoolean: () => 'doit être « true » ou « false »',
  isNumber: () => 'doit être un nombre',
  isInt: () => 'doit être un nombre entier',
  isPositive: () => 'doit être un nombre positif',
  isArray: () => 'doit être une liste',
  isObject: () => 'doit être un objet',
  nestedValidation: () => 'doit être un objet',
  isDate: () => 'doit être une date',
  isDateString: () => 'doit être une date ISO 8601, comme 2026-01-31T08:00:00Z',
  isIso8601: () => 'doit être une date ISO 8601, comme 2026-01-31T08:00:00Z',
  isUuid: () => 'doit être un identifiant (UUID)',
  isUrl: () => 'doit être une adresse web',
  isEmail: () => 'doit être une adresse électronique',
  matches: () => 'n’a pas la forme attendue',
  min: ([least]) => `doit être au moins ${String(least)}`,
  max: ([most]) => `doit être au plus ${String(most)}`,
  minLength: ([least]) => `doit avoir au moins ${counted(least, 'caractère')}`,
  maxLength: ([most]) => `doit avoir au plus ${counted(most, 'caractère')}`,
  isLength: ([least, most]) => `doit avoir de ${String(least)} à ${String(most)} caractères`,
  arrayNotEmpty: () => 'ne doit pas être vide',
  arrayMinSize: ([least]) => `doit avoir au moins ${counted(least, 'élément')}`,
  arrayMaxSize: ([most]) => `doit avoir au plus ${counted(most, 'élément')}`,
  arrayUnique: () => 'ne doit pas contenir deux fois le même élément',
  isIn: ([allowed]) => `doit être ${anyOf(allowed)}`,
  isEnum: ([, allowed]) => `doit être ${anyOf(allowed)}`,
  whitelistValidation: () => 'n’est pas un champ connu',
  unknownValue: () => 'n’est pas un objet attendu',
};

/** One broken rule in words. A message written at the decorator is French already and stands as it is. */
export function sayConstraint(error: ValidationError, name: string, message: string): string {
  const rule = ruleOf(error, name);
  if (rule?.message !== undefined) return message;
  return SAY[name]?.(rule?.constraints ?? []) ?? 'n’est pas une valeur admise';
}

function ruleOf({ target, property }: ValidationError, name: string) {
  if (target === undefined) return undefined;
  return getMetadataStorage()
    .getTargetValidationMetadatas(target.constructor, '', false, false)
    .find((rule) => rule.propertyName === property && rule.name === name);
}

function counted(count: unknown, noun: string): string {
  return `${String(count)} ${noun}${Number(count) > 1 ? 's' : ''}`;
}

function anyOf(allowed: unknown): string {
  const words = Array.isArray(allowed) ? allowed.map((word) => `« ${String(word)} »`) : [];
  if (words.length < 2) return words.join('') || 'une des valeurs admises';
  return `${words.slice(0, -1).join(', ')} ou ${words.at(-1)}`;
}
