import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Logger, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { MetricsModule } from '../platform/metrics/metrics.module.js';
import { HealthChecks } from '../platform/web/health.js';
import { secureServer, serverOptions } from '../platform/web/server.js';
import { WebModule } from '../platform/web/web.module.js';
import { MonitoringModule } from './monitoring.module.js';

const ping = jest.fn<Promise<void>, []>();
const spoolDir = mkdtempSync(join(tmpdir(), 'relais-spool-'));

@Global()
@Module({
  providers: [
    { provide: Database, useValue: { ping } },
    { provide: Settings, useValue: { whatsapp: { spoolDir } } },
  ],
  exports: [Database, Settings],
})
class GroundModule {}

describe('how the house feels', () => {
  let app: NestFastifyApplication;
  let logged: jest.SpyInstance;

  beforeEach(async () => {
    ping.mockResolvedValue();
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const module = await Test.createTestingModule({
      imports: [GroundModule, MetricsModule, WebModule, MonitoringModule],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(serverOptions));
    secureServer(app);
    await app.init();
    logged = jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  });
  afterEach(async () => {
    await app.close();
    jest.restoreAllMocks();
  });
  afterAll(() => rmSync(spoolDir, { recursive: true, force: true }));

  const get = async (url: string) => {
    const reply = await app.inject({ url });
    return { status: reply.statusCode, body: reply.body, headers: reply.headers };
  };

  it('is alive as long as it answers, whatever is down', async () => {
    ping.mockRejectedValue(new Error('gone'));
    expect(await get('/health/live')).toMatchObject({ status: 200, body: '{"state":"live"}' });
    expect(ping).not.toHaveBeenCalled();
  });

  it('is ready when the database answers and the spool can be written', async () => {
    const { status, body } = await get('/health/ready/');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      state: 'ready',
      failing: [],
      checks: { database: { state: 'up' }, spool: { state: 'up' } },
    });
  });

  it('says 503 and names what fails', async () => {
    ping.mockRejectedValue(new Error('connection refused'));
    app.get(HealthChecks).add({ name: 'inbox', check: () => Promise.resolve({ waiting: 7 }) });
    const { status, body } = await get('/health/ready');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      state: 'failing',
      failing: ['database'],
      checks: {
        database: { state: 'down' },
        spool: { state: 'up' },
        inbox: { state: 'up', figures: { waiting: 7 } },
      },
    });
  });

  it('is not ready without its spool', async () => {
    rmSync(spoolDir, { recursive: true });
    expect(JSON.parse((await get('/health/ready')).body)).toMatchObject({ failing: ['spool'] });
  });

  it('shows its figures as Prometheus reads them', async () => {
    app.get(Metrics).counter('relais_test_total', 'A test').inc(3);
    const { status, body, headers } = await get('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('relais_test_total 3');
    expect(body).toContain('relais_process_cpu_seconds_total');
  });

  it('writes no log line for probes', async () => {
    for (const url of ['/health/live', '/health/ready', '/metrics']) await get(url);
    expect(logged).not.toHaveBeenCalled();
  });
});
