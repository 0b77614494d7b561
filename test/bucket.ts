import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

/** An S3-compatible server with one bucket, over real HTTP. */
export class TestBucket {
  readonly name = 'relais';
  readonly key = 'S3RVER';
  private readonly server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: mkdtempSync(join(tmpdir(), 'relais-bucket-')),
    configureBuckets: [{ name: this.name, configs: [] }],
  });
  endpoint = '';

  async open(): Promise<void> {
    const { port } = await this.server.run();
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    this.server.httpServer.closeAllConnections();
    await this.server.close();
  }

  /** What the application is told about it. */
  get settings(): Record<string, string> {
    return {
      STORAGE_S3_BUCKET: this.name,
      STORAGE_S3_ENDPOINT: this.endpoint,
      STORAGE_S3_ACCESS_KEY_ID: this.key,
      STORAGE_S3_SECRET_ACCESS_KEY: this.key,
      STORAGE_S3_FORCE_PATH_STYLE: 'true',
    };
  }
}
