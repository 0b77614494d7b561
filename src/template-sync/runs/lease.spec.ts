import { Logger } from '@nestjs/common';
import { SystemClock } from '../../kernel/clock.js';
import { Leases } from './lease.service.js';
import { newRun } from './run.js';
import type { RunRepository } from './run.repository.js';

const run = () =>
  newRun({ accountId: 'a', kind: 'FULL', cause: 'code', actor: 'x', dryRun: false, at: new Date() });

describe('a run says that it lives', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const beating = (beat: () => Promise<boolean>) => {
    const lost = jest.fn();
    const heard = jest.fn(beat);
    const repository = { beat: heard } as unknown as RunRepository;
    const stop = new Leases(repository, new SystemClock()).beat(run(), () => ({ pages: 3 }), lost);
    return { lost, stop, beat: heard };
  };

  it('with how far it is, until it is over', async () => {
    const { beat, stop, lost } = beating(async () => true);
    await jest.advanceTimersByTimeAsync(6_500);
    expect(beat).toHaveBeenCalledTimes(3);
    expect(beat).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ pages: 3 }));
    stop();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(beat).toHaveBeenCalledTimes(3);
    expect(lost).not.toHaveBeenCalled();
  });

  it('and learns that somebody else has taken it over', async () => {
    const { lost, stop } = beating(async () => false);
    await jest.advanceTimersByTimeAsync(2_100);
    expect(lost).toHaveBeenCalledTimes(1);
    stop();
  });

  it('and goes on while the database cannot be reached, without asking twice at once', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    let answers: (() => void)[] = [];
    const { beat, lost, stop } = beating(
      () => new Promise((_, reject) => answers.push(() => reject(new Error('away')))),
    );
    await jest.advanceTimersByTimeAsync(6_500);
    expect(beat).toHaveBeenCalledTimes(1);
    for (const answer of answers) answer();
    answers = [];
    await jest.advanceTimersByTimeAsync(2_100);
    expect(beat).toHaveBeenCalledTimes(2);
    expect(lost).not.toHaveBeenCalled();
    stop();
  });
});
