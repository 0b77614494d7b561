import { BadRequestException, type Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RelaisError } from '../../kernel/error.js';
import { answerTo, PROBLEM_TYPE } from './problem.js';
import type { ProblemDto } from './problem.dto.js';

/** What became of a delivery that was not taken, for a counter. */
export type DeliveryRefusal = 'not-kept' | 'unsigned' | 'unreadable' | 'too-large' | 'refused';

/** Who refuses. */
export interface Refusing {
  /** Asks whoever delivers to do it again; in its place goes whatever went wrong in here. */
  NotKept: new () => RelaisError;
  logger: Logger;
  count(refusal: DeliveryRefusal): void;
}

const RETRY_AFTER_SECONDS = 5;

/** Answers a machine whose delivery failed. Whoever hung up half-way is no fault of ours; any fault of ours asks for another delivery. */
export function refuseDelivery(
  refusing: Refusing,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { NotKept, logger } = refusing;
  const own = request.raw.readableAborted ? new BadRequestException() : error;
  const { problem } = answerTo(own, request.id);
  if (problem.status < 500 || own instanceof NotKept) return answer(refusing, problem, reply);
  logger.error(own);
  return answer(refusing, answerTo(new NotKept(), request.id).problem, reply);
}

function answer(refusing: Refusing, problem: ProblemDto, reply: FastifyReply): FastifyReply {
  if (problem.status === 503) void reply.header('retry-after', String(RETRY_AFTER_SECONDS));
  refusing.count(refusalOf(problem.status));
  return reply.code(problem.status).type(PROBLEM_TYPE).send(problem);
}

function refusalOf(status: number): DeliveryRefusal {
  if (status === 401) return 'unsigned';
  if (status === 400) return 'unreadable';
  if (status === 413) return 'too-large';
  return status === 503 ? 'not-kept' : 'refused';
}
