import { cruise } from './cruise.js';
import { sinsIn } from './text-laws.js';
import { sourceFiles } from './tree.js';

describe('the laws of the house', () => {
  it('hold for every import', () => {
    const { totalCruised, violations } = cruise();
    expect(totalCruised).toBeGreaterThan(100);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('hold for every name and every line', () => {
    const files = sourceFiles(['src', 'migrations', 'test', 'simulator', 'console', 'bench', 'scripts']);
    expect(files.length).toBeGreaterThan(100);
    const sins = files.flatMap(sinsIn);
    expect(sins.map(({ law, where, what }) => `${law}: ${where} ${what}`)).toEqual([]);
  });
});
