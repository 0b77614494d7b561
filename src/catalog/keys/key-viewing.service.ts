import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { NoInventory } from '../catalog.errors.js';
import { SourceRegistry } from '../sync/sources.js';
import { Candidates } from './candidates.service.js';
import { InventoryKeyRow, OF_SETTINGS } from './inventory-key.entity.js';
import { InventoryKeyRepository } from './inventory-key.repository.js';
import { InventoryKeyNotFound, InventoryKeyRevoked } from './keys.errors.js';
import { handleOf, KeysInUse } from './keys-in-use.service.js';

/** A key as it is shown. */
export interface ShownKey {
  row: InventoryKeyRow;
  /** The next call is made with it. */
  inUse: boolean;
}

export interface Trial {
  ok: boolean;
  words: string;
  advice?: string;
}

/** Keys looked at and tried. */
@Injectable()
export class KeyViewing {
  constructor(
    private readonly repository: InventoryKeyRepository,
    private readonly candidates: Candidates,
    private readonly sources: SourceRegistry,
    private readonly inUse: KeysInUse,
    private readonly clock: Clock,
  ) {}

  /** Those of the API, newest first, then the one of the settings. */
  async list(): Promise<ShownKey[]> {
    this.candidates.forget();
    const found = await this.candidates.all();
    const now = this.clock.now();
    const used = found.find(({ row: { pausedUntil } }) => pausedUntil === null || pausedUntil <= now)?.row.id;
    const ofSettings = found.filter(({ row }) => row.id === OF_SETTINGS).map(({ row }) => row);
    const rows = [...(await this.repository.list()), ...ofSettings];
    return rows.map((row) => ({ row, inUse: row.id === used }));
  }

  async find(id: string): Promise<ShownKey> {
    const found = (await this.list()).find(({ row }) => row.id === id);
    if (found === undefined) throw new InventoryKeyNotFound();
    return found;
  }

  /** Asks the inventory with this key, whether it is paused or not; accepted, it may be used at once. */
  async try(id: string): Promise<Trial> {
    const candidate = await this.candidates.find(id);
    if (candidate === null) {
      const isKnown = (await this.repository.find(id)) !== null;
      throw isKnown ? new InventoryKeyRevoked(id) : new InventoryKeyNotFound();
    }
    const source = this.sources.current;
    if (source === null) throw new NoInventory();
    const trial = await source.test(candidate.secret);
    if (!trial.ok) return trial;
    const isBack = candidate.row.pausedUntil !== null;
    this.candidates.forget();
    await this.inUse.accepted(handleOf(candidate.row));
    if (isBack) await this.inUse.changed();
    return trial;
  }
}
