import { Injectable } from '@nestjs/common';
import { KeeperRegistry } from './keepers.js';
import { NumberBook } from './number-book.js';
import { AccountNotFound, FromSettings, MessagesWaiting, NumberNotFound } from './numbers.errors.js';
import { NumbersRepository } from './numbers.repository.js';
import { NumberRegister } from './register.js';

/** Accounts and numbers that were added and shall go. What waits to leave from them keeps them, or is taken back (`force`). */
@Injectable()
export class Removing {
  constructor(
    private readonly book: NumberBook,
    private readonly repository: NumbersRepository,
    private readonly register: NumberRegister,
    private readonly keepers: KeeperRegistry,
  ) {}

  async number(id: string, force: boolean): Promise<void> {
    const number = this.book.number(id);
    if (number === undefined) throw new NumberNotFound(id);
    if (number.source === 'settings') throw new FromSettings(`number ${id}`);
    await this.mustBeIdle([id], force);
    await this.register.remove(number.accountId, [id], { account: false, subject: `number:${id}` });
  }

  /** The secrets go first: an account without them is found and removed again, secrets without an account would not be. */
  async account(id: string, force: boolean): Promise<void> {
    const account = this.book.account(id);
    if (account === undefined) throw new AccountNotFound(id);
    if (this.book.isDeclared(id)) throw new FromSettings(`account ${id}`);
    const numbers = account.numbers.map(({ id: number }) => number);
    await this.mustBeIdle(numbers, force);
    await this.keepers.forget(account.channel, id);
    await this.register.remove(id, numbers, { account: true, subject: `account:${id}` });
  }

  private async mustBeIdle(numbers: readonly string[], force: boolean): Promise<void> {
    const waiting = force ? 0 : await this.repository.waiting(numbers);
    if (waiting > 0) throw new MessagesWaiting(waiting);
  }
}
