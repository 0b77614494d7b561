import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { type AuditEntry, AuditTrail } from '../../platform/web/audit.js';
import type { OwnAccount, OwnNumber } from '../whatsapp.port.js';
import { NumberLearning } from './learning.js';
import { AlreadyOurs } from './numbers.errors.js';
import { type NumberChange, NumbersRepository } from './numbers.repository.js';

/** A number that is wanted. */
export interface NumberWish {
  id: string;
  label: string | null;
  phone: string | null;
}

/** Writes down what is decided about our accounts and numbers: row, audit line and stamp together. */
@Injectable()
export class NumberRegister {
  constructor(
    private readonly repository: NumbersRepository,
    private readonly database: Database,
    private readonly audit: AuditTrail,
    private readonly learning: NumberLearning,
    private readonly clock: Clock,
  ) {}

  /** Learns what others wrote meanwhile. */
  look(): Promise<void> {
    return this.learning.look();
  }

  /** Adds an account with its numbers; throws when somebody was faster. */
  addAccount(
    { id, channel, label }: Pick<OwnAccount, 'id' | 'channel' | 'label'>,
    numbers: readonly NumberWish[],
  ): Promise<void> {
    const detail = { channel, numbers: numbers.length };
    return this.write(id, { action: 'numbers.account-added', subject: `account:${id}`, detail }, async () => {
      await this.repository.forgetSettings(
        id,
        numbers.map(({ id: number }) => number),
      );
      const row = { id, channel, label, source: 'api', createdAt: this.clock.now() } as const;
      if (!(await this.repository.addAccount(row))) throw new AlreadyOurs('account', id);
      for (const number of numbers) await this.insert({ id, channel }, number);
    });
  }

  addNumber(account: OwnAccount, number: NumberWish): Promise<void> {
    const entry = {
      action: 'numbers.number-added',
      subject: `number:${number.id}`,
      detail: { account: account.id },
    };
    return this.write(account.id, entry, async () => {
      await this.repository.forgetSettings(null, [number.id]);
      await this.carry(account);
      await this.insert(account, number);
    });
  }

  change(account: OwnAccount, number: OwnNumber, change: NumberChange, entry: AuditEntry): Promise<void> {
    return this.write(account.id, entry, async () => {
      await this.carry(account);
      await this.repository.addNumber({ ...this.rowOf(number), source: number.source });
      await this.repository.change(number.id, change);
    });
  }

  /** Removes numbers, and their account where `account` says so; what waits to leave from them is taken back. */
  remove(
    accountId: string,
    numbers: readonly string[],
    what: { account: boolean; subject: string },
  ): Promise<void> {
    const action = what.account ? 'numbers.account-removed' : 'numbers.number-removed';
    return this.database
      .retrying(async () => {
        const cancelled = await this.repository.cancelWaiting(numbers, this.clock.now());
        const setAside = await this.repository.setAside(numbers);
        await this.repository.removeNumbers(numbers);
        if (what.account) await this.repository.removeAccount(accountId);
        else await this.repository.touch(accountId);
        await this.audit.record({ action, subject: what.subject, detail: { cancelled, setAside } });
      })
      .then(() => this.learning.look());
  }

  private async write(accountId: string, entry: AuditEntry, work: () => Promise<void>): Promise<void> {
    await this.database.retrying(async () => {
      await work();
      await this.repository.touch(accountId);
      await this.audit.record(entry);
    });
    await this.learning.look();
  }

  /** The row that carries the stamp, also for an account of the settings. */
  private async carry({ id, channel }: OwnAccount): Promise<void> {
    await this.repository.addAccount({
      id,
      channel,
      label: null,
      source: 'settings',
      createdAt: this.clock.now(),
    });
  }

  private async insert(
    account: Pick<OwnAccount, 'id' | 'channel'>,
    { id, label, phone }: NumberWish,
  ): Promise<void> {
    const row = this.rowOf({ id, channel: account.channel, accountId: account.id, state: 'active' });
    if (!(await this.repository.addNumber({ ...row, label, phone, source: 'api' })))
      throw new AlreadyOurs('number', id);
  }

  /** A row that changes nothing yet. */
  private rowOf({
    id,
    channel,
    accountId,
    state,
  }: Pick<OwnNumber, 'id' | 'channel' | 'accountId' | 'state'>) {
    const nothing = { label: null, phone: null, perSecond: null, entryFlow: null, catalogId: null };
    return {
      ...nothing,
      id,
      channel,
      accountId,
      state,
      source: 'settings' as const,
      createdAt: this.clock.now(),
    };
  }
}
