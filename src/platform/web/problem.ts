import { HttpException } from '@nestjs/common';
import { type ErrorKind, RelaisError } from '../../kernel/error.js';
import type { ProblemDto } from './problem.dto.js';
import { textOf } from './problem-texts.js';
import { InvalidRequest, KeyAsked, TooManyRequests } from './web.errors.js';

/** A thrown thing as an answer: nothing of the inside shows in it. */
export interface Answer {
  problem: ProblemDto;
  headers: Record<string, string>;
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'unsupported-type': 415,
  limited: 429,
  unavailable: 503,
};

/** What the caller gets for whatever was thrown. Words come from our own errors and tables, never from a foreign message. */
export function answerTo(thrown: unknown, requestId: string): Answer {
  const status = statusOf(thrown);
  const { title, ...standard } = textOf(status);
  const { code, detail } =
    thrown instanceof RelaisError ? { code: thrown.code, detail: thrown.publicText } : standard;
  return {
    problem: {
      type: `urn:relais:problem:${code}`,
      title,
      status,
      code,
      detail,
      requestId,
      ...(thrown instanceof InvalidRequest ? { errors: [...thrown.errors] } : {}),
    },
    headers: headersOf(thrown, status),
  };
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof RelaisError) return STATUS[thrown.kind];
  if (thrown instanceof HttpException) return thrown.getStatus();
  return isRefusalOfFastify(thrown) ? thrown.statusCode : 500;
}

/** Any error may carry a `statusCode`, that of some remote server for instance: only Fastify's own is ours to repeat. */
function isRefusalOfFastify(thrown: unknown): thrown is Error & { statusCode: number } {
  if (!(thrown instanceof Error) || thrown.name !== 'FastifyError') return false;
  const { statusCode } = thrown as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
}

function headersOf(thrown: unknown, status: number): Record<string, string> {
  if (thrown instanceof TooManyRequests) return { 'retry-after': String(thrown.retryAfterSeconds) };
  if (thrown instanceof KeyAsked) return { 'www-authenticate': 'Basic realm="Relais", charset="UTF-8"' };
  return status === 401 ? { 'www-authenticate': 'Bearer realm="relais"' } : {};
}
