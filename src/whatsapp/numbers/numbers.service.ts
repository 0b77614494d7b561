import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Alerts, type LastingProblem } from '../../platform/alerts/alerts.js';
import type { OwnAccount, OwnNumber } from '../whatsapp.port.js';
import { type NumberFigures, NumberFiguresRepository } from './figures.repository.js';
import { NumberBook } from './number-book.js';
import { AccountNotFound, NumberNotFound } from './numbers.errors.js';
import type { NumberChange } from './numbers.repository.js';
import { NumberRegister } from './register.js';

/** A number and how it does. */
export interface SeenNumber {
  number: OwnNumber;
  figures: NumberFigures;
  /** What holds it or its account back and was told to the team. */
  problems: readonly LastingProblem[];
}

export interface SeenAccount {
  account: OwnAccount;
  problems: readonly LastingProblem[];
}

/** What operators see of our numbers, and what they change about them. */
@Injectable()
export class Numbers {
  constructor(
    private readonly book: NumberBook,
    private readonly register: NumberRegister,
    private readonly figures: NumberFiguresRepository,
    private readonly clock: Clock,
    private readonly alerts: Alerts,
  ) {}

  async accounts(): Promise<SeenAccount[]> {
    const open = await this.alerts.open();
    return this.book.accounts().map((account) => ({ account, problems: about(open, [account.id]) }));
  }

  list(): Promise<SeenNumber[]> {
    return this.seen(this.book.numbers());
  }

  async find(id: string): Promise<SeenNumber> {
    const [seen] = await this.seen([this.number(id)]);
    if (seen === undefined) throw new NumberNotFound(id);
    return seen;
  }

  async change(id: string, change: Omit<NumberChange, 'state'>): Promise<SeenNumber> {
    const { catalogId, ...detail } = change;
    await this.write(id, change, {
      action: 'numbers.number-changed',
      detail: { ...detail, ...(catalogId !== undefined && { catalogId }) },
    });
    return this.find(id);
  }

  async pause(id: string): Promise<SeenNumber> {
    await this.write(id, { state: 'paused' }, { action: 'numbers.number-paused' });
    return this.find(id);
  }

  async resume(id: string): Promise<SeenNumber> {
    await this.write(id, { state: 'active' }, { action: 'numbers.number-resumed' });
    return this.find(id);
  }

  private async write(
    id: string,
    change: NumberChange,
    entry: { action: string; detail?: Readonly<Record<string, string | number | null>> },
  ): Promise<void> {
    const number = this.number(id);
    const account = this.book.account(number.accountId);
    if (account === undefined) throw new AccountNotFound(number.accountId);
    await this.register.change(account, number, change, { ...entry, subject: `number:${id}` });
  }

  private number(id: string): OwnNumber {
    const number = this.book.number(id);
    if (number === undefined) throw new NumberNotFound(id);
    return number;
  }

  private async seen(numbers: readonly OwnNumber[]): Promise<SeenNumber[]> {
    const ids = numbers.map(({ id }) => id);
    const figures = await this.figures.of(ids, this.clock.now());
    const open = await this.alerts.open();
    return numbers.flatMap((number) => {
      const found = figures.get(number.id);
      const { id, accountId, phone } = number;
      const problems = about(open, [id, accountId, ...(phone === null ? [] : [phone.replace('+', '')])]);
      return found === undefined ? [] : [{ number, figures: found, problems }];
    });
  }
}

/** The key of a problem ends with what it is about. */
function about(problems: readonly LastingProblem[], subjects: readonly string[]): LastingProblem[] {
  return problems.filter(({ key }) => subjects.includes(key.slice(key.indexOf(':') + 1)));
}
