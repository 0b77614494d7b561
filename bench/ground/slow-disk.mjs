import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static int after(const char *name, int file) {
  int (*sync_file)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  int result = sync_file(file);
  usleep((useconds_t)atoi(getenv("SLOW_SYNC_MICROS")));
  return result;
}

int fsync(int file) { return after("fsync", file); }
int fdatasync(int file) { return after("fdatasync", file); }
`;

/**
 * What a server's environment needs so that each sync of the disk takes longer: a fast disk hides what durability costs. Holds for
 * databases inside the process; needs a C compiler.
 */
export function slowDisk(folder, ms) {
  if (!(ms > 0)) return {};
  const [source, library] = [join(folder, 'slow-sync.c'), join(folder, 'slow-sync.so')];
  writeFileSync(source, SOURCE);
  const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl']);
  if (status !== 0) throw new Error(`--sync-ms needs a C compiler (cc): ${stderr ?? 'not found'}`);
  return { LD_PRELOAD: library, SLOW_SYNC_MICROS: String(Math.round(ms * 1000)) };
}
