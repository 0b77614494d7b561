import { Injectable } from '@nestjs/common';
import { Alerts, type Fault } from '../../platform/alerts/alerts.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import type { ChannelError, OutboundKind } from '../whatsapp-content.contract.js';
import { type FailedMessage, MessageFailed } from '../whatsapp.contract.js';
import type { OutboxRow } from './outbox.entity.js';

type Failed = Pick<
  OutboxRow,
  'id' | 'contactId' | 'channel' | 'numberId' | 'origin' | 'type' | 'flow' | 'causeId'
>;

/** Tells of messages that failed for good. */
@Injectable()
export class Failures {
  constructor(
    private readonly events: Events,
    private readonly alerts: Alerts,
    private readonly database: Database,
  ) {}

  /** To the rooms above; joins the transaction that makes it so. */
  publish(row: Failed, code: string | null): Promise<void> {
    return this.events.publish(new MessageFailed(messageOf(row), code ?? 'unknown'));
  }

  /** To whoever reads the log of errors, once it is certain. */
  note(row: Failed, error: ChannelError): void {
    this.database.afterCommit(() => this.alerts.note(faultOf(row, error, 'reported')));
  }
}

/** An error of a channel as the log of errors keeps it. */
export function faultOf(
  { channel, numberId }: Pick<OutboxRow, 'channel' | 'numberId'>,
  error: ChannelError,
  outcome: string,
): Fault {
  return {
    key: `${channel}.${error.code}:${numberId}`.slice(0, 120),
    service: channel,
    code: error.code,
    title: error.meaning,
    advice: error.advice,
    ...(error.en !== undefined && { en: { title: error.en.meaning, advice: error.en.advice } }),
    context: { number: numberId, outcome },
  };
}

function messageOf({ id, contactId, channel, numberId, origin, type, flow, causeId }: Failed): FailedMessage {
  return { id, contactId, channel, number: numberId, origin, kind: type as OutboundKind, flow, causeId };
}
