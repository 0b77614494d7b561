import { reached, unreached } from './reach.js';

/** An answer that is not what was asked for. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    /** In the server's words, French. */
    readonly detail: string,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(`${status} ${code}`);
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {}

type Query = Record<string, string | number | boolean | null | undefined>;

/** An address with the parts of the query that are given. */
export function addressOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

interface Asked {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  query?: Query;
  signal?: AbortSignal;
  headers?: Record<string, string>;
  /** Statuses whose answer is as good as any. */
  alsoGood?: readonly number[];
}

/** One call to the server, vouched for by the session's cookie. Throws `Problem` or `Unreachable`. */
export async function call<T>(path: string, asked: Asked = {}): Promise<T> {
  const answer = await reach(path, asked);
  const text = await answer.text();
  if (!answer.ok && !(asked.alsoGood ?? []).includes(answer.status)) throw problemIn(answer, text);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** A file as the server hands it out, and its name. Throws as `call` does. */
export async function fetchFile(path: string, query: Query): Promise<{ name: string; content: Blob }> {
  const answer = await reach(path, { query });
  if (!answer.ok) throw problemIn(answer, await answer.text());
  const [, name = 'export'] =
    /filename="?([^";]+)/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  return { name, content: await answer.blob() };
}

async function reach(
  path: string,
  { method = 'GET', body, query, signal, headers }: Asked,
): Promise<Response> {
  try {
    const answer = await fetch(addressOf(path, query), {
      method,
      ...(signal && { signal }),
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    reached();
    return answer;
  } catch (error) {
    if (signal?.aborted) throw error;
    unreached();
    throw new Unreachable('the server does not answer', { cause: error });
  }
}

function problemIn(answer: Response, text: string): Problem {
  const wait = Number(answer.headers.get('retry-after'));
  const { code = '', detail = '' } = readProblem(text);
  return new Problem(answer.status, code, detail, wait > 0 ? wait : null);
}

/** A proxy in front may answer with a page of its own. */
function readProblem(text: string): { code?: string; detail?: string } {
  try {
    return JSON.parse(text) as { code?: string; detail?: string };
  } catch {
    return {};
  }
}
