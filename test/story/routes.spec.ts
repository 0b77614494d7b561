import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger, RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { createServer } from '../../src/app/server.js';
import { ACCESS, type Access } from '../../src/platform/web/allow.js';
import { testSettings } from '../settings.js';
import { documentFaults } from './document-faults.js';

/** Swagger's own pages: `serveDocumentation` decides about them, and its test proves it. */
const DOCUMENTATION = /^\/docs(?:$|[-/])/;
/** The console's own files: pages for people, no part of the interface. */
const CONSOLE = /^\/(?:$|index\.html$|assets\/)/;
const ADMIN_KEY = 'rk_test-administrator-key-of-forty-characters';
const STRANGER = '203.0.113.9';
const ID = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';

interface Route {
  method: string;
  /** As Fastify has it: `/api/keys/:id`. */
  url: string;
  /** Why a raw route is open; known once every plug-in has said its word about the route. */
  readonly open: string | undefined;
}

interface Operation {
  summary?: string;
  requestBody?: { content?: object };
  security?: unknown[];
  responses: Record<string, unknown>;
}

type Json = Record<string, unknown>;

const nameOf = ({ method, url }: Route): string => `${method} ${url}`;

describe('every route', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relais-routes-'));
  const routes: Route[] = [];
  let app: NestFastifyApplication;
  let decisions: Map<string, Access | undefined>;
  let document: OpenAPIObject;
  const warned = jest.spyOn(Logger, 'warn').mockImplementation(() => undefined);

  beforeAll(async () => {
    app = await createServer(
      testSettings({ DATABASE_URL: `sqlite:${join(folder, 'relais.sqlite')}`, ADMIN_API_KEY: ADMIN_KEY }),
    );
    const server: FastifyInstance = app.getHttpAdapter().getInstance();
    server.addHook('onRoute', (route) => {
      for (const method of [route.method].flat().filter((each) => each !== 'HEAD'))
        routes.push({
          method,
          url: route.url,
          get open() {
            return route.config?.open;
          },
        });
    });
    await app.init();
    await server.ready();
    decisions = decisionsOf(app);
    document = (await app.inject({ url: '/docs-json' })).json();
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const served = (): Route[] => routes.filter(({ url }) => !DOCUMENTATION.test(url));
  const guarded = (): Route[] => served().filter((route) => decisions.get(nameOf(route))?.kind === 'allow');
  const documented = (): Route[] =>
    served().filter(
      ({ method, url, open }) =>
        !CONSOLE.test(url) && (open === undefined || ['GET', 'POST'].includes(method)),
    );
  const operationOf = ({ method, url }: Route): Operation | undefined => {
    const path = document.paths[url.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1')] as
      | Record<string, Operation>
      | undefined;
    return path?.[method.toLowerCase()];
  };

  const takesJson = (route: Route) =>
    Object.hasOwn(operationOf(route)?.requestBody?.content ?? {}, 'application/json');

  it('is known to this walk', () => {
    const names = served().map(nameOf);
    expect(names).toEqual(
      expect.arrayContaining(['GET /api/keys', 'GET /health/ready', 'POST /whatsapp/webhook']),
    );
    expect(decisions.size).toBeGreaterThan(10);
    expect([...decisions.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });

  it('has an access decision', () => {
    const undecided = served().filter((route) => route.open === undefined && !decisions.get(nameOf(route)));
    expect(undecided.map(nameOf)).toEqual([]);
  });

  it('is open to everybody only where a reason says why', () => {
    const open = served().flatMap((route) => {
      const access = decisions.get(nameOf(route));
      const reason = access?.kind === 'open' ? access.reason : route.open;
      return reason === undefined ? [] : [{ name: nameOf(route), reason }];
    });
    expect(open.filter(({ reason }) => reason.trim().length < 10)).toEqual([]);
    expect(open.map(({ name }) => name)).not.toContain('GET /api/keys');
  });

  it('answers a stranger with 401 where a key is needed, whatever is asked', async () => {
    const answers = await Promise.all(
      guarded().map(async ({ method, url }) => {
        const request = { method: method as 'GET', url: url.replace(/:\w+/g, ID), remoteAddress: STRANGER };
        const reply = await app.inject(request);
        const type = String(reply.headers['content-type']);
        return {
          route: `${method} ${url}`,
          status: reply.statusCode,
          isProblem: type.startsWith('application/problem+json'),
        };
      }),
    );
    expect(answers.length).toBeGreaterThan(5);
    expect(answers.filter(({ status, isProblem }) => status !== 401 || !isProblem)).toEqual([]);
  });

  it('answers the same with a final slash', async () => {
    const answers = await Promise.all(
      guarded().map(async ({ method, url }) => {
        const slashed = `${url.replace(/:\w+/g, ID).replace(/\/$/, '')}/`;
        const reply = await app.inject({ method: method as 'GET', url: slashed, remoteAddress: STRANGER });
        return { slashed, status: reply.statusCode };
      }),
    );
    expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
  });

  it.each([
    ['no JSON', '{"name":', 400, 'request.malformed'],
    ['poisoned', '{"__proto__":{"x":1}}', 400, 'request.malformed'],
    ['too large', `"${'x'.repeat(1_100_000)}"`, 413, 'request.too-large'],
    ['a list', '[]', 400, 'request.invalid'],
  ])('answers a body that is %s with a problem in words', async (_, payload, status, code) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` };
    const bodies = guarded().filter(({ method, url }) => method === 'POST' && !url.includes(':'));
    expect(bodies.length).toBeGreaterThan(2);
    for (const route of bodies) {
      const { url } = route;
      // Who asks for no JSON does not look at one that can be read, or says which files it takes.
      if (code === 'request.invalid' && !takesJson(route)) continue;
      const reply = await app.inject({ method: 'POST', url, headers, payload, remoteAddress: STRANGER });
      expect([url, reply.statusCode, reply.headers['content-type']]).toEqual([
        url,
        status,
        'application/problem+json; charset=utf-8',
      ]);
      expect(reply.json()).toMatchObject({ status, code });
      expect(reply.body).not.toContain('undefined');
    }
  });

  it('is documented, in words', () => {
    const silent = documented().filter((route) => (operationOf(route)?.summary ?? '').length < 5);
    expect(silent.map(nameOf)).toEqual([]);
  });

  it('is documented with an example', () => {
    const bare = documented().filter((route) => {
      const operation = operationOf(route);
      const hasSuccess = Object.keys(operation?.responses ?? {}).some((status) => status.startsWith('2'));
      const successes = Object.entries(operation?.responses ?? {}).filter(([status]) =>
        /^2(?!04)/.test(status),
      );
      return !hasSuccess || !successes.every(([, response]) => hasExample(response, document));
    });
    expect(bare.map(nameOf)).toEqual([]);
  });

  it('is documented with its errors', () => {
    const lacking = documented().flatMap((route) => {
      const operation = operationOf(route);
      const told = Object.keys(operation?.responses ?? {});
      const takesInput = route.url.includes(':') || ['POST', 'PUT', 'PATCH'].includes(route.method);
      const expected = [
        ...(decisions.get(nameOf(route))?.kind === 'allow' ? ['401', '403', '429'] : []),
        ...(takesInput ? ['4'] : []),
      ];
      const missing = expected.filter((status) => !told.some((code) => code.startsWith(status)));
      return missing.map((status) => `${nameOf(route)} ${status}`);
    });
    expect(lacking).toEqual([]);
  });

  it.each(['not-an-id', ID])('refuses a wrong request about %s only as documented', async (id) => {
    const answers: string[] = [];
    for (const route of guarded()) {
      // Whoever may listen is not answered before something happens.
      if (route.url === '/api/conversations/events') continue;
      const operation = operationOf(route);
      const takesBody = operation?.requestBody !== undefined;
      // What takes neither would be done.
      if (!takesBody && !route.url.includes(':') && route.method !== 'GET') continue;
      const reply = await app.inject({
        method: route.method as 'GET',
        url: `${route.url.replace(/:\w+/g, id)}?limit=none`,
        headers: { authorization: `Bearer ${ADMIN_KEY}` },
        ...(takesBody && { payload: { nobodyKnowsThis: 1 } }),
      });
      const isTold = Object.keys(operation?.responses ?? {}).includes(String(reply.statusCode));
      if (!isTold) answers.push(`${nameOf(route)} ${reply.statusCode}`);
    }
    expect(answers).toEqual([]);
  });

  it('about something that is not there answers 404', async () => {
    const answers: string[] = [];
    for (const route of guarded()) {
      const takesBody = operationOf(route)?.requestBody !== undefined;
      if (takesBody || !route.url.includes('/:')) continue;
      const reply = await app.inject({
        method: route.method as 'GET',
        url: route.url.replace(/:\w+/g, ID),
        headers: { authorization: `Bearer ${ADMIN_KEY}` },
      });
      if (reply.statusCode !== 404) answers.push(`${nameOf(route)} ${reply.statusCode}`);
    }
    expect(answers).toEqual([]);
  });

  it('is documented as OpenAPI 3 has it, each shape under a name of its own', () => {
    expect(documentFaults(document)).toEqual([]);
    expect(warned.mock.calls.map(([text]) => String(text))).toEqual([]);
  });

  it('says in its documentation that it needs a key, where it does', () => {
    const silent = guarded().filter((route) => (operationOf(route)?.security ?? []).length === 0);
    expect(silent.map(nameOf)).toEqual([]);
  });
});

/** The decision about each handler of each controller, by method and address. */
function decisionsOf(app: NestFastifyApplication): Map<string, Access | undefined> {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype as Type<unknown>),
  );
  return new Map(controllers.flatMap((controller) => handlersOf(controller)));
}

function handlersOf(controller: Type<unknown>): [string, Access | undefined][] {
  const prototype = controller.prototype as Record<string, unknown>;
  const base = pathsOf(controller);
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || !Reflect.hasMetadata('method', handler)) return [];
    const method = RequestMethod[Reflect.getMetadata('method', handler) as number] ?? '';
    const access = (Reflect.getMetadata(ACCESS, handler) ?? Reflect.getMetadata(ACCESS, controller)) as
      | Access
      | undefined;
    return base.flatMap((start) =>
      pathsOf(handler).map((end): [string, Access | undefined] => [
        `${method} ${joined(start, end)}`,
        access,
      ]),
    );
  });
}

function pathsOf(target: object): string[] {
  return [Reflect.getMetadata('path', target) as string | string[]].flat();
}

function joined(...parts: string[]): string {
  return `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`;
}

/** Whether an example stands somewhere in a response, or in each of the shapes that it refers to. */
function hasExample(node: unknown, document: OpenAPIObject, seen: readonly string[] = []): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('example' in node || 'examples' in node) return true;
  // Bytes say nothing to a reader.
  if ('format' in node && node.format === 'binary') return true;
  const { $ref } = node as { $ref?: string };
  if ($ref !== undefined && !seen.includes($ref)) {
    const schema = document.components?.schemas?.[$ref.split('/').at(-1) ?? ''];
    return hasExample(schema, document, [...seen, $ref]);
  }
  return Object.values(node as Json).some((child) => hasExample(child, document, seen));
}
