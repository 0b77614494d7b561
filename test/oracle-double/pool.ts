import PoolImpl from 'oracledb/lib/impl/pool.js';
import { DoubleConnection } from './connection.js';

interface Parameters {
  readonly connectString?: string;
  readonly user?: string;
  readonly poolMax?: number;
  readonly poolMin?: number;
}

/** What node-oracledb's own Pool stands on; its queue, limits and session callback are the real ones above. */
export class DoublePool extends PoolImpl {
  private parameters: Parameters = {};
  private readonly free: DoubleConnection[] = [];
  private readonly used = new Set<DoubleConnection>();

  async create(parameters: Parameters): Promise<void> {
    this.parameters = parameters;
    this._connectString = parameters.connectString ?? '';
    this._user = parameters.user ?? '';
  }

  async getConnection(): Promise<DoubleConnection> {
    let connection = this.free.pop();
    while (connection && !connection.isHealthy()) connection = this.free.pop();
    if (connection) connection._newSession = false;
    else connection = await this.open();
    this.used.add(connection);
    return connection;
  }

  async close(): Promise<void> {
    await Promise.all([...this.free, ...this.used].map((connection) => connection.session.end()));
    this.free.length = 0;
    this.used.clear();
  }

  private async open(): Promise<DoubleConnection> {
    const connection = new DoubleConnection();
    await connection.connect(this.parameters);
    connection.belongTo(async (drop) => {
      this.used.delete(connection);
      if (drop || !connection.isHealthy()) await connection.session.end();
      else this.free.push(connection);
    });
    return connection;
  }

  getConnectionsInUse(): number {
    return this.used.size;
  }

  getConnectionsOpen(): number {
    return this.used.size + this.free.length;
  }

  getPoolMax(): number {
    return this.parameters.poolMax ?? 4;
  }

  getPoolMin(): number {
    return this.parameters.poolMin ?? 0;
  }

  getPoolIncrement(): number {
    return 1;
  }

  getPoolMaxPerShard(): number {
    return 0;
  }

  getPoolPingInterval(): number {
    return 60;
  }

  getPoolPingTimeout(): number {
    return 5000;
  }

  getPoolTimeout(): number {
    return 60;
  }

  getMaxLifetimeSession(): number {
    return 0;
  }

  getStmtCacheSize(): number {
    return 30;
  }

  getSodaMetaDataCache(): boolean {
    return false;
  }
}
