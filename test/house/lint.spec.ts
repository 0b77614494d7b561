import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './tree.js';

const FOLDERS = ['src', 'migrations', 'test', 'simulator', 'console', 'bench'].filter((folder) =>
  existsSync(join(ROOT, folder)),
);

/** What a tool says and how it ends; its own words are the best report of a failure. */
async function ends(tool: string, ...options: string[]): Promise<{ code: number; said: string }> {
  const program = join(ROOT, 'node_modules/.bin', tool);
  try {
    await promisify(execFile)(program, [...options, ...FOLDERS], { cwd: ROOT, maxBuffer: 1 << 26 });
    return { code: 0, said: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: `${stdout}${stderr}` };
  }
}

describe('the tree', () => {
  it('has no type error and nothing that the linter refuses', async () => {
    expect(await ends('oxlint', '--type-aware', '--type-check')).toEqual({ code: 0, said: '' });
  }, 180_000);

  it('is formatted', async () => {
    expect(await ends('oxfmt', '--check')).toEqual({ code: 0, said: '' });
  });
});
