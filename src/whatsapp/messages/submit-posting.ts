import { Injectable } from '@nestjs/common';
import { Events } from '../../platform/events/events.js';
import { Outbox, type Planned } from '../outbox/outbox.js';
import type { Route } from '../outbox/routes.js';
import { ScheduleRepository } from '../outbox/schedule.repository.js';
import { MessageSubmitted, type Submission, type Submitted } from '../whatsapp.contract.js';
import type { Ready } from './submit-checks.js';

/** Writes down what was checked: the messages, when they are to leave, and the news of them. */
@Injectable()
export class SubmitPosting {
  constructor(
    private readonly outbox: Outbox,
    private readonly schedule: ScheduleRepository,
    private readonly events: Events,
  ) {}

  /** Joins the transaction that is open. */
  async post(
    submission: Submission,
    { ids, contactId }: Submitted,
    { route, ready }: { route: Route; ready: Ready },
  ): Promise<void> {
    const { origin, sendAt, flow, causeId, callbackData, sensitive = false } = submission;
    const { channel, number } = route;
    const common = {
      contactId,
      channel: channel.name,
      number,
      sensitive: sensitive || ready.isSensitive,
      origin,
      ...(sendAt !== undefined && { sendAt }),
      ...(flow !== undefined && { flow }),
      ...(causeId !== undefined && { causeId }),
      ...(callbackData !== undefined && { callbackData }),
    };
    const drafts = ready.contents.map((content, at): Planned => {
      // The first part only: the same template several times would tell nothing more.
      const fallback = at === 0 ? ready.fallback : undefined;
      return { ...common, id: ids[at] ?? '', content, ...(fallback !== undefined && { fallback }) };
    });
    await this.outbox.plan(drafts);
    if (sendAt !== undefined) await this.schedule.add(ids, sendAt);
    if (origin === 'bot') return;
    for (const id of ids) await this.events.publish(new MessageSubmitted(id, contactId, number, origin));
  }
}
