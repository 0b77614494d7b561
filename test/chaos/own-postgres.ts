import { execFile, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/postgresql';

interface Identity {
  uid?: number;
  gid?: number;
}

/** A PostgreSQL server that a test may stop, on a port of its own, gone without a trace afterwards. */
export class OwnPostgres {
  private constructor(
    private readonly programs: string,
    private readonly folder: string,
    private readonly port: number,
    private readonly identity: Identity,
  ) {}

  /** Where the programs of the newest installed version are, if any. */
  static programs(): string | undefined {
    if (!existsSync(INSTALLED)) return undefined;
    const versions = readdirSync(INSTALLED).toSorted((a, b) => Number(b) - Number(a));
    return versions
      .map((version) => join(INSTALLED, version, 'bin'))
      .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'pg_ctl')));
  }

  static async create(programs: string): Promise<OwnPostgres> {
    const identity = await whoever();
    const folder = mkdtempSync(join(tmpdir(), 'relais-postgres-'));
    if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid ?? identity.uid);
    const own = new OwnPostgres(programs, folder, await freePort(), identity);
    await own.call('initdb', '-D', own.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync');
    await own.start();
    return own;
  }

  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  async start(): Promise<void> {
    const options = `-p ${this.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${this.folder}`;
    await this.call('pg_ctl', 'start', '-w', '-D', this.data, '-l', join(this.folder, 'log'), '-o', options);
  }

  /** As a power cut would. */
  async crash(): Promise<void> {
    await this.call('pg_ctl', 'stop', '-w', '-D', this.data, '-m', 'immediate');
  }

  async destroy(): Promise<void> {
    await this.crash().catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private async call(program: string, ...args: string[]): Promise<void> {
    // The server inherits what its starter holds: a pipe would never close.
    const child = spawn(join(this.programs, program), args, {
      ...this.identity,
      cwd: this.folder,
      stdio: 'ignore',
    });
    const code = await new Promise<number | null>((ended, failed) => {
      child.once('exit', ended);
      child.once('error', failed);
    });
    if (code !== 0) throw new Error(`${program} ended with ${code}`);
  }
}

/** PostgreSQL refuses to run as root. */
async function whoever(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {};
  const number = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout);
  return { uid: await number('-u'), gid: await number('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
