import type { Phone } from '../world/phones.js';
import type { World } from '../world/world.js';
import { statusError } from './graph.errors.js';
import type { Postman } from './postman.js';
import { seconds, type MessageUpdate } from './wire.js';

/** A message of the service whose fate is told. */
export interface Followed {
  id: string;
  /** Digits, for people whose number is known to the service. */
  number: string;
  /** Absent for a number that is not on WhatsApp. */
  phone: Phone | undefined;
  reference: string | undefined;
  template: boolean;
  /** Id of the service's number. */
  line: string;
}

/** Why a message that was taken never arrives. */
export interface Failure {
  code: number;
  details?: string;
}

const FREE = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
const PAID = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' };
const STEPS = ['sent', 'delivered', 'read'] as const;
const REFERENCE = 'biz_opaque_callback_data';

/** Tells the service what becomes of its messages: sent, delivered, read, or failed. */
export class Receipts {
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly world: World,
    private readonly postman: Postman,
  ) {}

  follow(message: Followed, failure?: Failure): void {
    const { mode, code, delaysMs, reversed } = this.world.desk.options.statuses;
    const failed = failure ?? (mode === 'failed' ? { code } : undefined);
    if (mode === 'off') return;
    if (failed) return this.later(delaysMs.sent, () => failedStatus(message, failed));
    const order = reversed ? STEPS.toReversed() : STEPS;
    STEPS.forEach((time, index) => {
      this.later(delaysMs[time], () => goodStatus(message, order[index] ?? time));
    });
  }

  reset(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private later(ms: number, update: () => MessageUpdate): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.postman.post([update()], this.world.desk.options.statuses.copies);
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }
}

function goodStatus(message: Followed, status: (typeof STEPS)[number]): MessageUpdate {
  const pricing = message.template ? PAID : FREE;
  return statusUpdate(message, status, {
    ...recipient(message),
    ...(message.phone && { recipient_user_id: message.phone.userId }),
    ...(message.reference !== undefined && { [REFERENCE]: message.reference }),
    ...(status !== 'read' && { pricing }),
  });
}

/** A failure of a message to a number does not tell the person's user id. */
function failedStatus(message: Followed, { code, details }: Failure): MessageUpdate {
  return statusUpdate(message, 'failed', {
    ...recipient(message),
    ...(message.reference !== undefined && { [REFERENCE]: message.reference }),
    errors: [statusError(code, details)],
  });
}

function recipient({ phone, number }: Followed): object {
  return phone?.hidden ? { recipient_user_id: phone.userId } : { recipient_id: number };
}

function statusUpdate(message: Followed, status: string, rest: object): MessageUpdate {
  return {
    kind: 'status',
    phone: message.number,
    what: `status:${status}`,
    id: message.id,
    line: message.line,
    data: { id: message.id, status, timestamp: seconds(Date.now()), ...rest },
  };
}
