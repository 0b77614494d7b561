import { hash } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { currentActor } from '../../platform/web/request-context.js';
import type { Submission, Submitted } from '../whatsapp.contract.js';
import { KeyReused } from './submit.errors.js';
import type { SubmitRequestRow } from './submit-request.entity.js';
import { SubmitRequestRepository } from './submit-request.repository.js';

/** Longer than anybody repeats a request, and than any provider repeats its own. */
const KEPT_MS = 9 * 86_400_000;
const HOUR_MS = 3_600_000;
const BATCH = 500;

/** The key of a request and what was in it, both as hashes that lead back to nothing; `since`: what came before then counts no more. */
export type RequestMark = Pick<SubmitRequestRow, 'id' | 'fingerprint'> & { since?: Date };

/** Requests that may come twice: the same key of the same caller is the same request. */
@Injectable()
export class SubmitRequests implements OnModuleInit {
  constructor(
    private readonly repository: SubmitRequestRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'whatsapp.requests', everyMs: HOUR_MS, run: () => this.forget() });
  }

  /** `null` for a request without a key. */
  markOf({ requestKey, once, ...content }: Submission): RequestMark | null {
    if (once !== undefined) return this.markOnce(once);
    if (requestKey === undefined) return null;
    const { kind, id } = currentActor();
    // The key is in it, or whoever reads the table could guess at numbers and words until one fits.
    return { id: hashOf([kind, id, requestKey]), fingerprint: hashOf([requestKey, content]) };
  }

  /** What became of the request when it came before; `null` when it did not. */
  async before({ id, fingerprint, since }: RequestMark): Promise<Submitted | null> {
    const row = await this.repository.find(id);
    if (row === null || (since !== undefined && row.createdAt < since)) return null;
    if (row.fingerprint !== fingerprint) throw new KeyReused(id);
    return submittedOf(row);
  }

  /** Notes what becomes of it, with the transaction that makes it so; what somebody else noted at the same time otherwise. */
  async note(mark: RequestMark, submitted: Submitted): Promise<Submitted | null> {
    const { contactId, ids, state, fallback } = submitted;
    const { id, fingerprint, since } = mark;
    if (since !== undefined) await this.repository.drop(id, since);
    const isNew = await this.repository.keep({
      id,
      fingerprint,
      contactId,
      messageIds: [...ids],
      isScheduled: state === 'scheduled',
      isFallback: fallback,
      createdAt: this.clock.now(),
    });
    return isNew ? null : this.before(mark);
  }

  /** Nothing of the content is in it: who reads the table could guess at that, as the key is no secret. */
  private markOnce({ key, withinMs }: NonNullable<Submission['once']>): RequestMark {
    const id = hashOf(['once', key]);
    return { id, fingerprint: id, since: new Date(this.clock.now().getTime() - withinMs) };
  }

  private async forget(): Promise<boolean> {
    const before = new Date(this.clock.now().getTime() - KEPT_MS);
    return (await this.repository.prune(before, BATCH)) === BATCH;
  }
}

function submittedOf({ contactId, messageIds, isScheduled, isFallback }: SubmitRequestRow): Submitted {
  const [id = ''] = messageIds;
  return {
    id,
    contactId,
    state: isScheduled ? 'scheduled' : 'queued',
    ids: messageIds,
    fallback: isFallback,
    repeated: true,
  };
}

function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value, sorted), 'base64url');
}

/** Objects with their properties in one order: the same content is the same text. */
function sorted(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
