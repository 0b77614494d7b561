import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of processor time that a process has used, all threads; `NaN` where the system does not tell. */
export function cpuMs(pid) {
  try {
    let nanoseconds = 0;
    for (const task of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'latin1').split(' ')[0]);
    }
    return nanoseconds / 1e6;
  } catch {
    return Number.NaN;
  }
}

/** Resident memory of a process in MiB; `NaN` where the system does not tell. */
export function residentMiB(pid) {
  return memoryOf(pid, /^VmRSS:\s+(\d+) kB/m);
}

/** The most that it ever was. */
export function peakMiB(pid) {
  return memoryOf(pid, /^VmHWM:\s+(\d+) kB/m);
}

function memoryOf(pid, line) {
  try {
    const kib = line.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
    return kib === null ? Number.NaN : Number(kib[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
