import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Vault } from '../../platform/vault/vault.js';
import { AttachmentRegistry } from '../attachment-registry.js';
import { ChannelRegistry } from '../channel-registry.js';
import { outcomeOf } from './attempt.js';
import { unpack } from './kept.js';
import type { Waiting } from './lines.js';
import type { OpenRow, Outcome } from './outbox-rows.js';
import type { SendResult } from '../whatsapp.port.js';
import { StandingIn } from './standing-in.js';
import { Witness } from './witness.js';

const NO_ADDRESS: SendResult = {
  outcome: 'refused',
  error: {
    code: 'no-address',
    meaning: 'Le contact n’a plus d’adresse : il a été effacé.',
    advice: 'Rien à faire.',
    en: { meaning: 'The contact has no address any more: it was erased.', advice: 'Nothing to do.' },
  },
};

const DEFECT: SendResult = {
  outcome: 'retry',
  scope: 'message',
  error: {
    code: 'defect',
    meaning: 'Le message n’a pas pu être préparé.',
    advice: 'Consultez les journaux du serveur.',
    en: { meaning: 'The message could not be prepared.', advice: 'Look into the logs of the server.' },
  },
};

/** One attempt at one message, through the channel of its number. */
@Injectable()
export class Attempting {
  private readonly log = new Logger('Sender');

  constructor(
    private readonly channels: ChannelRegistry,
    private readonly attachments: AttachmentRegistry,
    private readonly vault: Vault,
    private readonly witness: Witness,
    private readonly standingIn: StandingIn,
  ) {}

  /** Never rejects: a defect on the way counts as a failure that may pass. */
  async send(waiting: Waiting, leaving?: () => void): Promise<SendResult> {
    const from = Date.now();
    const result = await this.attempt(waiting, leaving);
    this.witness.see(waiting.row, result, from, Date.now());
    return result;
  }

  private async attempt({ row, to, refusal }: Waiting, leaving?: () => void): Promise<SendResult> {
    if (refusal !== undefined) return refusal;
    if ((to.waId === undefined && to.userId === undefined) || row.body === null) return NO_ADDRESS;
    try {
      const { content } = unpack(this.vault.open(row.body));
      const message = {
        reference: row.id,
        number: row.numberId,
        to,
        content,
        attempt: row.attempts,
        leaving,
      };
      return await this.channels.get(row.channel).send(message, this.attachments);
    } catch (error) {
      this.log.error(`message ${row.id} could not be attempted: ${redact(messageOf(error))}`);
      return DEFECT;
    }
  }

  /** How an attempt is written down: where the window was closed, the template that stands in waits in its place. */
  outcome(row: OpenRow, result: SendResult, now: Date): Outcome {
    const outcome = outcomeOf(row, result, now, (text) => this.vault.seal(text));
    const again = result.outcome === 'refused' ? this.standingIn.after(result.error, row, now) : null;
    return { ...outcome, ...again };
  }
}
