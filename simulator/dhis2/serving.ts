import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Endpoint, Query } from './endpoint.js';
import { expired, LOGIN_HTML, refusedAtGate, toLogin, unauthorised } from './gate.js';
import { type Answer, Refusal, unknownWord, webMessage } from './refusal.js';
import type { Register } from './register.js';
import type { RegisterTrouble } from './troubles.js';

const HTML = { 'content-type': 'text/html;charset=UTF-8' };

/** Answers a call of the service as the register would, or as its trouble has it, and writes both down. */
export async function serve(
  register: Register,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const begun = performance.now();
  const trouble = register.troubles.strike(endpoint.what);
  const wait = register.switches.latencyMs + (trouble?.kind === 'slow' ? trouble.ms : 0);
  if (wait > 0) await sleep(wait, undefined, { ref: false });
  const answer = spoilt(trouble) ?? answered(register, endpoint, request, trouble);
  const lost = lossOf(trouble);
  register.calls.note({
    at: new Date().toISOString(),
    what: endpoint.what,
    method: request.method,
    path: new URL(request.url, 'http://register').pathname,
    query: request.query as Query,
    body: jsonOr(request.body),
    status: lost ?? answer.status,
    ...(answer.status >= 400 && { words: wordsOf(answer.body) }),
    ...(trouble && { fault: trouble.kind }),
    ms: Math.round(performance.now() - begun),
  });
  register.tell();
  return sent(reply, answer, trouble);
}

function sent(reply: FastifyReply, answer: Answer, trouble: RegisterTrouble | undefined): FastifyReply {
  const lost = lossOf(trouble);
  if (lost !== undefined) reply.hijack();
  if (lost === 'cut') reply.raw.destroy();
  if (lost !== undefined) return reply;
  const { status, body, headers } = answer;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return reply
    .code(status)
    .type('application/json;charset=UTF-8')
    .headers(headers ?? {})
    .send(trouble?.kind === 'half' ? text.slice(0, Math.ceil(text.length / 2)) : text);
}

function lossOf(trouble: RegisterTrouble | undefined): 'cut' | 'silent' | undefined {
  if (trouble?.kind === 'silent') return 'silent';
  return trouble?.kind === 'cut' || trouble?.kind === 'cut-after' ? 'cut' : undefined;
}

/** The answer of a trouble that leaves the work undone. */
function spoilt(trouble: RegisterTrouble | undefined): Answer | undefined {
  switch (trouble?.kind) {
    case 'down':
      return page(503, 'Service Temporarily Unavailable', trouble.retryAfter);
    case 'bad-gateway':
      return page(502, 'Bad Gateway');
    case 'html':
      return { status: 200, body: LOGIN_HTML, headers: HTML };
    case 'error-body':
      return { status: 200, body: webMessage(500, 'An unexpected error occurred') };
    case 'login':
      return toLogin();
    case 'unauthorised':
      return unauthorised();
    case 'expired':
      return expired();
    case 'throttled':
      return page(429, 'Too Many Requests', trouble.retryAfter);
    case 'refused':
      return new Refusal(trouble.status, trouble.message, trouble.errorCode).answer();
    case 'cut':
    case 'silent':
      return { status: 500, body: '' };
    default:
      return undefined;
  }
}

function page(status: number, title: string, retryAfter?: number): Answer {
  const body = `<html><head><title>${status} ${title}</title></head><body><h1>${status} ${title}</h1></body></html>`;
  const retry = retryAfter === undefined ? undefined : { 'retry-after': String(retryAfter) };
  return { status, body, headers: { ...HTML, ...retry } };
}

function answered(
  register: Register,
  endpoint: Endpoint,
  request: FastifyRequest,
  trouble: RegisterTrouble | undefined,
): Answer {
  try {
    const { settings, switches } = register;
    const refused = endpoint.isOpen ? undefined : refusedAtGate(settings, switches, request.headers);
    if (refused) return refused;
    const { version } = switches;
    const query = request.query as Query;
    const unknown = Object.keys(query).filter((name) => !endpoint.words(version).includes(name));
    if (unknown.length > 0) throw unknownWord('query parameter', unknown, version);
    const params = request.params as Call['params'];
    return endpoint.answer({ register, version, params, query, body: bodyOf(request, endpoint), trouble });
  } catch (error) {
    return error instanceof Refusal
      ? error.answer()
      : { status: 500, body: webMessage(500, error instanceof Error ? error.message : String(error)) };
  }
}

/** Broken JSON is a conflict, says the true one. */
function bodyOf({ method, headers, body }: FastifyRequest, { isCustom }: Endpoint): unknown {
  if (method === 'GET' || typeof body !== 'string' || body === '') return undefined;
  if (!headers['content-type']?.includes('json')) {
    throw new Refusal(415, `Content-Type '${headers['content-type'] ?? ''}' is not supported`);
  }
  try {
    return JSON.parse(body) as unknown;
  } catch (error) {
    throw new Refusal(isCustom ? 400 : 409, `JSON parse error: ${(error as Error).message.slice(0, 60)}`);
  }
}

function jsonOr(body: unknown): unknown {
  try {
    return typeof body === 'string' && body !== '' ? (JSON.parse(body) as unknown) : undefined;
  } catch {
    return body;
  }
}

/** What a refusal says, for the people at the desk: its message, or the codes of a report. */
function wordsOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { message, validationReport } = body as {
    message?: string;
    validationReport?: { errorReports: { errorCode: string }[] };
  };
  const codes = validationReport?.errorReports.map(({ errorCode }) => errorCode).join(' ');
  return (codes || message || '').slice(0, 300);
}
