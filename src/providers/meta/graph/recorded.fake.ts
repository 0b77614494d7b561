import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A webhook body as Meta sends it. */
export interface RecordedWebhook {
  about: string;
  body: Record<string, unknown>;
}

/** A call of the Graph API, or only its answer. */
export interface RecordedCall {
  about: string;
  request?: { method: string; path: string; body?: Record<string, unknown> };
  status: number;
  headers?: Record<string, string>;
  response: unknown;
}

const FIXTURES = join(process.cwd(), 'fixtures', 'meta');

export function recordedWebhooks(): Map<string, RecordedWebhook> {
  return read('webhook') as Map<string, RecordedWebhook>;
}

export function recordedCalls(): Map<string, RecordedCall> {
  return read('graph') as Map<string, RecordedCall>;
}

/** Calls that manage an account: tokens, templates, the number. */
export function recordedManagement(): Map<string, RecordedCall> {
  return read('management') as Map<string, RecordedCall>;
}

function read(folder: string): Map<string, unknown> {
  const files = readdirSync(join(FIXTURES, folder)).filter((file) => file.endsWith('.json'));
  return new Map(
    files.map((file) => [
      file.slice(0, -'.json'.length),
      JSON.parse(readFileSync(join(FIXTURES, folder, file), 'utf8')) as unknown,
    ]),
  );
}
