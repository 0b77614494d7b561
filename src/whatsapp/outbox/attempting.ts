import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Vault } from '../../platform/vault/vault.js';
import { AttachmentRegistry } from '../attachment-registry.js';
import { ChannelRegistry } from '../channel-registry.js';
import { outcomeOf } from './attempt.js';
import { pack, unpack } from './kept.js';
import type { Waiting } from './lines.js';
import type { OpenRow, Outcome } from './outbox.repository.js';
import type { SendResult } from '../whatsapp.port.js';
import { Witness } from './witness.js';

const NO_ADDRESS: SendResult = {
  outcome: 'refused',
  error: {
    code: 'no-address',
    meaning: 'Le contact n’a plus d’adresse : il a été effacé.',
    advice: 'Rien à faire.',
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
  ) {}

  /** Never rejects: a defect on the way counts as a failure that may pass. */
  async send(waiting: Waiting): Promise<SendResult> {
    const from = Date.now();
    const result = await this.attempt(waiting);
    this.witness.see(waiting.row, result, from, Date.now());
    return result;
  }

  private async attempt({ row, to, refusal }: Waiting): Promise<SendResult> {
    if (refusal !== undefined) return refusal;
    if ((to.waId === undefined && to.userId === undefined) || row.body === null) return NO_ADDRESS;
    try {
      const { content } = unpack(this.vault.open(row.body));
      const message = { reference: row.id, number: row.numberId, to, content, attempt: row.attempts };
      return await this.channels.get(row.channel).send(message, this.attachments);
    } catch (error) {
      this.log.error(`message ${row.id} could not be attempted: ${redact(messageOf(error))}`);
      const meaning = 'Le message n’a pas pu être préparé.';
      return {
        outcome: 'retry',
        scope: 'message',
        error: { code: 'defect', meaning, advice: 'Consultez les journaux du serveur.' },
      };
    }
  }

  /** How an attempt is written down. */
  outcome(row: OpenRow, result: SendResult, now: Date): Outcome {
    const seal = (text: string) => this.vault.seal(text);
    const body = result.outcome === 'sent' ? this.said(row) : row.body;
    return outcomeOf({ ...row, body }, result, now, seal);
  }

  /** What went out, without what would have stood in for it. */
  private said({ body, origin, isSensitive }: OpenRow): string | null {
    if (origin === 'bot' || isSensitive || body === null) return body;
    const { content, fallback } = unpack(this.vault.open(body));
    return fallback === undefined ? body : this.vault.seal(pack({ content }));
  }
}
