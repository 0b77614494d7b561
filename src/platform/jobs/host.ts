import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

let known: string | undefined;

/** This machine since its last boot: process numbers of two rows with the same id can be compared. */
export function hostId(): string {
  known ??= `${hostname()}/${bootId()}`;
  return known;
}

/** Whether another process of this number lives on this machine; our own number means a predecessor that is gone. */
export function isProcessAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
