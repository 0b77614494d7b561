/** What a route may say about itself to the edge, by `@RouteConfig(…)` or in the `config` of a raw Fastify route. */
export interface EdgeConfig {
  /** Why a raw route, which carries no `@Allow` or `@Open`, is open to anybody. */
  open?: string;
  /** No line in the request log: the route is called all the time by machines. */
  quiet?: boolean;
  /** `skipRoute`: no security headers; only browsers read them. */
  helmet?: { skipRoute: boolean };
}

declare module 'fastify' {
  interface FastifyContextConfig extends EdgeConfig {}
}

/** For routes that only machines call, and often: probes and webhooks. */
export const FOR_MACHINES = { quiet: true, helmet: { skipRoute: true } } as const satisfies EdgeConfig;
