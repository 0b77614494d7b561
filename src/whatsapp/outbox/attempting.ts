import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Vault } from '../../platform/vault/vault.js';
import { AttachmentRegistry } from '../attachment-registry.js';
import { ChannelRegistry } from '../channel-registry.js';
import type { Waiting } from './lines.js';
import type { OutboundContent } from '../whatsapp.contract.js';
import type { SendResult } from '../whatsapp.port.js';

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
  ) {}

  /** Never rejects: a defect on the way counts as a failure that may pass. */
  async send({ row, to }: Waiting): Promise<SendResult> {
    if ((to.waId === undefined && to.userId === undefined) || row.body === null) return NO_ADDRESS;
    try {
      const content = JSON.parse(this.vault.open(row.body)) as OutboundContent;
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
}
