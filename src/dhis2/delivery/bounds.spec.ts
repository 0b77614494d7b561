import { bounded } from './bounds.js';

const never = new Promise<string>(() => undefined);

describe('a call of a gateway', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('that tells in time is heard, and nothing is left running', async () => {
    expect(await bounded(Promise.resolve('created'), { leftMs: 500 }, 'late')).toBe('created');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that heeds its time has a moment to say so itself', async () => {
    const own = new Promise<string>((tell) => setTimeout(tell, 500, 'its own words'));
    const answer = bounded(own, { leftMs: 500 }, 'late');
    await jest.advanceTimersByTimeAsync(500);
    expect(await answer).toBe('its own words');
  });

  it('that does not heed its time is waited for no longer', async () => {
    const answer = bounded(never, { leftMs: 500 }, 'late');
    await jest.advanceTimersByTimeAsync(750);
    expect(await answer).toBe('late');
  });

  it.each([['before it'], ['during it']])(
    'that was called off %s does not keep the house open',
    async (when) => {
      const stop = new AbortController();
      if (when === 'before it') stop.abort();
      const answer = bounded(never, { leftMs: 60_000, signal: stop.signal }, 'late');
      stop.abort();
      await jest.advanceTimersByTimeAsync(250);
      expect(await answer).toBe('late');
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  it('that breaks after it was given up breaks nothing', async () => {
    const broken = new Promise<string>((_, fail) => setTimeout(fail, 1_000, new Error('late')));
    const answer = bounded(broken, { leftMs: 100 }, 'late');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(await answer).toBe('late');
  });
});
