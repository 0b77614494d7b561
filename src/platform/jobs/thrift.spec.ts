import v8 from 'node:v8';
import { thriftily } from './thrift.js';

const AS_BEFORE = ['--heap-growing-percent=0', '--semi-space-growth-factor=2'];

describe('thrifty work', () => {
  const told: string[] = [];
  let youngBytes = 0;

  beforeEach(() => {
    told.length = 0;
    jest.spyOn(v8, 'setFlagsFromString').mockImplementation((flag) => void told.push(flag));
    const space = () => ({ space_name: 'new_space', space_size: youngBytes });
    jest
      .spyOn(v8, 'getHeapSpaceStatistics')
      .mockImplementation(() => [space() as ReturnType<typeof v8.getHeapSpaceStatistics>[number]]);
  });
  afterEach(() => jest.restoreAllMocks());

  it('gives its result, and leaves everything as it was', async () => {
    expect(await thriftily(() => Promise.resolve('done'))).toBe('done');
    expect(told.slice(-2)).toEqual(AS_BEFORE);
  });

  it('leaves everything as it was when it fails', async () => {
    await expect(thriftily(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(told.slice(-2)).toEqual(AS_BEFORE);
  });

  it('lets the space of short-lived things grow to 32 MiB and no further', async () => {
    await thriftily((look) => {
      youngBytes = 16 << 20;
      look();
      expect(told).not.toContain('--semi-space-growth-factor=1');
      youngBytes = 32 << 20;
      look();
      expect(told).toContain('--semi-space-growth-factor=1');
      return Promise.resolve();
    });
  });

  it('goes on until the last of several is over', async () => {
    let end = (): void => undefined;
    const long = thriftily(() => new Promise<void>((resolve) => (end = resolve)));
    await thriftily(() => Promise.resolve());
    expect(told).not.toContain(AS_BEFORE[0]);
    end();
    await long;
    expect(told.slice(-2)).toEqual(AS_BEFORE);
  });
});
