import type { PlacedFault } from '../../../platform/config/lined-file.js';
import { type Endpoint, ENDPOINTS, type EndpointName } from './endpoint.js';

/** `{{code}}`, with or without spaces inside. */
export const PLACEHOLDER = /\{\{\s*([^{}\s]*)\s*\}\}/g;

const OF_A_REGISTRATION = ['code', 'reference', 'issuedAt', 'possibleDuplicate', 'answers.<question>'];
const KNOWN: Readonly<Record<EndpointName, readonly string[]>> = {
  validate: OF_A_REGISTRATION,
  search: OF_A_REGISTRATION,
  generate: OF_A_REGISTRATION,
  create: OF_A_REGISTRATION,
  merge: ['keep', 'merge'],
  flag: ['original', 'duplicate'],
};

const ANSWER = /^answers\.[A-Za-z][\w-]{0,39}$/;
const TEMPLATES = ['path', 'query', 'headers', 'body'];
const UNQUOTED = 'un nom contient une accolade : mettez {{…}} entre guillemets, "{{code}}"';

/** What is wrong with the `{{…}}` of a file that was read, whatever else is wrong with it. */
export function placeholderFaults(file: unknown): PlacedFault[] {
  return ENDPOINTS.flatMap((name) =>
    TEMPLATES.flatMap((part) => {
      const at = ['endpoints', name, part];
      return faultsIn(at.reduce(memberOf, file), at, name);
    }),
  );
}

/** The questions whose answers these addresses are sent, each once. */
export function answersIn(
  endpoints: readonly Pick<Endpoint, 'path' | 'query' | 'headers' | 'body'>[],
): string[] {
  const templates = JSON.stringify(
    endpoints.map(({ path, query, headers, body }) => [path, query, headers, body]),
  );
  const names = Array.from(templates.matchAll(PLACEHOLDER), ([, name = '']) => name);
  return [...new Set(names.filter((name) => ANSWER.test(name)).map((name) => name.slice('answers.'.length)))];
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function faultsIn(value: unknown, at: (string | number)[], name: EndpointName): PlacedFault[] {
  if (typeof value === 'string') return reasonsIn(value, name).map((reason) => ({ at, reason }));
  if (Array.isArray(value)) return value.flatMap((each, index) => faultsIn(each, [...at, index], name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    /[{}]/.test(key) ? [{ at, reason: UNQUOTED }] : faultsIn(each, [...at, key], name),
  );
}

function reasonsIn(text: string, name: EndpointName): string[] {
  const known = KNOWN[name];
  const unknown = Array.from(text.matchAll(PLACEHOLDER), ([, word = '']) => word)
    .filter((word) => !known.includes(word) && !(known === OF_A_REGISTRATION && ANSWER.test(word)))
    .map((word) => `{{${word.slice(0, 40)}}} est inconnu ici ; possibles : ${known.join(', ')}`);
  const open = /\{\{|\}\}/.test(text.replace(PLACEHOLDER, ''));
  return open
    ? [...unknown, 'des accolades {{…}} ne sont pas fermées, ou leur nom contient une espace']
    : unknown;
}
