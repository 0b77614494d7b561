import type { Vault } from '../../platform/vault/vault.js';
import type { ContactRow } from './contact.entity.js';

/** Where a person is reached. */
export interface Address {
  waId?: string;
  userId?: string;
}

export type SealedAddress = Pick<ContactRow, 'phoneIndex' | 'phone' | 'userIndex' | 'userId'>;

/** How an address is kept: sealed, and found by blind index. */
export function sealAddress(vault: Vault, { waId, userId }: Address): SealedAddress {
  return {
    phoneIndex: waId === undefined ? null : vault.blindIndex('phone', waId),
    phone: waId === undefined ? null : vault.seal(waId),
    userIndex: userId === undefined ? null : vault.blindIndex('user', userId),
    userId: userId === undefined ? null : vault.seal(userId),
  };
}

export function openAddress(vault: Vault, { phone, userId }: Pick<ContactRow, 'phone' | 'userId'>): Address {
  return {
    ...(phone === null ? {} : { waId: vault.open(phone) }),
    ...(userId === null ? {} : { userId: vault.open(userId) }),
  };
}

/** All under which an address may be known, whichever key made it: by number before id. */
export function indexesOf(vault: Vault, { waId, userId }: Address): string[] {
  return [
    ...(waId === undefined ? [] : vault.blindIndexes('phone', waId)),
    ...(userId === undefined ? [] : vault.blindIndexes('user', userId)),
  ];
}

/** Names are long texts in some hands. */
const NAME_LENGTH = 200;

/** How a name is kept: sealed, with a hash by which a change is noticed. */
export function sealName(
  vault: Vault,
  id: string,
  name: string | undefined,
): Pick<ContactRow, 'name' | 'nameIndex'> {
  if (name === undefined || name === '') return { name: null, nameIndex: null };
  const kept = name.slice(0, NAME_LENGTH);
  return { name: vault.seal(kept), nameIndex: nameIndex(vault, id, kept) };
}

export function nameIndex(vault: Vault, id: string, name: string): string {
  return vault.blindIndex('name', `${id}|${name.slice(0, NAME_LENGTH)}`);
}
