import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from './cruise.js';
import { shapeSins, sinsIn } from './text-laws.js';
import { ROOT, sourceFiles } from './tree.js';

const foldersOf = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe('the laws of the house', () => {
  it('know every room and every part of the ground', async () => {
    const { MAY_SEE, GROUND } = await import(join(ROOT, '.dependency-cruiser.mjs'));
    const rooms = ['app', 'kernel', 'platform', 'providers', ...Object.keys(MAY_SEE)];
    expect(foldersOf('src').filter((folder) => !rooms.includes(folder))).toEqual([]);
    expect(foldersOf('src/platform').filter((folder) => !GROUND.includes(folder))).toEqual([]);
  });

  it('hold for every import', () => {
    const { totalCruised, violations } = cruise();
    expect(totalCruised).toBeGreaterThan(100);
    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('hold for every name and every line', () => {
    const files = sourceFiles(['src', 'migrations', 'test', 'simulator', 'console', 'bench', 'scripts']);
    expect(files.length).toBeGreaterThan(100);
    const sins = [...files.flatMap(sinsIn), ...shapeSins(files)];
    expect(sins.map(({ law, where, what }) => `${law}: ${where} ${what}`)).toEqual([]);
  });
});
