import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import type { StatusUpdate } from '../whatsapp-updates.contract.js';
import { type Progress, progress } from './delivery.js';
import { Failures } from './failures.js';
import type { OutboxRow, OutboxState } from './outbox.entity.js';
import { PROGRESS, type ReportedRow } from './outbox-rows.js';
import { OutboxRepository } from './outbox.repository.js';
import { StandingIn } from './standing-in.js';

/** A delivery report, with the key of the message that it names. */
export interface Told {
  update: StatusUpdate;
  key: string;
}

interface Change {
  message: ReportedRow;
  set: Partial<OutboxRow>;
  /** It failed by these reports. */
  failure?: Pick<StatusUpdate, 'error'>;
}

/** Changes messages as reports say. */
@Injectable()
export class Applying {
  constructor(
    private readonly outbox: OutboxRepository,
    private readonly standingIn: StandingIn,
    private readonly failures: Failures,
    private readonly vault: Vault,
  ) {}

  /** The messages that reports are about: by the provider's id, or by our reference in them. */
  about(reports: readonly Told[]): Promise<ReportedRow[]> {
    return this.outbox.reported(
      reports.map(({ key }) => key),
      reports.flatMap(({ update }) => update.reference ?? []),
    );
  }

  /** Joins the transaction that is open. `moved`: those that somebody else wrote meanwhile, and that did not change. */
  async apply(
    told: ReadonlyMap<ReportedRow, readonly Told[]>,
    now: Date,
  ): Promise<{ settled: number; moved: Set<string> }> {
    const changes = [...told].flatMap(([message, reports]) => this.changeOf(message, reports, now) ?? []);
    const found = new Set(
      await this.outbox.report(
        changes.map(({ message, set }) => ({ id: message.id, from: message.state, set })),
      ),
    );
    for (const [at, change] of changes.entries()) if (found.has(at)) await this.tell(change);
    const moved = changes.filter((_, at) => !found.has(at)).map(({ message }) => message.id);
    return { settled: found.size, moved: new Set(moved) };
  }

  private async tell({ message, set, failure }: Change): Promise<void> {
    if (failure === undefined) return;
    if (failure.error !== undefined) this.failures.note(message, failure.error);
    if (set.state === 'FAILED') await this.failures.publish(message, set.errorCode ?? null);
  }

  private changeOf(message: ReportedRow, reports: readonly Told[], now: Date): Change | null {
    const own = reports.filter(({ key }) => !isOfEarlierAttempt(message, key));
    let state: Progress | null = null;
    for (const { update } of own) state = progress(state ?? message, update) ?? state;
    const last = own.at(-1);
    if (state === null || last === undefined) return null;
    const isFailed = state.state === 'FAILED' && message.state !== 'FAILED';
    const failure = isFailed ? own.findLast(({ update }) => update.state === 'failed')?.update : undefined;
    const set = {
      ...fields(state),
      isOpen: false,
      providerKey: last.key,
      providerId: this.vault.seal(last.update.providerId),
      body: message.isSensitive && state.state !== 'FAILED' ? null : message.body,
    };
    const again = this.standingIn.after(failure?.error, message, now);
    const waiting = again === null ? {} : { ...again, sentAt: null };
    return { message, set: { ...set, ...waiting }, ...(failure !== undefined && { failure }) };
  }
}

const NOT_OUT: readonly OutboxState[] = ['QUEUED', 'SENDING', 'UNKNOWN'];

/** It was to go once more: what is still told of the time before is no news. */
function isOfEarlierAttempt({ state, providerKey }: ReportedRow, key: string): boolean {
  return NOT_OUT.includes(state) && providerKey === key;
}

/** Only what a report may change, whatever else the row carries. */
function fields(state: Progress): Progress {
  return Object.fromEntries(PROGRESS.map((name) => [name, state[name]])) as unknown as Progress;
}
