import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { Secret } from '../../kernel/secret.js';
import { newId } from '../../platform/database/id.js';
import { Vault } from '../../platform/vault/vault.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { currentActor } from '../../platform/web/request-context.js';
import { endingOf } from './candidates.service.js';
import { InventoryKeyRow, OF_SETTINGS } from './inventory-key.entity.js';
import { InventoryKeyRepository } from './inventory-key.repository.js';
import { InventoryKeyNotFound, InventoryKeyOfSettings, InventoryKeyRevoked } from './keys.errors.js';
import { KeysInUse } from './keys-in-use.service.js';

/** Keys made, replaced and revoked. What was given is never shown again. */
@Injectable()
export class KeyWriting {
  constructor(
    private readonly repository: InventoryKeyRepository,
    private readonly vault: Vault,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly inUse: KeysInUse,
  ) {}

  async create(label: string, secret: Secret): Promise<InventoryKeyRow> {
    const row: InventoryKeyRow = { id: newId(), label, mark: null, ...this.fresh(secret) };
    await this.repository.together(async () => {
      await this.repository.add(row);
      await this.record('created', row.id);
    });
    await this.inUse.changed();
    return row;
  }

  /** Another key in its place: whatever was known of the one before is forgotten. */
  async replace(id: string, secret: Secret, label?: string): Promise<InventoryKeyRow> {
    const replaced = await this.repository.together(async () => {
      const row = await this.changeable(id);
      if (row.state === 'REVOKED') throw new InventoryKeyRevoked(id);
      const set = { label: label ?? row.label, ...this.fresh(secret) };
      await this.repository.amend(id, set);
      await this.record('replaced', id);
      return { ...row, ...set };
    });
    await this.inUse.changed();
    return replaced;
  }

  /** Its secret is erased. Revoking it again changes nothing. */
  async revoke(id: string): Promise<void> {
    await this.repository.together(async () => {
      const { state } = await this.changeable(id);
      if (state === 'REVOKED') return;
      const gone = { state: 'REVOKED', sealed: null, pausedUntil: null } as const;
      await this.repository.amend(id, { ...gone, revokedAt: this.clock.now() });
      await this.record('revoked', id);
    });
    await this.inUse.changed();
  }

  record(deed: string, id: string, ok = true): Promise<void> {
    const outcome = ok ? 'done' : 'failed';
    return this.audit.record({
      action: `catalog.inventory-key-${deed}`,
      subject: `inventory-key:${id}`,
      outcome,
    });
  }

  private fresh(secret: Secret): Omit<InventoryKeyRow, 'id' | 'label' | 'mark'> {
    return {
      state: 'ACTIVE',
      sealed: this.vault.seal(secret.reveal()),
      ending: endingOf(secret),
      createdAt: this.clock.now(),
      createdBy: currentActor().id,
      lastUsedAt: null,
      refusedAt: null,
      pausedUntil: null,
      revokedAt: null,
    };
  }

  private async changeable(id: string): Promise<InventoryKeyRow> {
    if (id === OF_SETTINGS) throw new InventoryKeyOfSettings();
    const row = await this.repository.find(id);
    if (row === null) throw new InventoryKeyNotFound();
    return row;
  }
}
