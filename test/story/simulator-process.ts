import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const PROGRAM = resolve('dist/simulator/main.js');

/** The compiled simulator as a process of its own, and short ways to its switches. */
export class SimulatorProcess {
  address = '';
  private child: ChildProcess | null = null;

  /** @param env settings of the simulator, without their prefix */
  async start(env: Record<string, string>): Promise<void> {
    const settings = Object.entries({ PORT: '0', ...env }).map(([name, value]) => [
      `SIMULATOR_${name}`,
      value,
    ]);
    const child = spawn(process.execPath, [PROGRAM], {
      env: { PATH: process.env['PATH'] ?? '', ...Object.fromEntries(settings) },
    });
    this.child = child;
    let output = '';
    await new Promise<void>((ready, fail) => {
      const listen = (chunk: Buffer) => {
        output += chunk.toString();
        const port = /"ready":true,"port":(\d+)/.exec(output)?.[1];
        if (port === undefined) return;
        this.address = `http://127.0.0.1:${port}`;
        ready();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('exit', (code) => fail(new Error(`the simulator ended with ${code}: ${output}`)));
    });
  }

  stop(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (child === null || child.exitCode !== null) return Promise.resolve();
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    return ended;
  }

  /** A call to the control API. */
  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.address}/sim/${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** A person writes. */
  async write(number: string, text: string): Promise<void> {
    await this.control('POST', `phones/${number}/messages`, { type: 'text', text });
  }

  /** The messages that a person got, once there are so many. */
  async sentTo(number: string, atLeast: number): Promise<Sent[]> {
    const { items } = await this.control<{ items: Sent[] }>(
      'GET',
      `sent?to=${number}&atLeast=${atLeast}&waitMs=15000`,
    );
    if (items.length < atLeast) throw new Error(`${number} got ${items.length} messages, not ${atLeast}`);
    return items;
  }

  /** How many calls of this kind the service made. */
  async calls(what: string): Promise<number> {
    return (await this.control<{ items: unknown[] }>('GET', `calls?what=${what}&limit=5000`)).items.length;
  }

  tokens(): Promise<Tokens> {
    return this.control('GET', 'tokens');
  }
}

export interface Sent {
  seq: number;
  to: string;
  reference: string;
  body: { text?: { body: string }; interactive?: { body: { text: string } } };
}

export interface Tokens {
  items: { id: string; value: string; uses: number; expiresAt: number | null }[];
  exchanges: number;
  inspections: number;
}
