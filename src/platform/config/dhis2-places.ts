import { Secret } from '../../kernel/secret.js';
import type { Values } from './declaration.js';
import type { Environment } from './environment.js';

/** How the register is asked who we are. */
export type Dhis2Account =
  | { kind: 'basic'; username: string; password: Secret }
  | { kind: 'token'; token: Secret }
  | { kind: 'none' };

export interface Dhis2Settings {
  mode: Values['DHIS2_MODE'];
  /** Without `/api` and without final slash; empty where the mode is `off` and none is given. */
  baseUrl: string;
  account: Dhis2Account;
  configFile?: string;
  /** One attempt in all. */
  timeoutMs: number;
  concurrency: number;
  codePolicy: Values['DHIS2_CODE_POLICY'];
}

export function dhis2Of(values: Values): Dhis2Settings {
  return {
    mode: values.DHIS2_MODE,
    baseUrl: values.DHIS2_BASE_URL ?? '',
    account: accountOf(values),
    configFile: values.DHIS2_CONFIG_FILE,
    timeoutMs: values.DHIS2_TIMEOUT_MS,
    concurrency: values.DHIS2_CONCURRENCY,
    codePolicy: values.DHIS2_CODE_POLICY,
  };
}

function accountOf(values: Values): Dhis2Account {
  const { DHIS2_API_TOKEN: token, DHIS2_API_USERNAME: username, DHIS2_API_PASSWORD: password } = values;
  if (token !== undefined) return { kind: 'token', token: new Secret(token) };
  if (username === undefined || password === undefined) return { kind: 'none' };
  return { kind: 'basic', username, password: new Secret(password) };
}

/** What a mode needs beside itself. A custom server may take its credentials from the file. */
export function missingForDhis2(
  env: Environment,
): (
  | 'DHIS2_BASE_URL'
  | 'DHIS2_API_TOKEN'
  | 'DHIS2_API_PASSWORD'
  | 'DHIS2_API_USERNAME'
  | 'DHIS2_CONFIG_FILE'
)[] {
  const mode = env['DHIS2_MODE'] ?? 'off';
  if (mode === 'off') return [];
  const half = (['DHIS2_API_USERNAME', 'DHIS2_API_PASSWORD'] as const).filter(
    (name) => env[name] === undefined,
  );
  const hasToken = env['DHIS2_API_TOKEN'] !== undefined;
  const account = hasToken ? [] : half.length === 1 ? half : mode === 'tracker' && half.length === 2;
  return [
    ...(env['DHIS2_BASE_URL'] === undefined ? (['DHIS2_BASE_URL'] as const) : []),
    ...(account === true ? (['DHIS2_API_TOKEN'] as const) : account === false ? [] : account),
    ...(mode === 'tracker' && env['DHIS2_CONFIG_FILE'] === undefined ? (['DHIS2_CONFIG_FILE'] as const) : []),
  ];
}

const PLACEHOLDER_HOST =
  /(^|\.)(example|invalid|test)$|(^|\.)ex[ae]mple\.(com|net|org|cd|fr)$|(^|[.-])(your|votre|changeme|placeholder|todo)([.-]|$)/i;

/** An address that nobody can have: the one of an example. Production refuses it. */
export function isPlaceholderHost(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === '' || PLACEHOLDER_HOST.test(host);
}
