/** What a route may say about itself to the edge, by `@RouteConfig(…)` or in the `config` of a raw Fastify route. */
export interface EdgeConfig {
  /** Why a raw route, which carries no `@Allow` or `@Open`, is open to anybody. */
  open?: string;
  /** Only machines call it, and often: no request context, no line in the log, no headers for browsers. */
  quiet?: boolean;
  /** The body is a file of any type: the handler gets it as a stream, of which nothing was read and which it has to bound itself. */
  streams?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig extends EdgeConfig {}
}

/** For probes and webhooks. */
export const FOR_MACHINES = { quiet: true } as const satisfies EdgeConfig;

/** For routes that take a file as their body. */
export const TAKES_FILES = { streams: true } as const satisfies EdgeConfig;
