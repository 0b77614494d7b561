import { setTimeout as pause } from 'node:timers/promises';
import { JsonClient } from '../../platform/http/json-client.js';
import { DemoStopped } from './demo.errors.js';

const TIMEOUT_MS = 20_000;
const LIMITED = 429;

/** Calls an HTTP interface as anybody outside would: the server's with a key, the simulator's without one. */
export class Desk {
  private readonly client: JsonClient;

  constructor(address: string, key?: string) {
    this.client = new JsonClient(address, {
      connections: 8,
      maxBytes: 4_194_304,
      ...(key !== undefined && { headers: () => ({ authorization: `Bearer ${key}` }) }),
    });
  }

  /** The status of this address; `null` where nobody answers. */
  async status(path: string): Promise<number | null> {
    const answer = await this.client.call({ method: 'GET', path, timeoutMs: TIMEOUT_MS });
    return answer.end === 'answered' ? answer.status : null;
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: object = {}): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  /** Who asks too often asks again; any other refusal ends the demonstration. */
  async call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string, body?: object): Promise<T> {
    const answer = await this.client.call({ method, path, body, timeoutMs: TIMEOUT_MS });
    if (answer.end === 'answered' && answer.status === LIMITED) {
      await pause(1000 * Number(answer.headers['retry-after'] ?? 1));
      return this.call(method, path, body);
    }
    if (answer.end !== 'answered' || answer.status >= 400) {
      const [route] = path.replace(/\d{6,}|[\da-f-]{36}/g, '…').split('?');
      throw new DemoStopped(`${method} ${route} ${answer.end === 'answered' ? answer.status : answer.cause}`);
    }
    return answer.json as T;
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
