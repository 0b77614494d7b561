import { Secret } from '../../../kernel/secret.js';
import type { Dhis2Account } from '../../../platform/config/dhis2-places.js';
import { SHAPES, sentByDefault } from './defaults.js';
import { type Auth, type CustomConfig, type Endpoint, type EndpointName, ENDPOINTS } from './endpoint.js';
import type { AuthPart, ConfigFile, EndpointPart } from './file-schema.js';
import type { PlacedFault } from '../../../platform/config/lined-file.js';

interface Place {
  account: Dhis2Account;
  production: boolean;
}

interface Resolved {
  config: Omit<CustomConfig, 'warnings'>;
  faults: PlacedFault[];
}

/** The defaults with what the file changes, and what of it cannot be. */
export function configOf(file: ConfigFile, { account, production }: Place): Resolved {
  const faults: PlacedFault[] = authFaults(file.auth, account, ['auth']);
  const endpoints = Object.fromEntries(
    ENDPOINTS.map((name): [EndpointName, Endpoint] => {
      const part = file.endpoints?.[name];
      const at = ['endpoints', name];
      faults.push(...authFaults(part?.auth, account, [...at, 'auth']), ...partFaults(part ?? {}, at));
      if (production && PLACEHOLDER_PATH.test(part?.path ?? ''))
        faults.push({
          at: [...at, 'path'],
          reason: 'est un chemin d’exemple : en production, le vrai est attendu',
        });
      return [name, endpointOf(name, file, account)];
    }),
  ) as Record<EndpointName, Endpoint>;
  return { config: { endpoints, sameCode: file.sameCode ?? false, answers: file.answers ?? {} }, faults };
}

/** Paths that stand in examples only. */
const PLACEHOLDER_PATH =
  /\/(?:your|votre)[-_/]|\/path\/to|\/(?:example|exemple|placeholder|changeme|todo)(?:[/?.]|$)|[<>…]/i;

function endpointOf(name: EndpointName, file: ConfigFile, account: Dhis2Account): Endpoint {
  const shape = SHAPES[name];
  const part: EndpointPart | undefined = file.endpoints?.[name];
  const { method = shape.method, path = shape.path } = part ?? {};
  const sent = sentByDefault(name, method, path);
  return {
    enabled: part?.enabled ?? (part !== undefined || shape.enabled),
    method,
    path,
    query: part?.query ?? sent.query,
    headers: lowered(part?.headers ?? {}),
    body: part?.body === undefined ? sent.body : part.body,
    auth: authOf(part?.auth ?? file.auth, account),
    success: part?.success && { ...part.success, statuses: listOf(part.success.status) },
    read: { ...shape.read, ...part?.read },
    outcomes: (part?.outcomes ?? []).map(({ status, ...rule }) => ({ ...rule, statuses: listOf(status) })),
    timeoutMs: part?.timeoutMs ?? file.timeoutMs,
    check: part?.check ?? shape.check,
  };
}

function lowered(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function listOf(status: number | number[] | undefined): number[] | undefined {
  return typeof status === 'number' ? [status] : status;
}

function authOf(part: AuthPart | undefined, account: Dhis2Account): Auth {
  if (part === undefined || typeof part === 'string') return ofSettings(part, account);
  if ('basic' in part) {
    const { username, password } = part.basic;
    return { kind: 'basic', username, password: new Secret(password) };
  }
  if ('apiToken' in part) return { kind: 'apiToken', token: new Secret(part.apiToken) };
  if ('bearer' in part) return { kind: 'bearer', token: new Secret(part.bearer) };
  return { kind: 'header', name: part.header.name.toLowerCase(), value: new Secret(part.header.value) };
}

function ofSettings(word: Extract<AuthPart, string> | undefined, account: Dhis2Account): Auth {
  if (word === 'none' || account.kind === 'none') return { kind: 'none' };
  if (account.kind === 'basic') return account;
  return { kind: word === 'bearer' ? 'bearer' : 'apiToken', token: account.token };
}

/** A bare word needs the account of the settings; what is sent has to fit into a header. */
function authFaults(part: AuthPart | undefined, account: Dhis2Account, at: string[]): PlacedFault[] {
  if (part === undefined || part === 'none') return [];
  if (part === 'basic')
    return account.kind === 'basic'
      ? []
      : [{ at, reason: 'basic demande DHIS2_API_USERNAME et DHIS2_API_PASSWORD, sans DHIS2_API_TOKEN' }];
  if (typeof part === 'string')
    return account.kind === 'token' ? [] : [{ at, reason: `${part} demande DHIS2_API_TOKEN` }];
  const value = 'header' in part ? part.header.value : 'basic' in part ? '' : Object.values(part).join('');
  if (/^[\x20-\x7e]*$/.test(value)) return [];
  return [{ at, reason: 'la valeur contient un caractère qu’un en-tête HTTP ne peut pas porter' }];
}

const RESERVED =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer|keep-alive)$/i;
const NO_BODY = 'une demande GET n’a pas de corps : mettez les valeurs dans query';
const PAIR = 'pointer et equals vont ensemble';
const NOTHING = 'status, ou pointer avec equals, manque';

function partFaults(part: EndpointPart, at: string[]): PlacedFault[] {
  const faults: PlacedFault[] = [];
  if (part.body !== undefined && (part.method ?? SHAPES[at[1] as EndpointName].method) === 'GET')
    faults.push({ at: [...at, 'body'], reason: NO_BODY });
  for (const name of Object.keys(part.headers ?? {}))
    if (RESERVED.test(name))
      faults.push({
        at: [...at, 'headers', name],
        reason: 'cet en-tête appartient à la connexion elle-même',
      });
  const tests = [
    ...(part.success ? [{ test: part.success, where: [...at, 'success'] }] : []),
    ...(part.outcomes ?? []).map((test, index) => ({ test, where: [...at, 'outcomes', index] })),
  ];
  for (const { test, where } of tests) {
    if ((test.pointer === undefined) !== (test.equals === undefined))
      faults.push({ at: where, reason: PAIR });
    else if (test.status === undefined && test.pointer === undefined)
      faults.push({ at: where, reason: NOTHING });
  }
  return faults;
}

/** Whether a secret stands in the file itself. */
export function secretsIn(file: ConfigFile): boolean {
  const parts = [file.auth, ...ENDPOINTS.map((name) => file.endpoints?.[name]?.auth)];
  return parts.some((part) => typeof part === 'object');
}
