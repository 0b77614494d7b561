import type { Registration } from '../../../dhis2/dhis2.port.js';
import type { CustomConfig } from '../config/endpoint.js';
import type { Message } from './custom.client.js';

/** What can be said of a registration; answers as the file translates them. An answer without translation is missing. */
export function messageOf(registration: Registration, { answers }: CustomConfig): Message {
  const translated = Object.entries(registration.answers).flatMap(([key, value]) => {
    const table = Object.hasOwn(answers, key) ? answers[key] : undefined;
    const sent = table === undefined ? value : Object.hasOwn(table, value) ? table[value] : undefined;
    return sent === undefined ? [] : [[key, sent] as const];
  });
  const values = new Map<string, string | number | boolean>([
    ['code', registration.code],
    ['reference', registration.reference],
    ['issuedAt', registration.issuedAt.toISOString()],
    ['possibleDuplicate', registration.possibleDuplicate],
    ...translated.map(([key, value]) => [`answers.${key}`, value] as const),
  ]);
  const told = translated.map(([, value]) => String(value));
  return { values, hidden: [registration.code, ...Object.values(registration.answers), ...told] };
}

/** Ids of the server, of nobody's answers. */
export function pairMessage(pair: Readonly<Record<string, string>>): Message {
  return { values: new Map(Object.entries(pair)), hidden: [] };
}
