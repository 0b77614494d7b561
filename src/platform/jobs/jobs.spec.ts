import { InProcessJobs } from './jobs.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A job whose rounds end when the test says so. */
function controlled() {
  const ends: (() => void)[] = [];
  const run = jest.fn(() => new Promise<void>((resolve) => ends.push(resolve)));
  return { run, end: () => ends.shift()?.() };
}

describe('jobs of one process', () => {
  it('wait for the application to start', async () => {
    const jobs = new InProcessJobs('all');
    const { run, end } = controlled();
    jobs.define({ name: 'a', everyMs: 60_000, run });
    jobs.wake('a');
    await turn();
    expect(run).not.toHaveBeenCalled();
    jobs.onApplicationBootstrap();
    expect(run).toHaveBeenCalledTimes(1);
    end();
    await jobs.stop();
  });

  it('never run twice at once, and once more when woken meanwhile, however often', async () => {
    const jobs = new InProcessJobs('all');
    const { run, end } = controlled();
    jobs.define({ name: 'a', everyMs: 60_000, run });
    jobs.onApplicationBootstrap();
    for (let i = 0; i < 5; i += 1) jobs.wake('a');
    expect(run).toHaveBeenCalledTimes(1);
    end();
    await turn();
    expect(run).toHaveBeenCalledTimes(2);
    end();
    await turn();
    expect(run).toHaveBeenCalledTimes(2);
    await jobs.stop();
  });

  it('go on at once while there is more, and after a failure only with the next beat', async () => {
    const jobs = new InProcessJobs('all');
    const answers = [true, true, false];
    const more = jest.fn(async () => answers.shift() ?? false);
    const failing = jest.fn(async () => {
      throw new Error('no');
    });
    jobs.define({ name: 'more', everyMs: 60_000, run: more });
    jobs.define({ name: 'failing', everyMs: 60_000, run: failing });
    jobs.onApplicationBootstrap();
    await turn();
    await turn();
    expect(more).toHaveBeenCalledTimes(3);
    expect(failing).toHaveBeenCalledTimes(1);
    await jobs.stop();
  });

  it('stop only when what runs has come to its end', async () => {
    const jobs = new InProcessJobs('all');
    const { run, end } = controlled();
    jobs.define({ name: 'a', everyMs: 60_000, run });
    jobs.onApplicationBootstrap();
    let stopped = false;
    const stopping = jobs.stop().then(() => (stopped = true));
    await turn();
    expect(stopped).toBe(false);
    end();
    await stopping;
    jobs.wake('a');
    expect(run).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['everywhere', ['both']],
    ['none', []],
    ['all', ['both', 'worker']],
  ] as const)('of a process in mode %s are %j', async (mode, expected) => {
    const jobs = new InProcessJobs(mode);
    const ran: string[] = [];
    jobs.define({ name: 'both', everyMs: 60_000, everywhere: true, run: async () => void ran.push('both') });
    jobs.define({ name: 'worker', everyMs: 60_000, run: async () => void ran.push('worker') });
    jobs.onApplicationBootstrap();
    await jobs.stop();
    expect(ran).toEqual(expected);
  });
});
