import type { RemoteInput } from '../catalog.port.js';

/** A thing of the inventory, in full. */
export interface Arrival {
  remoteId: string;
  version: string | null;
  input: RemoteInput;
}

/** What could not be taken over, or not all of it. */
export interface Fault {
  remoteId: string | null;
  name: string | null;
  reason: string;
}

export interface Written {
  added: number;
  updated: number;
  unchanged: number;
  failed: number;
  faults: Fault[];
  /** Those that want the SKU of another, where they may wait for it. */
  late: Arrival[];
}

export function none(): Written {
  return { added: 0, updated: 0, unchanged: 0, failed: 0, faults: [], late: [] };
}

/** Adds what became of others. */
export function addTo(sum: Written, { added, updated, unchanged, failed, faults, late }: Written): void {
  sum.added += added;
  sum.updated += updated;
  sum.unchanged += unchanged;
  sum.failed += failed;
  sum.faults.push(...faults);
  sum.late.push(...late);
}

const LONGEST_NAME = 100;
export const CHANGED_MEANWHILE = 'vient d’être changé par ailleurs ; la prochaine copie le reprend';

export function takenWords(sku: string): string {
  return `sku : « ${sku} » est déjà porté par un autre article`;
}

export function refuse(written: Written, { remoteId, input }: Arrival, reason: string): [] {
  const { name } = input;
  written.failed += 1;
  written.faults.push({
    remoteId,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, LONGEST_NAME) : null,
    reason: reason.slice(0, 900),
  });
  return [];
}
