import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RelaisError } from '../../kernel/error.js';
import { Database } from '../../platform/database/database.js';
import { ChannelRegistry } from '../channel-registry.js';
import { AuditTrail } from '../../platform/web/audit.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';
import type { Submitted } from '../whatsapp.contract.js';
import type { SubmitFault, SubmitRehearsal } from './submit.dto.js';
import { readKey, readSubmission, type SubmitRequest } from './submit-body.js';
import { inTermsOf } from './submit-paths.js';
import { Submitting } from './submitting.js';

/** Where requests to send come in: read, done and written into the book together. */
@Injectable()
export class SubmitDesk {
  constructor(
    private readonly submitting: Submitting,
    private readonly audit: AuditTrail,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly channels: ChannelRegistry,
  ) {}

  send(body: unknown, key: string | undefined): Promise<Submitted> {
    const request = this.read(body);
    const submission = { ...request.submission, ...readKey(key) };
    return inTermsOf(request, () =>
      this.database.retrying(async () => {
        const submitted = await this.submitting.submit(submission);
        if (!submitted.repeated) await this.note(submitted, request.type);
        return submitted;
      }),
    );
  }

  /** What would become of it; faults are told, not thrown. */
  async rehearse(body: unknown): Promise<SubmitRehearsal> {
    try {
      const request = this.read(body);
      const { contents, isFallback, window } = await inTermsOf(request, () =>
        this.submitting.rehearse(request.submission),
      );
      const windowUntil = window?.until?.toISOString() ?? null;
      return { valid: true, faults: [], messages: contents.length, fallback: isFallback, windowUntil };
    } catch (error) {
      if (!(error instanceof RelaisError) || isNoObject(error)) throw error;
      return { valid: false, faults: faultsOf(error), messages: 0, fallback: false, windowUntil: null };
    }
  }

  private read(body: unknown): SubmitRequest {
    return readSubmission(body, this.clock.now(), this.channels.aliases());
  }

  private note({ id, state, ids, fallback }: Submitted, type: string): Promise<void> {
    const detail = { type, state, messages: ids.length, fallback };
    return this.audit.record({ action: 'messages.submitted', subject: `message:${id}`, detail });
  }
}

function faultsOf(error: RelaisError): SubmitFault[] {
  const { code, publicText: message } = error;
  return error instanceof InvalidRequest
    ? error.errors.map((each) => ({ code, ...each }))
    : [{ code, message }];
}

/** There is nothing whose faults could be told. */
function isNoObject(error: RelaisError): boolean {
  return error instanceof InvalidRequest && error.errors.some(({ field }) => field === 'body');
}
