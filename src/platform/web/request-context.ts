import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Permission } from './permission.js';

/** Who is acting: a key at the API, a person at the command line, or the house itself. */
export interface Actor {
  kind: 'key' | 'user' | 'command' | 'system';
  /** Id of the key or of the user, name of the command: never a name or number of a person. */
  id: string;
}

/** The languages in which the house tells what went wrong; French where nobody asks. */
export type Language = 'fr' | 'en';

/** What belongs to the request in hand, wherever the code is. */
export interface RequestContext {
  readonly requestId: string;
  /** The language in which the caller reads, of those that the house speaks. */
  language?: Language;
  actor?: Actor;
  /** What the caller may do beside what the route asks. */
  may?(permission: Permission): boolean;
}

const SANE_ID = /^[\w.:-]{8,64}$/;
const HOUSE: Actor = { kind: 'system', id: 'relais' };
const storage = new AsyncLocalStorage<RequestContext>();
const contexts = new WeakMap<object, RequestContext>();

/** Runs `work` so that `requestContext()` gives `context` in it and in everything that it starts. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** Runs `work` on behalf of `actor`, for commands and jobs, which no request brings. */
export function runAs<T>(actor: Actor, work: () => T): T {
  return storage.run({ requestId: randomUUID(), actor }, work);
}

/** The context of this Fastify request, made at the first call: it also holds where the ambient one got lost. */
export function contextOf(request: { id: string; headers?: { 'accept-language'?: string } }): RequestContext {
  const known = contexts.get(request);
  if (known !== undefined) return known;
  const language = languageIn(request.headers?.['accept-language']);
  const context: RequestContext = { requestId: request.id, language };
  contexts.set(request, context);
  return context;
}

/** The request in hand, if there is one. */
export function requestContext(): RequestContext | undefined {
  return storage.getStore();
}

/** Who is acting; the house itself where nobody called. */
export function currentActor(): Actor {
  return storage.getStore()?.actor ?? HOUSE;
}

/** Whether the caller of the request in hand holds this permission too; the house itself and commands hold every one. */
export function callerMay(permission: Permission): boolean {
  const context = storage.getStore();
  if (context === undefined || context.actor?.kind === 'command') return true;
  return context.may?.(permission) ?? false;
}

/** The caller's own request id where it is harmless in a log and a header, else a new one. */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && SANE_ID.test(header) ? header : randomUUID();
}

/** The language of the caller of the request in hand; French where it says nothing, or nothing that the house speaks. */
export function callerLanguage(): Language {
  return storage.getStore()?.language ?? 'fr';
}

/** The first of our languages that `Accept-Language` names with the greatest weight. */
export function languageIn(header: string | undefined): Language {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .flatMap((part) => {
      const [, tag = '', weight = '1'] =
        /^\s*(fr|en)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]{1,5}))?\s*$/i.exec(part) ?? [];
      const language = tag.toLowerCase() as Language | '';
      return language === '' ? [] : [{ language, weight: Number(weight) || 0 }];
    });
  const [best] = wanted.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  return best?.language ?? 'fr';
}
