import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { ChannelRegistry } from '../channel-registry.js';
import { QuoteRepository } from './quote.repository.js';

/** Tells people that what they wrote was read. */
@Injectable()
export class Reading {
  private readonly log = new Logger('Reading');

  constructor(
    private readonly quotes: QuoteRepository,
    private readonly channels: ChannelRegistry,
  ) {}

  /** Whether there is such a message of a person and its words are still there; what the provider answers changes nothing. Never rejects. */
  async mark(messageId: string, typing: boolean): Promise<boolean> {
    try {
      const message = await this.quotes.received(messageId);
      if (message === null || message.providerId === null) return false;
      await this.channels.get(message.channel).markRead(message.number, message.providerId, { typing });
      return true;
    } catch (error) {
      this.log.warn(`message ${messageId} could not be marked as read: ${redact(messageOf(error))}`);
      return true;
    }
  }
}
