import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { Database } from '../../platform/database/database.js';
import type { Payload, Step, Work } from '../registrations/registration.js';
import { AttemptRow } from '../registrations/attempt.entity.js';
import { RegistrationRow } from '../registrations/registration.entity.js';
import { TO_DELETE } from '../registrations/resolutions.js';
import { Sealing } from '../registrations/sealing.js';
import type { Change } from './progress.js';

/** The end of an attempt, to be written. */
export interface Report {
  work: Work;
  change: Change;
  step: Step;
  /** The matter with the client of another code is closed. */
  told: boolean;
  status: number | null;
  at: Date;
  durationMs: number;
}

/** A client that may be made from now on. */
export interface Intent {
  work: Work;
  known: readonly string[];
}

const MOST_ATTEMPTS = 50;

/** What attempts bring about, many in one transaction. A row in other hands is left alone. */
@Injectable()
export class OutcomeRepository {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
  ) {}

  /** Notes that these clients may exist; returns which of the rows are still ours. */
  intend(intents: readonly Intent[]): Promise<number[]> {
    const changes = intents.map(({ work: { id, version }, known }) => ({
      where: { id, version },
      set: { unsure: true, known: [...known] },
    }));
    return this.database.retrying(() => this.database.updateMany(RegistrationRow, changes));
  }

  /** Other characters, or the note that the register was asked for them. Joins the transaction that is open. */
  async rewrite({ id, version }: Work, payload: Payload): Promise<boolean> {
    const set = { payload: this.sealing.seal(payload) };
    return (await this.database.updateMany(RegistrationRow, [{ where: { id, version }, set }])).length === 1;
  }

  write(reports: readonly Report[]): Promise<void> {
    return this.database.retrying(async () => {
      const kept = reports.filter(({ change }) => change.keepsPayload);
      const over = reports.filter(({ change }) => !change.keepsPayload);
      const gone = { payload: null, codeKey: null };
      const written = [
        ...(await this.update(kept, (report) => this.columns(report))),
        ...(await this.update(over, (report) => ({ ...this.columns(report), ...gone }))),
      ];
      await this.told(written);
      await this.database.insertMany(
        AttemptRow,
        written.map((report) => this.attempt(report)),
      );
      await this.forgetOldAttempts(written);
      await this.erase(reports.filter((report) => !written.includes(report)));
    });
  }

  private async update(
    reports: readonly Report[],
    set: (report: Report) => Partial<RegistrationRow>,
  ): Promise<Report[]> {
    const changes = reports.map((report) => ({
      where: { id: report.work.id, version: report.work.version },
      set: set(report),
    }));
    const found = await this.database.updateMany(RegistrationRow, changes);
    return found.flatMap((at) => reports[at] ?? []);
  }

  private columns({ work, change, at }: Report): Partial<RegistrationRow> {
    const { state, nextAttemptAt, tries, outcome, cause, clientId, known, unsure } = change;
    return {
      state,
      lane: 2,
      nextAttemptAt,
      tries,
      outcome,
      cause,
      words: this.sealing.words(change.words),
      advice: change.advice === '' ? null : change.advice,
      clientId,
      known: [...known],
      unsure,
      version: work.version + 1,
      updatedAt: at,
    };
  }

  /** What had to be told about the pair has been told. */
  private async told(written: readonly Report[]): Promise<void> {
    const changes = written
      .filter(({ told }) => told)
      .map(({ work }) => ({
        where: { id: work.id, linkedCodeId: work.linkedCodeId ?? '' },
        set: { link: work.link === 'merge' ? ('merged' as const) : ('flagged' as const) },
      }));
    await this.database.updateMany(RegistrationRow, changes);
  }

  private attempt({ work, change, step, status, at, durationMs }: Report): AttemptRow {
    const words = this.sealing.words(change.words);
    const { cause } = change;
    const outcome = change.outcome ?? 'interrupted';
    const registrationId = work.id;
    return {
      id: uuid(),
      registrationId,
      ordinal: work.attempts,
      at,
      step,
      outcome,
      cause,
      status,
      words,
      durationMs,
    };
  }

  private async forgetOldAttempts(written: readonly Report[]): Promise<void> {
    for (const { work } of written.filter(({ work: { attempts } }) => attempts > MOST_ATTEMPTS)) {
      const ordinal = LessThanOrEqual(work.attempts - MOST_ATTEMPTS);
      await this.database.manager.delete(AttemptRow, { registrationId: work.id, ordinal });
    }
  }

  /** The person was erased while the call was under way: where a client may exist in the register, it is a task for its keepers. */
  private async erase(missed: readonly Report[]): Promise<void> {
    if (missed.length === 0) return;
    const ids = missed.map(({ work }) => work.id);
    const rows = await this.database.read(RegistrationRow, { where: { id: ids, erased: true } });
    for (const row of rows.filter(({ state }) => state === 'SENDING')) {
      const change = missed.find(({ work }) => work.id === row.id)?.change;
      if (change === undefined) continue;
      const { clientId, unsure } = change;
      if (clientId === null && !unsure)
        await this.database.manager.delete(RegistrationRow, { id: In([row.id]) });
      else {
        const set = { ...TO_DELETE, clientId, unsure, version: row.version + 1 };
        await this.database.updateMany(RegistrationRow, [
          { where: { id: row.id, version: row.version }, set },
        ]);
      }
    }
  }
}
