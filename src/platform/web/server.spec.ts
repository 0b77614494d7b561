import { Body, Controller, Get, Logger, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication, RouteConfig } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { IsString } from 'class-validator';
import { setImmediate as turn } from 'node:timers/promises';
import { Allow, Open } from './allow.js';
import { serveDocumentation } from './documentation.js';
import { PageQuery } from './page.dto.js';
import { currentActor, requestContext, runAs } from './request-context.js';
import { FOR_MACHINES } from './route-config.js';
import { secureServer, serverOptions } from './server.js';
import { WebModule } from './web.module.js';

class Greeting {
  @IsString()
  name: string;
}

@Controller('probe')
class ProbeController {
  @Get('broken')
  @Open('test')
  broken(): never {
    throw new Error('select * from persons where phone = +243810000000');
  }

  @Get('list')
  @Allow('probe:read')
  list(@Query() query: PageQuery): number {
    return query.limit;
  }

  @Get('quiet')
  @RouteConfig(FOR_MACHINES)
  quiet(): string {
    return 'ok';
  }

  @Post()
  async greet(@Body() body: Greeting): Promise<{ name: string; requestId?: string }> {
    await turn();
    return { name: body.name, requestId: requestContext()?.requestId };
  }

  @Get('line/:id/note/:noteId')
  note(@Param('id', ParseUUIDPipe) id: string, @Param('noteId', ParseUUIDPipe) noteId: string): string {
    return id + noteId;
  }

  @Get(':id')
  one(@Param('id') id: string): string {
    return id;
  }
}

