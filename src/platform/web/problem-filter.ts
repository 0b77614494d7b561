import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageOf, RelaisError } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { edgeHeaders } from './edge-headers.js';
import { namingIdentifiers } from './identifiers.js';
import { answerTo, PROBLEM_TYPE } from './problem.js';

/** Answers every error of the HTTP interface as `application/problem+json`; what the caller must not see goes to the log. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Http');

  catch(caught: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const thrown = namingIdentifiers(caught, request.params);
    const { problem, headers } = answerTo(thrown, request.id);
    this.note(thrown, problem.status, request);
    // Part of an answer has left already: nothing can be added but its abrupt end.
    if (reply.sent || reply.raw.headersSent) return void reply.raw.destroy();
    const head = { ...edgeHeaders(request.id), ...headers };
    void reply.code(problem.status).headers(head).type(PROBLEM_TYPE).send(problem);
  }

  private note(thrown: unknown, status: number, { method, routeOptions: { url } }: FastifyRequest): void {
    // The framework's words about an address without a route repeat it, and people put codes into addresses.
    const words = url === undefined && status === 404 ? 'nothing is there' : redact(messageOf(thrown));
    const msg = `${method} ${url ?? '(no route)'} ${status}: ${words}`;
    if (status < 500) this.log.debug(msg);
    else if (thrown instanceof RelaisError) this.log.warn(msg);
    else this.log.error(thrown instanceof Error ? { msg, err: thrown } : msg);
  }
}
