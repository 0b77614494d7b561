import type { OwnAccount, OwnNumber } from '../whatsapp.port.js';
import type { OwnAccountRow } from './account.entity.js';
import type { OwnNumberRow } from './number.entity.js';

/** What the database knows of our accounts and numbers. */
export interface StoredBook {
  accounts: readonly OwnAccountRow[];
  numbers: readonly OwnNumberRow[];
}

/**
 * The accounts as they are: those that were declared, with what was changed and added since then, and those that were added. A
 * number that two of them name belongs to the first.
 */
export function merged(
  declared: readonly OwnAccount[],
  { accounts, numbers }: StoredBook,
  perSecond: number,
): OwnAccount[] {
  const rows = new Map(numbers.map((row) => [row.id, row]));
  const labels = new Map(accounts.map((row) => [row.id, row.label]));
  const taken = new Set<string>();
  const fresh = ({ id }: { id: string }) => !taken.has(id) && taken.add(id).size > 0;
  const ofDeclared = distinct(declared).map(({ id, channel, label, numbers: own }) => ({
    id,
    channel,
    label: labels.get(id) ?? label,
    numbers: own.filter(fresh).map((number) => changedBy(rows.get(number.id), number)),
  }));
  const known = new Set(ofDeclared.map(({ id }) => id));
  const ofStored = accounts
    .filter(({ id, source }) => source === 'api' && !known.has(id))
    .map(({ id, channel, label }): OwnAccount => ({ id, channel, label: label ?? id, numbers: [] }));
  return [...ofDeclared, ...ofStored].map((account) => {
    const added = numbers.filter((row) => row.source === 'api' && row.accountId === account.id && fresh(row));
    return { ...account, numbers: [...account.numbers, ...added.map((row) => numberOf(row, perSecond))] };
  });
}

/** Accounts that were declared in parts become one. */
function distinct(declared: readonly OwnAccount[]): OwnAccount[] {
  const byId = new Map<string, OwnAccount>();
  for (const account of declared) {
    const before = byId.get(account.id);
    const numbers = [...(before?.numbers ?? []), ...account.numbers];
    byId.set(account.id, { ...(before ?? account), numbers });
  }
  return [...byId.values()];
}

function changedBy(row: OwnNumberRow | undefined, number: OwnNumber): OwnNumber {
  if (row === undefined) return number;
  return {
    ...number,
    label: row.label ?? number.label,
    phone: number.phone ?? row.phone,
    state: row.state,
    perSecond: row.perSecond ?? number.perSecond,
    entryFlow: row.entryFlow ?? number.entryFlow,
    catalogId: row.catalogId ?? number.catalogId,
  };
}

function numberOf(row: OwnNumberRow, perSecond: number): OwnNumber {
  const { id, channel, accountId, phone, state, entryFlow, catalogId } = row;
  return {
    id,
    channel,
    accountId,
    label: row.label ?? phone ?? id,
    phone,
    state,
    perSecond: row.perSecond ?? perSecond,
    entryFlow,
    catalogId,
    source: 'api',
  };
}
