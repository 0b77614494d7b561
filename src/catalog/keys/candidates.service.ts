import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Secret } from '../../kernel/secret.js';
import { Settings } from '../../platform/config/settings.js';
import { Vault } from '../../platform/vault/vault.js';
import { InventoryKeyRow, OF_SETTINGS } from './inventory-key.entity.js';
import { InventoryKeyRepository } from './inventory-key.repository.js';

/** A key with which the inventory may be asked. */
export interface Candidate {
  row: InventoryKeyRow;
  secret: Secret;
}

/** How long a process believes what it read; another instance may have changed a key since. */
const REMEMBERED_MS = 5_000;
const SHORTEST_SHOWN = 12;

/** The keys there are: those of the API before the one of the settings, and those that were refused last of all. */
@Injectable()
export class Candidates {
  private readonly log = new Logger('Catalog');
  private remembered: { found: readonly Candidate[]; until: number } | null = null;

  constructor(
    private readonly repository: InventoryKeyRepository,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** In the order in which they are tried. From memory for some seconds. */
  async all(): Promise<readonly Candidate[]> {
    const now = this.clock.now().getTime();
    if (this.remembered !== null && now < this.remembered.until) return this.remembered.found;
    const found = this.opened(await this.repository.active());
    this.remembered = { found, until: now + REMEMBERED_MS };
    return found;
  }

  async find(id: string): Promise<Candidate | null> {
    return this.opened(await this.repository.active()).find(({ row }) => row.id === id) ?? null;
  }

  /** Of the key in the settings: `known` is the one that was tried before, `other` has taken its place, `new` is the first. */
  async ofSettings(): Promise<'none' | 'known' | 'other' | 'new'> {
    const secret = this.settings.catalog.inventory?.apiKey;
    if (secret === undefined) return 'none';
    const row = (await this.repository.active()).find(({ id }) => id === OF_SETTINGS);
    if (row === undefined) return 'new';
    return row.mark === this.markOf(secret) ? 'known' : 'other';
  }

  forget(): void {
    this.remembered = null;
  }

  /** Those that can be opened, the best first. */
  private opened(rows: readonly InventoryKeyRow[]): Candidate[] {
    const found = rows.flatMap((row) => {
      const secret = row.id === OF_SETTINGS ? null : this.secretOf(row);
      return secret === null ? [] : [{ row, secret }];
    });
    const ofSettings = this.settled(rows.find(({ id }) => id === OF_SETTINGS));
    return [...found, ...ofSettings].toSorted((a, b) => Number(isSpurned(a.row)) - Number(isSpurned(b.row)));
  }

  private settled(known: InventoryKeyRow | undefined): Candidate[] {
    const secret = this.settings.catalog.inventory?.apiKey;
    if (secret === undefined) return [];
    const mark = this.markOf(secret);
    const fresh: InventoryKeyRow = {
      id: OF_SETTINGS,
      label: 'INVENTORY_API_KEY',
      state: 'ACTIVE',
      sealed: null,
      ending: endingOf(secret),
      mark,
      createdAt: this.clock.now(),
      createdBy: OF_SETTINGS,
      lastUsedAt: null,
      refusedAt: null,
      pausedUntil: null,
      revokedAt: null,
    };
    return [{ row: known?.mark === mark ? known : fresh, secret }];
  }

  private markOf(secret: Secret): string {
    return this.vault.blindIndex('name', secret.reveal());
  }

  private secretOf({ id, sealed }: InventoryKeyRow): Secret | null {
    try {
      return sealed === null ? null : new Secret(this.vault.open(sealed));
    } catch {
      this.log.error(`inventory key ${id} was sealed with a key that is not configured here`);
      return null;
    }
  }
}

/** What may be shown of a key. */
export function endingOf(secret: Secret): string | null {
  const text = secret.reveal();
  return text.length < SHORTEST_SHOWN ? null : text.slice(-4);
}

/** It was refused, and not accepted since. */
function isSpurned({ refusedAt, lastUsedAt }: InventoryKeyRow): boolean {
  return refusedAt !== null && (lastUsedAt === null || lastUsedAt < refusedAt);
}
