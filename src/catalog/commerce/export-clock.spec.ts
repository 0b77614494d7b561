import { isExportDue } from './export-clock.js';

const START = Date.UTC(2026, 10, 21, 8);
const at = (seconds: number): Date => new Date(START + seconds * 1_000);
const NEVER = new Date(0);

const done = {
  state: 'DONE' as const,
  startedAt: at(0),
  beatAt: at(0),
  finishedAt: at(20),
  seenUntil: at(-5),
  failures: 0,
  errorCode: null,
};

describe('when products are exported', () => {
  it('at once where they never were, unless there are none', () => {
    expect(isExportDue(null, at(0), at(1))).toBe(true);
    expect(isExportDue(null, NEVER, at(1))).toBe(false);
  });

  it('ten seconds after the last change, five minutes after the last export at the latest', () => {
    expect(isExportDue(done, at(-5), at(60))).toBe(false);
    expect(isExportDue(done, at(55), at(60))).toBe(false);
    expect(isExportDue(done, at(50), at(60))).toBe(true);
    expect(isExportDue(done, at(319), at(320))).toBe(true);
  });

  it('once a day without a change', () => {
    expect(isExportDue(done, at(-5), at(86_399))).toBe(false);
    expect(isExportDue(done, at(-5), at(86_400))).toBe(true);
  });

  it('later and later after failures, an hour later after a refused key', () => {
    const failed = { ...done, state: 'FAILED' as const, failures: 3 };
    expect(isExportDue(failed, at(0), at(20 + 239))).toBe(false);
    expect(isExportDue(failed, at(0), at(20 + 240))).toBe(true);
    expect(isExportDue({ ...failed, failures: 60 }, at(0), at(20 + 3_600))).toBe(true);
    const refused = { ...failed, failures: 1, errorCode: 'catalog.source-key' };
    expect(isExportDue(refused, at(0), at(20 + 3_599))).toBe(false);
    expect(isExportDue(refused, at(0), at(20 + 3_600))).toBe(true);
  });

  it('not while one goes on, at once when one was interrupted or has gone silent', () => {
    const running = { ...done, state: 'RUNNING' as const, finishedAt: null, beatAt: at(30) };
    expect(isExportDue(running, at(0), at(32))).toBe(false);
    expect(isExportDue(running, at(0), at(60))).toBe(true);
    expect(isExportDue({ ...done, state: 'STOPPED' }, at(-5), at(21))).toBe(true);
    expect(isExportDue({ ...done, state: 'LOST' }, at(-5), at(21))).toBe(true);
  });
});
