import { Injectable } from '@nestjs/common';
import {
  type CommerceTarget,
  CommerceTargets,
  type InventorySource,
  InventorySources,
} from '../catalog.port.js';

/** The inventories that made themselves known. */
@Injectable()
export class SourceRegistry extends InventorySources {
  private readonly sources: InventorySource[] = [];

  add(source: InventorySource): void {
    this.sources.push(source);
  }

  /** The one that is used; `null` where none is configured. */
  get current(): InventorySource | null {
    return this.sources.find(({ isReady }) => isReady) ?? null;
  }
}

/** Where products are shown to buyers outside of this house. */
@Injectable()
export class TargetRegistry extends CommerceTargets {
  readonly all: CommerceTarget[] = [];

  add(target: CommerceTarget): void {
    this.all.push(target);
  }
}
