import { Logger } from '@nestjs/common';
import { HealthChecks } from './health.js';

describe('HealthChecks', () => {
  let warned: jest.SpyInstance;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const healthy = { name: 'inbox', check: () => Promise.resolve({ waiting: 3 }) };
  const broken = {
    name: 'database',
    check: () => Promise.reject(new Error('connection refused to +243810000000')),
  };

  it('is ready when every check is up, and shows its figures', async () => {
    const health = new HealthChecks();
    health.add(healthy);
    await expect(health.run()).resolves.toEqual({
      state: 'ready',
      failing: [],
      checks: { inbox: { state: 'up', figures: { waiting: 3 } } },
    });
  });

  it('names what fails and keeps the reason for the log', async () => {
    const health = new HealthChecks();
    health.add(healthy);
    health.add(broken);
    const report = await health.run();
    expect(report).toMatchObject({ state: 'failing', failing: ['database'] });
    expect(JSON.stringify(report)).not.toContain('refused');
    expect(warned.mock.calls).toEqual([['database is down: connection refused to […]']]);
  });

  it('counts a check that does not answer as down', async () => {
    const health = new HealthChecks();
    health.add({ name: 'database', check: () => new Promise(() => undefined) });
    const report = health.run();
    await jest.advanceTimersByTimeAsync(2_000);
    await expect(report).resolves.toMatchObject({ failing: ['database'] });
  });

  it('asks once however many probes come within a second', async () => {
    const health = new HealthChecks();
    const check = jest.fn(() => Promise.resolve());
    health.add({ name: 'database', check });
    await Promise.all([health.run(), health.run()]);
    await health.run();
    expect(check).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1_000);
    await health.run();
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('speaks of a failure once, not at each probe', async () => {
    const health = new HealthChecks();
    health.add(broken);
    await health.run();
    await jest.advanceTimersByTimeAsync(1_000);
    await health.run();
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it('refuses two checks of one name', () => {
    const health = new HealthChecks();
    health.add(healthy);
    expect(() => health.add(healthy)).toThrow('inbox');
  });
});
