import type { TemplateFault } from '../template-sync.contract.js';
import { type Circumstances, RULE } from './draft.js';
import { fault } from './fault.js';
import { shown } from './reading.js';
import {
  hasAdjacent,
  hasLooseBraces,
  isNumber,
  variableEdges,
  variablesIn,
  writtenVariables,
} from './variables.js';

interface Part {
  readonly component: string;
  readonly called: string;
  /** Whether the text may not begin or end with a variable. */
  readonly edges?: boolean;
}

/** The faults of the variables in a text. */
export function variablesLint(text: string, { named }: Circumstances, part: Part): TemplateFault[] {
  const { component, called, edges = false } = part;
  const say = (message: string): TemplateFault => fault(RULE.variables, component, message);
  const faults: TemplateFault[] = [];
  if (hasLooseBraces(text)) faults.push(say(`${called} a des accolades qui ne forment pas une variable.`));
  if (hasAdjacent(text)) faults.push(say(`${called} a deux variables côte à côte : séparez-les par un mot.`));
  const ends = edges ? variableEdges(text) : [];
  if (ends.includes('start')) faults.push(say(`${called} ne peut commencer par une variable.`));
  if (ends.includes('end')) faults.push(say(`${called} ne peut finir par une variable.`));
  const wrong = named ? misnamed(text) : misnumbered(text);
  return [...faults, ...wrong.map(say)];
}

function misnamed(text: string): string[] {
  const wrong = [...new Set(writtenVariables(text))].filter(
    (variable) => !/^[a-z_][a-z0-9_]*$/.test(variable),
  );
  return wrong.map(
    (name) =>
      `La variable ${shown(name)} n’est pas admise : minuscules, chiffres et « _ », sans chiffre au début.`,
  );
}

function misnumbered(text: string): string[] {
  const wrong = [...new Set(writtenVariables(text))].filter((variable) => !isNumber(variable));
  if (wrong.length > 0)
    return wrong.map(
      (name) => `La variable ${shown(name)} n’est pas un numéro ; pour des noms, choisissez le format NAMED.`,
    );
  const numbers = variablesIn(text);
  const gap = numbers.findIndex((number, at) => number !== String(at + 1));
  return gap < 0 ? [] : [`Les variables se comptent à partir de {{1}} sans trou : {{${gap + 1}}} manque.`];
}
