import { Injectable } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import { type OwnAccount, type OwnNumber, OwnNumbers } from '../whatsapp.port.js';
import { merged, type StoredBook } from './merging.js';

const NOTHING: StoredBook = { accounts: [], numbers: [] };

/** Our accounts and numbers in the memory of this process. */
@Injectable()
export class NumberBook extends OwnNumbers {
  private readonly declared: OwnAccount[] = [];
  /** Of channels whose numbers nobody declared. */
  private readonly listed: OwnAccount[] = [];
  private readonly listeners: (() => void)[] = [];
  private stored = NOTHING;
  private all: readonly OwnAccount[] = [];
  private byId: ReadonlyMap<string, OwnNumber> = new Map();

  constructor(private readonly settings: Settings) {
    super();
  }

  declare(accounts: readonly OwnAccount[]): void {
    this.declared.push(...accounts);
    this.make();
  }

  /** Numbers that a channel brought along: one that nobody declared is as the settings have it for all. */
  list(channel: string, numbers: readonly string[]): void {
    const unknown = numbers.filter((id) => !this.byId.has(id));
    if (unknown.length === 0) return;
    const { maxPerSecond: perSecond } = this.settings.whatsapp;
    const plain = {
      phone: null,
      state: 'active',
      entryFlow: null,
      catalogId: null,
      source: 'settings',
    } as const;
    const own = unknown.map((id) => ({ ...plain, id, channel, accountId: id, label: id, perSecond }));
    this.listed.push(
      ...own.map((number) => ({ id: number.id, channel, label: number.id, numbers: [number] })),
    );
    this.make();
  }

  /** What the database has now. */
  take(stored: StoredBook): void {
    this.stored = stored;
    this.make();
  }

  accounts(channel?: string): readonly OwnAccount[] {
    return this.all.filter((account) => channel === undefined || account.channel === channel);
  }

  account(id: string): OwnAccount | undefined {
    return this.all.find((account) => account.id === id);
  }

  /** Whether an account is one of the settings. */
  isDeclared(accountId: string): boolean {
    return [...this.declared, ...this.listed].some(({ id }) => id === accountId);
  }

  numbers(): OwnNumber[] {
    return [...this.byId.values()];
  }

  number(id: string): OwnNumber | undefined {
    return this.byId.get(id);
  }

  defaultNumber(): OwnNumber | undefined {
    const { provider } = this.settings.whatsapp;
    return this.numbers().find(
      ({ channel, state }) => state === 'active' && (provider === undefined || channel === provider),
    );
  }

  changed(listener: () => void): void {
    this.listeners.push(listener);
  }

  private make(): void {
    const { maxPerSecond } = this.settings.whatsapp;
    this.all = merged([...this.declared, ...this.listed], this.stored, maxPerSecond);
    this.byId = new Map(this.all.flatMap(({ numbers }) => numbers.map((number) => [number.id, number])));
    for (const listener of this.listeners) listener();
  }
}
