import type { Clock } from '../../kernel/clock.js';
import type { Attachment, ChannelError } from '../../whatsapp/whatsapp.contract.js';
import {
  type Attachments,
  Channel,
  type OutboundMessage,
  type SendResult,
} from '../../whatsapp/whatsapp.port.js';
import { providerIdOf } from './content.translate.js';
import { faultIn, faultInImage, LIMITS } from './limits.js';
import type { GraphClient, GraphOutcome } from './meta.client.js';
import { META } from './meta.translate.js';
import { asList, asNumberId, asObject, type Json } from './meta.wire.js';
import { wireOf } from './outbound.translate.js';
import { lost, unreachable, verdictOn } from './verdict.js';

type Upload = { done: true; id: string } | { done: false; result: SendResult };

const NOBODY: ChannelError = {
  code: 'recipient',
  meaning: 'Le message n’a pas de destinataire, ou part d’un numéro inconnu.',
  advice: 'C’est une erreur de Relais : signalez-la.',
};

/** Sends through Meta's Cloud API. */
export class MetaChannel extends Channel {
  readonly name = META;
  readonly can = { buttons: LIMITS.buttons, listRows: LIMITS.listRows, media: true };

  constructor(
    readonly numbers: readonly string[],
    private readonly client: GraphClient,
    private readonly clock: Clock,
  ) {
    super();
  }

  async send(message: OutboundMessage, attachments: Attachments): Promise<SendResult> {
    const { number, to, content } = message;
    const nobody = !asNumberId(number) || (!to.waId && !to.userId);
    const fault = nobody ? NOBODY : faultIn(content);
    if (fault) return { outcome: 'refused', error: fault };
    if (content.kind !== 'image') return this.post(message, wireOf(message));
    const upload = await this.upload(message, content.attachment, attachments);
    return upload.done ? this.post(message, wireOf(message, upload.id)) : upload.result;
  }

  private async post({ number, attempt }: OutboundMessage, body: Json): Promise<SendResult> {
    const outcome = await this.client.post(`${number}/messages`, body);
    const sent =
      outcome.end === 'answered'
        ? providerIdOf(asObject(asList(outcome.body?.['messages'])[0])?.['id'])
        : undefined;
    return sent ? { outcome: 'sent', providerId: sent } : this.failure(outcome, attempt);
  }

  /** A second upload of the same picture does no harm, so that an unknown outcome is a reason to try again. */
  private async upload(
    { number, attempt }: OutboundMessage,
    attachment: Attachment,
    attachments: Attachments,
  ): Promise<Upload> {
    const bytes = await attachments.render(attachment);
    const fault = faultInImage(bytes);
    if (fault) return { done: false, result: { outcome: 'refused', error: fault } };
    const outcome = await this.client.upload(number, { bytes, mime: 'image/png', filename: 'image.png' });
    const id = outcome.end === 'answered' ? providerIdOf(outcome.body?.['id']) : undefined;
    if (id) return { done: true, id };
    const result = this.failure(outcome, attempt);
    if (result.outcome !== 'unknown') return { done: false, result };
    return {
      done: false,
      result: { ...result, outcome: 'retry', scope: 'message' },
    };
  }

  private failure(outcome: GraphOutcome, attempt: number): SendResult {
    if (outcome.end === 'answered') return verdictOn(outcome, { now: this.clock.now(), attempt });
    if (outcome.end === 'unknown') return { outcome: 'unknown', error: lost(outcome.cause) };
    return { outcome: 'retry', scope: 'number', error: unreachable(outcome.cause) };
  }
}
