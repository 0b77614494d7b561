import type { GatewayFailure } from '../../../dhis2/dhis2.port.js';
import { isFailure } from '../failures/failure.js';

/** Something that the server said and that is believed for a while. A failure is not kept. */
export class Kept<T extends object> {
  #value: T | undefined;
  #until = 0;

  constructor(private readonly forMs: number) {}

  /** What is kept, whatever its age. */
  get latest(): T | undefined {
    return this.#value;
  }

  async orFrom(load: () => Promise<T | GatewayFailure>): Promise<T | GatewayFailure> {
    if (this.#value !== undefined && performance.now() < this.#until) return this.#value;
    const loaded = await load();
    if (isFailure(loaded)) return loaded;
    this.#value = loaded;
    this.#until = performance.now() + this.forMs;
    return loaded;
  }

  /** Has it asked again; `latest` stays. */
  doubt(): void {
    this.#until = 0;
  }
}
