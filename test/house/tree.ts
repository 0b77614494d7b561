import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

/** The project. */
export const ROOT = resolve(import.meta.dirname, '../..');

const SKIPPED = new Set(['node_modules', 'dist', 'public', 'data', 'results', 'coverage']);
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

export interface SourceFile {
  /** From the root, with slashes. */
  path: string;
  text: string;
}

/** Every source file under these folders, in order; a folder that is not there has none. */
export function sourceFiles(folders: readonly string[], root = ROOT): SourceFile[] {
  return folders
    .flatMap((folder) => filesIn(join(root, folder)))
    .map((file) => ({
      path: relative(root, file).split(sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function filesIn(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesIn(path);
      return SOURCE.test(entry.name) ? [path] : [];
    });
}
