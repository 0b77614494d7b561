import type { InventorySource, InventorySources } from '../../catalog/catalog.port.js';
import { SystemClock } from '../../kernel/clock.js';
import type { Settings } from '../../platform/config/settings.js';
import { testSettings } from '../../../test/settings.js';
import { InventoryModule } from './inventory.module.js';
import { FakeKeys } from './inventory-server.fake.js';

async function namesAfterStart(settings: Settings): Promise<string[]> {
  const names: string[] = [];
  const sources: InventorySources = {
    add: ({ name, isReady }: InventorySource) => void names.push(`${name} ${isReady}`),
  };
  const module = new InventoryModule(sources, new FakeKeys([]), settings, new SystemClock());
  module.onModuleInit();
  await module.onModuleDestroy();
  return names;
}

const INVENTORY_BASE_URL = 'http://127.0.0.1:1/api';

describe('the inventory', () => {
  it('makes itself known where it has an address, with or without a key', async () => {
    expect(await namesAfterStart(testSettings({ INVENTORY_BASE_URL }))).toEqual(['inventory true']);
  });

  it('is silent without an address', async () => {
    expect(await namesAfterStart(testSettings())).toEqual([]);
  });

  it('stops the start with a file that is not there', async () => {
    const settings = testSettings({ INVENTORY_BASE_URL, INVENTORY_CONFIG_FILE: '/nowhere.yaml' });
    await expect(namesAfterStart(settings)).rejects.toThrow(/n’existe pas/);
  });
});
