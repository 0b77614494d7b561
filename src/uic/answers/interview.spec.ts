import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clock } from '../../kernel/clock.js';
import { readSettings } from '../../platform/config/settings.js';
import { Interview } from './interview.js';

const key = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64');
const interview = (env: Record<string, string> = {}, at = '2026-06-30T00:00:00Z') => {
  const clock: Clock = { now: () => new Date(at) };
  return Interview.of(readSettings({ DATA_ENCRYPTION_KEY: key, UIC_SECRET: key, ...env }), clock);
};

describe('the interview', () => {
  it('asks the five questions of the scheme, with what can be tapped', () => {
    const { questions, rules } = interview();
    expect(questions.map(({ key: question }) => question)).toEqual([
      'family',
      'given',
      'year',
      'town',
      'gender',
    ]);
    expect(questions.map(({ options }) => options.length)).toEqual([0, 0, 0, 9, 4]);
    expect(questions[3]?.options[0]).toEqual({ value: 'KI', name: 'Kinshasa' });
    expect(rules).toBe('norm-v1 towns-v1');
  });

  it('takes every tap as an answer, and gives it back', () => {
    const all = interview();
    const taps = all.questions.flatMap(({ key: question, options }) =>
      options.map(({ value }) => ({ question, value })),
    );
    expect(taps).toHaveLength(13);
    for (const { question, value } of taps)
      expect(all.read(question, value)).toMatchObject({ ok: true, value, sure: true });
  });

  it('knows what year it is', () => {
    expect(interview({}, '2026-12-31T23:59:59Z').read('year', '2027').ok).toBe(false);
    expect(interview({}, '2027-01-01T00:00:00Z').read('year', '2027').ok).toBe(true);
  });

  it('follows the town mode of the deployment', () => {
    expect(interview().read('town', 'QQ').ok).toBe(true);
    expect(interview({ UIC_TOWN_MODE: 'strict' }).read('town', 'QQ')).toEqual({
      ok: false,
      fault: 'unknown-town',
    });
  });

  it('reads the towns of the deployment, and does not begin with a faulty table', () => {
    const folder = mkdtempSync(join(tmpdir(), 'towns-'));
    const file = join(folder, 'villes.csv');
    writeFileSync(file, 'code;name\nTH;Thiès\n');
    const own = interview({ UIC_TOWNS_FILE: file });
    expect(own.questions[3]?.options).toEqual([{ value: 'TH', name: 'Thiès' }]);
    expect(own.rules).toMatch(/^norm-v1 towns-[0-9a-f]{8}$/);
    writeFileSync(file, 'code;name\nT1;Thiès\n');
    expect(() => interview({ UIC_TOWNS_FILE: file })).toThrow(/ligne 2 : le code « T1 »/);
    rmSync(folder, { recursive: true });
  });
});
