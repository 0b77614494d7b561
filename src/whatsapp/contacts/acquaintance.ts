import type { Vault } from '../../platform/vault/vault.js';
import type { Person } from '../whatsapp-content.contract.js';
import { nameIndex, type SealedAddress, sealAddress } from './address.js';
import type { ContactRow } from './contact.entity.js';

/** A contact as far as recognising it goes. */
export type Known = Pick<ContactRow, 'id' | 'phoneIndex' | 'userIndex' | 'nameIndex'>;

/** Two contacts that one message shows to be one person. */
export interface Double {
  /** Position of the person among those who were looked for. */
  at: number;
  ids: readonly [string, string];
}

/**
 * Who is who among some persons, and what they tell anew about themselves: a person told with number and id who is known by one of
 * them is known by both from then on, because later messages may bring only the other one, and staff knows numbers.
 */
export class Acquaintance {
  /** What is to be set of whom. */
  readonly addresses = new Map<string, SealedAddress>();
  readonly names = new Map<string, string>();
  readonly doubles: Double[] = [];
  private readonly byIndex = new Map<string, Known>();
  /** Hashes made so far: each is asked for several times. */
  private readonly made = new Map<string, string[]>();

  constructor(private readonly vault: Vault) {}

  phoneIndexes(waId: string | undefined): string[] {
    return waId === undefined ? [] : this.indexes('phone', waId);
  }

  userIndexes(userId: string | undefined): string[] {
    return userId === undefined ? [] : this.indexes('user', userId);
  }

  learn(rows: readonly Known[]): void {
    for (const row of rows) {
      for (const index of [row.phoneIndex, row.userIndex]) if (index !== null) this.byIndex.set(index, row);
    }
  }

  /** Found by number before id. */
  of({ waId, userId }: Person): Known | undefined {
    const all = [...this.phoneIndexes(waId), ...this.userIndexes(userId)];
    const index = all.find((candidate) => this.byIndex.has(candidate));
    return index === undefined ? undefined : this.byIndex.get(index);
  }

  /** Takes in what a person tells. */
  meet(person: Person, at: number): void {
    const { waId, userId, name } = person;
    if (waId !== undefined && userId !== undefined) this.complete({ waId, userId }, at);
    const known = name === undefined || name === '' ? undefined : this.of(person);
    if (known === undefined || name === undefined) return;
    const index = nameIndex(this.vault, known.id, name);
    if (known.nameIndex === index) return;
    known.nameIndex = index;
    this.names.set(known.id, name);
  }

  private complete({ waId, userId }: { waId: string; userId: string }, at: number): void {
    const [byNumber, byUser] = [this.of({ waId }), this.of({ userId })];
    const known = byNumber ?? byUser;
    if (known === undefined || byNumber?.id === byUser?.id) return;
    if (byNumber !== undefined && byUser !== undefined) {
      this.doubles.push({ at, ids: [byNumber.id, byUser.id] });
      return;
    }
    const address = sealAddress(this.vault, { waId, userId });
    this.addresses.set(known.id, address);
    known.phoneIndex = address.phoneIndex;
    known.userIndex = address.userIndex;
    this.learn([known]);
  }

  private indexes(kind: 'phone' | 'user', value: string): string[] {
    const key = `${kind}|${value}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const made = this.vault.blindIndexes(kind, value);
    this.made.set(key, made);
    return made;
  }
}
