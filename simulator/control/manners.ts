import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { NoSuchChoice } from '../meta/mouth.js';

/** A request to the control API that cannot be served, with the status that says why. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Errors of the control API: one sentence, and the fields at fault. */
export function controlManners(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof z.ZodError) {
      const issues = error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
      return reply.code(400).send({ error: z.prettifyError(error), issues });
    }
    const message = error instanceof Error ? error.message : String(error);
    return reply.code(statusOf(error)).send({ error: message });
  });
}

function statusOf(error: unknown): number {
  if (error instanceof ControlError) return error.status;
  if (error instanceof NoSuchChoice) return 409;
  return (error as { statusCode?: number }).statusCode ?? 500;
}
