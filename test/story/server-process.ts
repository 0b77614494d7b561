import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROGRAM = resolve('dist/src/app/main.js');
const COMMANDS = resolve('dist/src/app/cli.js');
const key = () => randomBytes(32).toString('base64');

export const APP_SECRET = 'test_app_secret';
export const NUMBER = '106540352242922';
export const ADMIN_KEY = 'rk_test-administrator-key-of-forty-characters';

/** The compiled server as a process of its own, in a folder of its own, with nothing of this machine's environment. */
export class ServerProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'relais-story-'));
  address = '';
  output = '';
  private child: ChildProcess | null = null;
  private readonly env: Record<string, string>;

  constructor(env: Record<string, string>) {
    this.env = {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'test',
      PORT: '0',
      LOG_FORMAT: 'json',
      DATA_ENCRYPTION_KEY: key(),
      UIC_SECRET: key(),
      ADMIN_API_KEY: ADMIN_KEY,
      WHATSAPP_APP_SECRET: APP_SECRET,
      WHATSAPP_ACCESS_TOKEN: 'EAAtest',
      WHATSAPP_PHONE_NUMBER_ID: NUMBER,
      WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'verify-me',
      BOT_ENTRY_FLOW: 'uic',
      ...env,
    };
  }

  /** Settings that become known only after it was made; they hold from its next start. */
  configure(env: Record<string, string>): void {
    Object.assign(this.env, env);
  }

  /** Starts it and waits until it says where it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [PROGRAM], { cwd: this.folder, env: this.env });
    this.child = child;
    this.output = '';
    await new Promise<void>((ready, fail) => {
      const listen = (chunk: Buffer) => {
        this.output += chunk.toString();
        const found = /(http:\/\/127\.0\.0\.1:\d+)\/docs/.exec(this.output);
        if (found?.[1] === undefined) return;
        this.address = found[1];
        ready();
      };
      child.stdout?.on('data', listen);
      child.stderr?.on('data', listen);
      child.once('exit', (code) => fail(new Error(`the server ended with ${code}: ${this.output}`)));
    });
  }

  /** Ends it with a signal; resolves with its exit code. */
  stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    this.child = null;
    if (child === null || child.exitCode !== null) return Promise.resolve(child?.exitCode ?? null);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  /** Runs a command with the same settings, in the same folder. */
  command(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
    return new Promise((done) => {
      execFile(
        process.execPath,
        [COMMANDS, ...args],
        { cwd: this.folder, env: this.env },
        (error, output, errors) => done({ code: error ? Number(error.code) : 0, output, errors }),
      );
    });
  }

  /** Calls the API as administrator. */
  async api(path: string, init: RequestInit = {}): Promise<{ status: number; body: never }> {
    const headers = {
      authorization: `Bearer ${ADMIN_KEY}`,
      'content-type': 'application/json',
      ...init.headers,
    };
    const response = await fetch(`${this.address}${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as never };
  }
}
