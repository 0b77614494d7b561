import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import type { ChannelError } from '../whatsapp-content.contract.js';
import { type Kept, pack, templateContent, unpack } from './kept.js';
import type { OutboxRow } from './outbox.entity.js';

/** A template in the place of a message, as it is kept. */
export type StandIn = Pick<OutboxRow, 'type' | 'body'>;

/** What of a message has to wait once more. */
const AGAIN = { state: 'QUEUED', isOpen: true, attempts: 0, failedAt: null } as const;

/** Templates that stand in for messages whose window has closed. */
@Injectable()
export class StandingIn {
  constructor(private readonly vault: Vault) {}

  /** What goes instead of this message; `null` where nothing does. */
  for({ type, body }: StandIn): StandIn | null {
    const kept = type === 'template' ? null : this.kept(body);
    if (kept?.fallback === undefined) return null;
    const { fallback, callbackData } = kept;
    return {
      type: 'template',
      body: this.vault.seal(pack({ content: templateContent(fallback), callbackData })),
    };
  }

  /** How a message goes on that the provider refused because the window was closed; `null` where it was not that, or nothing can go. */
  after(
    error: ChannelError | undefined,
    message: StandIn,
    now: Date,
  ): (typeof AGAIN & StandIn & { dueAt: Date }) | null {
    const instead = error?.windowClosed === true ? this.for(message) : null;
    return instead === null ? null : { ...AGAIN, ...instead, dueAt: now };
  }

  /** `null` when it was erased or cannot be read: the attempt finds that out and says so. */
  kept(body: string | null): Kept | null {
    try {
      return body === null ? null : unpack(this.vault.open(body));
    } catch {
      return null;
    }
  }
}
