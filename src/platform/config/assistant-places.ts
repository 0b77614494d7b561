import { Secret } from '../../kernel/secret.js';
import type { Values } from './declaration.js';
import type { Environment } from './environment.js';

export interface AssistantSettings {
  /** Absent: the built-in answerer alone. */
  model?: { baseUrl: string; name: string; key?: Secret };
  timeoutMs: number;
  /** For one person, in 24 hours. */
  callsPerDay: number;
  /** For all together, in 24 hours. */
  tokensPerDay?: number;
  concurrency: number;
  retentionDays: number;
}

export function assistantOf(values: Values): AssistantSettings {
  const { AI_BASE_URL: baseUrl, AI_MODEL: name, AI_API_KEY: key } = values;
  const named = baseUrl !== undefined && name !== undefined;
  return {
    ...(named && { model: { baseUrl, name, ...(key !== undefined && { key: new Secret(key) }) } }),
    timeoutMs: values.ASSISTANT_TIMEOUT_SECONDS * 1000,
    callsPerDay: values.ASSISTANT_CALLS_PER_DAY,
    tokensPerDay: values.ASSISTANT_TOKENS_PER_DAY,
    concurrency: values.ASSISTANT_CONCURRENCY,
    retentionDays: values.ASSISTANT_CALL_RETENTION_DAYS,
  };
}

/** Settings of the model that are missing where others of it are given. */
export function missingForModel(env: Environment): ('AI_BASE_URL' | 'AI_MODEL')[] {
  const together = ['AI_BASE_URL', 'AI_MODEL'] as const;
  const isWanted = [...together, 'AI_API_KEY' as const].some((name) => env[name] !== undefined);
  return isWanted ? together.filter((name) => env[name] === undefined) : [];
}
