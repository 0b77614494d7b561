import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

let known: string | undefined;

/** This machine, or container, since its last boot: process numbers of two rows with the same id can be compared. */
export function hostId(): string {
  known ??= `${hostname()}/${bootId()}/${numberSpace()}`;
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

/** Containers may share a host's name, and each has a process 1. */
function numberSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
