import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './tree.js';

const FOLDERS = ['src', 'migrations', 'test', 'simulator', 'console', 'bench'];

interface Outcome {
  summary: { totalCruised: number; totalDependenciesCruised: number; violations: Violation[] };
}

/** An import against a law, and the law. */
export interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

/** Asks dependency-cruiser about the imports of a tree; its own process, because it is an ES module through and through. */
export function cruise(root = ROOT): Outcome['summary'] {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const config = join(root, '.dependency-cruiser.mjs');
  const output = execFileSync(
    process.execPath,
    [tool, '--config', config, '--output-type', 'json', ...folders],
    {
      cwd: root,
      maxBuffer: 1 << 28,
      encoding: 'utf8',
    },
  );
  return (JSON.parse(output) as Outcome).summary;
}
