import { execFileSync } from 'node:child_process';
import { existsSync, readlinkSync } from 'node:fs';
import { hostId, isProcessAlive } from './host.js';

describe('what one process knows of another on the same machine', () => {
  it('a process that runs is alive, one that ended is not', () => {
    expect(isProcessAlive(process.ppid)).toBe(true);
    const ended = Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }));
    expect(isProcessAlive(ended)).toBe(false);
  });

  it('its own number, found after a restart in a container, means a predecessor that is gone', () => {
    expect(isProcessAlive(process.pid)).toBe(false);
  });

  it('containers that share the name of their host are told apart, for each has a process 1', () => {
    const space = '/proc/self/ns/pid';
    expect(hostId()).toContain(existsSync(space) ? readlinkSync(space) : '');
    expect(hostId()).toBe(hostId());
  });
});
