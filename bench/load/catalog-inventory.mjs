import { peer } from '../ground/servers.mjs';

/** The inventory that is copied, and what it is told. */
export class Inventory {
  static async start(folder) {
    const inventory = new Inventory();
    inventory.process = await peer('../ground/inventory', { folder });
    inventory.url = `http://127.0.0.1:${inventory.process.port}`;
    return inventory;
  }

  /** Other products; resolves with how often it was asked before, and how many times at once. */
  offer({ size, pageSize, etags = false, versions = true, brief = false, latency = 0 }) {
    return this.#order({ size, pageSize, etags, versions, brief, latency });
  }

  change(changePercent) {
    return this.#order({ changePercent });
  }

  /** What it was asked since the last order. */
  asked() {
    return this.#order({});
  }

  stop() {
    return this.process.stop();
  }

  async #order(order) {
    const response = await fetch(`${this.url}/control`, { method: 'POST', body: JSON.stringify(order) });
    return response.json();
  }
}
