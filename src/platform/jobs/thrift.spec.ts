import v8 from 'node:v8';
import { settle, thriftily } from './thrift.js';

const YOUNG = 'new_space';
const AT_WORK = '--heap-growing-percent=20';
const AT_REST = '--heap-growing-percent=50';
const GROW = '--semi-space-growth-factor=2';
const STAY = '--semi-space-growth-factor=1';

describe('thrifty work', () => {
  const told: string[] = [];
  let youngBytes = 0;
  let now = 1e6;
  /** What is allowed when nobody has worked so for a while. */
  const later = (): void => {
    now += 10_001;
    told.length = 0;
    jest.advanceTimersByTime(500);
  };

  beforeAll(() => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    settle();
  });
  afterAll(() => jest.useRealTimers());
  beforeEach(() => {
    told.length = 0;
    youngBytes = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    jest.spyOn(v8, 'setFlagsFromString').mockImplementation((flag) => void told.push(flag));
    const space = () => ({ space_name: YOUNG, space_size: youngBytes });
    jest
      .spyOn(v8, 'getHeapSpaceStatistics')
      .mockImplementation(() => [space() as ReturnType<typeof v8.getHeapSpaceStatistics>[number]]);
  });
  afterEach(() => jest.restoreAllMocks());

  it('gives its result, and leaves everything as it was a while later', async () => {
    expect(await thriftily(() => Promise.resolve('done'))).toBe('done');
    expect(told).toEqual([AT_WORK, GROW, AT_WORK, GROW]);
    later();
    expect(told).toEqual([AT_REST, GROW]);
  });

  it('leaves everything as it was when it fails', async () => {
    await expect(thriftily(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    later();
    expect(told).toEqual([AT_REST, GROW]);
  });

  it('lets the space of short-lived things grow to 16 MiB, and beside no such work to 32', async () => {
    await thriftily((look) => {
      youngBytes = 15 << 20;
      look();
      expect(told).not.toContain(STAY);
      youngBytes = 16 << 20;
      look();
      expect(told.at(-1)).toBe(STAY);
      return Promise.resolve();
    });
    later();
    expect(told.at(-1)).toBe(GROW);
    youngBytes = 32 << 20;
    later();
    expect(told.at(-1)).toBe(STAY);
  });

  it('goes on until the last of several is over', async () => {
    let end = (): void => undefined;
    const long = thriftily(() => new Promise<void>((resolve) => (end = resolve)));
    await thriftily(() => Promise.resolve());
    later();
    expect(told).not.toContain(AT_REST);
    end();
    await long;
    later();
    expect(told).toContain(AT_REST);
  });
});

describe('a process that has settled', () => {
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('has collected what it left behind, and does away with bytes outside of its heap while it works', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    settle();
    expect(jest.getTimerCount()).toBe(1);
    jest.clearAllTimers();
    const before = process.memoryUsage().arrayBuffers;
    await thriftily(async (look) => {
      for (let times = 0; times < 40; times += 1) {
        Buffer.alloc(1 << 20);
        look();
        await new Promise(setImmediate);
      }
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20 << 20);
  });
});
