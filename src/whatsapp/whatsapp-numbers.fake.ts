import { type OwnAccount, type OwnNumber, OwnNumbers } from './whatsapp.port.js';

/** A number as most are. */
export function ownNumber(
  over: Partial<OwnNumber> & Pick<OwnNumber, 'id' | 'channel' | 'accountId'>,
): OwnNumber {
  return {
    label: over.id,
    phone: null,
    state: 'active',
    perSecond: 80,
    entryFlow: null,
    catalogId: null,
    source: 'settings',
    ...over,
  };
}

/** Our numbers in memory, for the tests of adapters: what was declared, and what the test adds and removes. */
export class OwnNumbersFake extends OwnNumbers {
  private all: OwnAccount[] = [];
  private readonly listeners: (() => void)[] = [];

  declare(accounts: readonly OwnAccount[]): void {
    this.all = [...this.all, ...accounts];
    this.tell();
  }

  /** As the API would. */
  add(account: OwnAccount): void {
    this.declare([account]);
  }

  remove(accountId: string): void {
    this.all = this.all.filter(({ id }) => id !== accountId);
    this.tell();
  }

  accounts(channel?: string): readonly OwnAccount[] {
    return this.all.filter((account) => channel === undefined || account.channel === channel);
  }

  number(id: string): OwnNumber | undefined {
    return this.all.flatMap(({ numbers }) => numbers).find((number) => number.id === id);
  }

  defaultNumber(): OwnNumber | undefined {
    return this.all.flatMap(({ numbers }) => numbers).find(({ state }) => state === 'active');
  }

  changed(listener: () => void): void {
    this.listeners.push(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
