import type { z } from 'zod';

/** Beside `true` and `false`, words such as `on` and `0` are taken; naming all of them helps nobody. */
const SWITCH = ['true', 'false'];

/** What is wrong with a value, in words for an operator; never the value itself. */
export function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') {
    const isSwitch = SWITCH.every((word) => issue.values.includes(word)) && issue.values.length > 4;
    const values = isSwitch ? SWITCH : issue.values.map(String);
    return values.length === 1
      ? `seule la valeur ${values[0]} est possible`
      : `une de ces valeurs est attendue : ${values.join(', ')}`;
  }
  if (issue.code === 'too_small' && issue.origin === 'string')
    return issue.minimum === 1
      ? 'ne doit pas être vide'
      : `au moins ${issue.minimum} caractères sont attendus`;
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `au plus ${issue.maximum} caractères sont permis`;
  return issue.message.replace(/\.$/, '');
}