describe('the HTTP edge', () => {
  let app: NestFastifyApplication;
  let logged: jest.SpyInstance;
  let shouted: jest.SpyInstance;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [WebModule],
      controllers: [ProbeController],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions), {
      rawBody: true,
    });
    secureServer(app);
    serveDocumentation(app, '1.0.0', {
      paths: { '/raw': { post: { summary: 'A raw route', responses: {} } } },
      admit: (authorization) => Promise.resolve(authorization === 'Bearer reader'),
    });
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => app.close());

  beforeEach(() => {
    logged = jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    shouted = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  });
  afterEach(() => jest.restoreAllMocks());

  it('gives each request an id, or keeps a sane one that it brings', async () => {
    const own = await app.inject({ url: '/probe/x' });
    expect(own.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    const brought = await app.inject({ url: '/probe/x', headers: { 'x-request-id': 'edge-0001' } });
    expect(brought.headers['x-request-id']).toBe('edge-0001');
    const forged = await app.inject({ url: '/probe/x', headers: { 'x-request-id': 'a b\u0000"' } });
    expect(forged.headers['x-request-id']).not.toContain('"');
  });

  it('knows the request while its body is read and after it', async () => {
    const headers = { 'x-request-id': 'edge-0002' };
    const reply = await app.inject({ method: 'POST', url: '/probe', headers, payload: { name: 'Ada' } });
    expect(reply.json()).toEqual({ name: 'Ada', requestId: 'edge-0002' });
  });

  it('takes a final slash or none', async () => {
    expect((await app.inject({ url: '/probe/x/' })).body).toBe('x');
  });

  it.each([
    [
      'bad JSON',
      { headers: { 'content-type': 'application/json' }, payload: '{"name":' },
      400,
      'request.malformed',
    ],
    [
      'an empty body where one is needed',
      { headers: { 'content-type': 'application/json' }, payload: '' },
      400,
      'request.invalid',
    ],
    [
      'a poisoned body',
      { headers: { 'content-type': 'application/json' }, payload: '{"__proto__":{"x":1}}' },
      400,
      'request.malformed',
    ],
    [
      'a body of another kind',
      { headers: { 'content-type': 'text/csv' }, payload: 'a;b' },
      415,
      'request.media-type',
    ],
    [
      'a form, which any page can send',
      {
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        payload: 'name=Ada',
      },
      415,
      'request.media-type',
    ],
    ['a body too large', { payload: { name: 'x'.repeat(1_100_000) } }, 413, 'request.too-large'],
    ['a wrong field', { payload: { name: 7 } }, 400, 'request.invalid'],
  ])('refuses %s with a problem', async (_what, request, status, code) => {
    const reply = await app.inject({ method: 'POST', url: '/probe', ...request });
    expect(reply.statusCode).toBe(status);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toMatchObject({ status, code, requestId: reply.headers['x-request-id'] });
  });

  it.each([
    ['/nothing', 404],
    ['/probe/%E0%A4', 400],
    [`/probe/${'x'.repeat(300)}`, 414],
    ['/probe/list?limit=0', 400],
    ['/probe/list?limit=201', 400],
    ['/probe/list?colour=red', 400],
  ])('answers %s with problem %i', async (url, status) => {
    const reply = await app.inject({ url });
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json()).toMatchObject({ status });
  });

  it('names each identifier of an address that is none', async () => {
    const id = '0198c1a2-7d3e-7abc-9f00-1c2d3e4f5a6b';
    const both = (await app.inject({ url: '/probe/line/12/note/none' })).json();
    expect(both).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(both.errors.map(({ field }: { field: string }) => field)).toEqual(['id', 'noteId']);
    const one = (await app.inject({ url: `/probe/line/${id}/note/none` })).json();
    expect(one.errors).toEqual([{ field: 'noteId', message: 'doit être un identifiant (UUID)' }]);
    expect((await app.inject({ url: `/probe/line/${id}/note/${id}` })).statusCode).toBe(200);
  });

  it('takes 50 lines of a list where nobody says how many', async () => {
    expect((await app.inject({ url: '/probe/list' })).body).toBe('50');
  });

  it('hides a fault of its own and logs it once', async () => {
    const reply = await app.inject({ url: '/probe/broken' });
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain('persons');
    expect(shouted).toHaveBeenCalledTimes(1);
    expect(shouted.mock.calls[0][0]).toMatchObject({ msg: expect.not.stringContaining('243810000000') });
  });

  it('logs requests by route, not by address, and keeps quiet where asked', async () => {
    await app.inject({ url: '/probe/MBEIBR7DA1?phone=243810000000' });
    await app.inject({ url: '/probe/quiet' });
    await app.inject({ method: 'HEAD', url: '/probe/x' });
    const lines = JSON.stringify(logged.mock.calls);
    expect(logged.mock.calls.map(([line]) => line.msg)).toEqual([
      'GET /probe/:id 200',
      'HEAD /probe/:id 200',
    ]);
    expect(lines).toContain('GET /probe/:id 200');
    expect(lines).not.toMatch(/MBEIBR7DA1|243810000000|quiet/);
  });

  it('does not repeat in the log an address that leads nowhere', async () => {
    const whispered = jest.spyOn(Logger.prototype, 'debug').mockImplementation(() => undefined);
    const reply = await app.inject({ url: '/nowhere/MBEIBR7DA1?name=Mbuyi' });
    expect(reply.json()).toMatchObject({ status: 404, code: 'request.not-found' });
    const lines = JSON.stringify([...whispered.mock.calls, ...logged.mock.calls]);
    expect(lines).toContain('GET (no route) 404');
    expect(lines + reply.body).not.toMatch(/MBEIBR7DA1|Mbuyi/);
  });

  it('sends security headers, except to machines', async () => {
    const page = await app.inject({ url: '/probe/x' });
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['x-powered-by']).toBeUndefined();
    const nothing = await app.inject({ url: '/nothing' });
    expect(nothing.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const probe = await app.inject({ url: '/probe/quiet' });
    expect(probe.headers['content-security-policy']).toBeUndefined();
  });

  it.each(['/docs', '/docs/', '/docs-json', '/docs/swagger-ui-init.js'])(
    'keeps %s for readers',
    async (url) => {
      const stranger = await app.inject({ url });
      expect(stranger.statusCode).toBe(401);
      expect(stranger.headers['www-authenticate']).toContain('Basic');
      const reader = await app.inject({ url, headers: { authorization: 'Bearer reader' } });
      expect(reader.statusCode).toBe(200);
    },
  );

  it('documents the key, its refusals and their shape', async () => {
    const reply = await app.inject({ url: '/docs-json', headers: { authorization: 'Bearer reader' } });
    const route = reply.json().paths['/probe/list'].get;
    expect(route.security).toEqual([{ key: [] }]);
    expect(Object.keys(route.responses)).toEqual(expect.arrayContaining(['401', '403', '429']));
    expect(route.responses['403'].content['application/problem+json'].example.code).toBe('auth.forbidden');
    expect(reply.json().paths['/raw'].post.summary).toBe('A raw route');
  });

  it('documents what it refuses by itself, where somebody can send it', async () => {
    const reply = await app.inject({ url: '/docs-json', headers: { authorization: 'Bearer reader' } });
    const { paths } = reply.json();
    const told = ({ responses }: { responses: object }) =>
      Object.keys(responses).filter((status) => /^4(?:00|1)/.test(status));
    expect(told(paths['/probe'].post)).toEqual(['400', '413', '415']);
    expect(told(paths['/probe/{id}'].get)).toEqual(['400']);
    expect(told(paths['/probe/broken'].get)).toEqual([]);
  });
});

describe('who is acting', () => {
  it('is the house where nobody called', () => {
    expect(currentActor()).toEqual({ kind: 'system', id: 'relais' });
  });

  it('is whoever the work is done for', () => {
    const actor = { kind: 'command', id: 'uic:erase' } as const;
    expect(runAs(actor, () => currentActor())).toEqual(actor);
    expect(runAs(actor, () => requestContext()?.requestId)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
