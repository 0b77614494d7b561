import type { LoggerService } from '@nestjs/common';
import {
  type Logger as Pino,
  type LoggerOptions,
  pino,
  stdTimeFunctions,
  type TransportSingleOptions,
} from 'pino';
import { RelaisError } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { requestContext } from '../web/request-context.js';

const SECRET_FIELDS = [
  'password',
  'token',
  'accessToken',
  'secret',
  'authorization',
  'phone',
  'waId',
  'code',
  'text',
  'body',
  'answers',
];

const FILE = { stdout: 1, stderr: 2 } as const;

/** A structured log on standard output: one JSON object a line, or readable lines for a terminal. */
export function createLog(
  options: { level: string; format?: 'pretty' | 'json' },
  stream: 'stdout' | 'stderr' = 'stdout',
): Pino {
  const pretty = options.format === 'pretty' || (options.format === undefined && process[stream].isTTY);
  const transport: TransportSingleOptions = {
    target: 'pino-pretty',
    options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss', destination: FILE[stream] },
  };
  const shared: LoggerOptions = {
    level: options.level,
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    mixin: () => {
      const requestId = requestContext()?.requestId;
      return requestId === undefined ? {} : { requestId };
    },
    // The last line of defence: what should never have been handed to the log does not come out of it.
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[…]' },
    serializers: {
      err: (error: Error) => ({
        type: error.name,
        message: redact(error.message),
        stack: redact(error.stack ?? ''),
      }),
    },
  };
  return pretty
    ? pino({ ...shared, transport })
    : pino(shared, pino.destination({ fd: FILE[stream], sync: true }));
}

const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Nest's own, for what kept the server from being put together. */
const BUILDER = 'ExceptionHandler';

type Level = 'info' | 'error' | 'warn' | 'debug' | 'trace' | 'fatal';

/** Nest's logger over the structured log: `log(message, …details, context)`. */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(asked: Level, message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    // Whoever starts the server is told our own refusals in words: the way to them through Nest tells nobody anything.
    if (context === BUILDER && message instanceof RelaisError) return;
    // Forty lines about its own wiring tell an operator nothing.
    const level = asked === 'info' && FRAMEWORK.has(String(context)) ? 'debug' : asked;
    if (message instanceof Error) this.pino[level]({ context, err: message }, redact(message.message));
    else if (typeof message === 'object' && message !== null) this.pino[level]({ context, ...message });
    else this.pino[level]({ context }, redact(String(message)));
  }
}
