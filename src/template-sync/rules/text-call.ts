import type { TemplateFault } from '../template-sync.contract.js';
import type { TextPart } from './components.js';
import { CODE, fault } from './fault.js';
import { LIMIT } from './limits.js';
import { counted, fieldsOf, lengthOf, numberOf, shown, textOf } from './reading.js';
import { areNamed, filled } from './variables.js';

/** What a text of a template takes. */
export interface Expected {
  readonly component: string;
  /** With its article: « Le corps ». */
  readonly called: string;
  /** Longest text when filled in. */
  readonly limit: number;
  /** Kinds of parameter. */
  readonly kinds: readonly string[];
}

/** The faults of the parameters given for a text. */
export function textFaults(
  part: Pick<TextPart, 'text' | 'variables'>,
  given: readonly unknown[],
  expected: Expected,
): TemplateFault[] {
  const named = areNamed(part.variables);
  const faults = [
    ...(named ? namedFaults(part.variables, given, expected) : placedFaults(part.variables, given, expected)),
    ...given.flatMap((parameter, index) => parameterFaults(parameter, { ...expected, index })),
  ];
  return faults.length > 0 ? faults : lengthFaults(part, given, expected);
}

function placedFaults(
  variables: readonly string[],
  given: readonly unknown[],
  expected: Expected,
): TemplateFault[] {
  const { component, called } = expected;
  if (given.length !== variables.length) {
    const wanted =
      variables.length === 0
        ? 'ne prend aucun paramètre'
        : `attend ${counted(variables.length, 'paramètre')}`;
    return [fault(CODE.count, component, `${called} ${wanted}, l’appel en donne ${given.length}.`)];
  }
  return given.flatMap((parameter, index) => {
    const name = fieldsOf(parameter)['parameter_name'];
    if (name === undefined || name === null || String(numberOf(name)) === variables[index]) return [];
    return [
      fault(
        CODE.format,
        { component, index },
        `${called} a des variables numérotées, pas de variable ${shown(name)}.`,
      ),
    ];
  });
}

function namedFaults(
  variables: readonly string[],
  given: readonly unknown[],
  expected: Expected,
): TemplateFault[] {
  const { component, called } = expected;
  const names = given.map(nameOf);
  const faults = names.flatMap((name, index): TemplateFault[] => {
    const place = { component, index };
    if (name === '')
      return [
        fault(CODE.format, place, `${called} a des variables nommées : « parameter_name » manque ici.`),
      ];
    if (!variables.includes(name))
      return [fault(CODE.count, place, `${called} n’a pas de variable ${shown(name)}.`)];
    if (names.indexOf(name) < index)
      return [fault(CODE.count, place, `La variable ${shown(name)} est donnée deux fois.`)];
    return [];
  });
  const missing = variables.filter((variable) => !names.includes(variable));
  return [
    ...faults,
    ...missing.map((name) => fault(CODE.count, component, `La variable ${shown(name)} n’a pas de valeur.`)),
  ];
}

function nameOf(parameter: unknown): string {
  return textOf(fieldsOf(parameter)['parameter_name']);
}

type Placed = Pick<Expected, 'component' | 'kinds'> & { readonly index: number };

/** Shape and content of one parameter. */
function parameterFaults(parameter: unknown, { component, kinds, index }: Placed): TemplateFault[] {
  const say = (code: string, message: string): TemplateFault[] => [
    fault(code, { component, index }, `Paramètre ${index + 1} : ${message}`),
  ];
  const fields = fieldsOf(parameter);
  const type = textOf(fields['type']);
  if (!kinds.includes(type))
    return say(CODE.format, `type ${shown(fields['type'])} au lieu de ${kinds.map(shown).join(' ou ')}.`);
  const value = fields[type];
  if (type === 'text') return wordFaults(value).flatMap(([code, message]) => say(code, message));
  const wrong = type === 'currency' ? currencyFault(value) : dateFault(value);
  return wrong === null ? [] : say(CODE.format, wrong);
}

/** What is wrong with a text that will stand in a message. */
export function wordFaults(value: unknown): [code: string, message: string][] {
  if (value === undefined || value === null || value === '') return [[CODE.absent, 'le texte manque.']];
  if (typeof value !== 'string') return [[CODE.format, `un texte est attendu, pas ${shown(value)}.`]];
  const faults: [string, string][] = [];
  if (/[\n\r\t]/.test(value))
    faults.push([CODE.spacing, 'ni retour à la ligne ni tabulation ne sont admis dans une valeur.']);
  if (value.includes(' '.repeat(LIMIT.spaces + 1)))
    faults.push([CODE.spacing, `pas plus de ${LIMIT.spaces} espaces de suite dans une valeur.`]);
  return faults;
}

function currencyFault(value: unknown): string | null {
  const { fallback_value: fallback, code, amount_1000: amount } = fieldsOf(value);
  const fits =
    textOf(fallback) !== '' && /^[A-Z]{3}$/.test(textOf(code)) && Number.isInteger(numberOf(amount));
  return fits
    ? null
    : 'un montant s’écrit {"fallback_value": "12,50 €", "code": "EUR", "amount_1000": 12500}.';
}

function dateFault(value: unknown): string | null {
  return textOf(fieldsOf(value)['fallback_value']) === ''
    ? 'une date s’écrit {"fallback_value": "25 février 2027"}.'
    : null;
}

function lengthFaults(
  { text, variables }: Pick<TextPart, 'text' | 'variables'>,
  given: readonly unknown[],
  { component, called, limit }: Expected,
): TemplateFault[] {
  const named = areNamed(variables);
  const values = new Map(given.map((each, index) => [named ? nameOf(each) : variables[index], readAs(each)]));
  const length = lengthOf(filled(text, (variable) => values.get(variable)));
  if (length <= limit || given.length === 0) return [];
  return [
    fault(
      CODE.tooLong,
      component,
      `${called} aurait ${length} caractères une fois rempli ; ${limit} sont admis.`,
    ),
  ];
}

/** What a person would read. */
function readAs(parameter: unknown): string {
  const fields = fieldsOf(parameter);
  const type = textOf(fields['type']);
  return type === 'text' ? textOf(fields['text']) : textOf(fieldsOf(fields[type])['fallback_value']);
}
