import { Injectable } from '@nestjs/common';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import type { NumberCheck, OwnAccount } from '../whatsapp.port.js';
import { checkedSecrets, KeeperRegistry } from './keepers.js';
import { NumberBook } from './number-book.js';
import { AccountNotFound, AlreadyOurs, NumberNotFound } from './numbers.errors.js';
import { NumberRegister, type NumberWish } from './register.js';

/** An account that is wanted. Its secrets are handed to the provider's adapter and nowhere else. */
export interface AccountWish {
  channel: string;
  id: string;
  label: string | null;
  numbers: readonly NumberWish[];
  secrets: Readonly<Record<string, unknown>>;
}

/** What was connected, and how it does at this moment. */
export interface Connected {
  account: OwnAccount;
  checks: { number: string; check: NumberCheck }[];
}

/** Accounts and numbers that the API adds: the provider confirms them before anything is written down. */
@Injectable()
export class Connecting {
  constructor(
    private readonly book: NumberBook,
    private readonly keepers: KeeperRegistry,
    private readonly register: NumberRegister,
  ) {}

  async account({ channel, id, label, numbers, secrets }: AccountWish): Promise<Connected> {
    const keeper = this.keepers.of(channel);
    if (this.book.account(id) !== undefined) throw new AlreadyOurs('account', id);
    this.mustBeNew(numbers);
    const given = checkedSecrets(secrets, keeper.secrets);
    if (Object.keys(given).length === 0) throw new InvalidRequest([noSecrets(keeper.secrets)]);
    await keeper.connect({ id, numbers: numbers.map(({ id: number }) => number) }, given);
    try {
      await this.register.addAccount({ id, channel, label: label ?? id }, numbers);
    } catch (error) {
      // Where somebody was faster with this account, it keeps its secrets.
      await this.register.look();
      if (this.book.account(id) === undefined) await this.keepers.forget(channel, id);
      throw error;
    }
    return { account: this.found(id), checks: await this.checks(numbers) };
  }

  async number(accountId: string, number: NumberWish): Promise<Connected> {
    const account = this.found(accountId);
    this.mustBeNew([number]);
    await this.keepers.of(account.channel).connect({ id: accountId, numbers: [number.id] }, {});
    await this.register.addNumber(account, number);
    return { account: this.found(accountId), checks: await this.checks([number]) };
  }

  test(id: string): Promise<NumberCheck> {
    const number = this.book.number(id);
    if (number === undefined) throw new NumberNotFound(id);
    return this.keepers.of(number.channel).test(number);
  }

  private async checks(numbers: readonly NumberWish[]): Promise<Connected['checks']> {
    const ours = numbers.filter(({ id }) => this.book.number(id) !== undefined);
    return Promise.all(ours.map(async ({ id }) => ({ number: id, check: await this.test(id) })));
  }

  private found(id: string): OwnAccount {
    const account = this.book.account(id);
    if (account === undefined) throw new AccountNotFound(id);
    return account;
  }

  private mustBeNew(numbers: readonly NumberWish[]): void {
    const taken = numbers.find(({ id }) => this.book.number(id) !== undefined);
    if (taken !== undefined) throw new AlreadyOurs('number', taken.id);
  }
}

function noSecrets(secrets: Readonly<Record<string, string>>) {
  const wanted = Object.entries(secrets).map(([name, what]) => `${name} (${what})`);
  return { field: 'secrets', message: `doit contenir : ${wanted.join(', ')}` };
}
