import type { Clock } from '../../../kernel/clock.js';
import type { ChannelError } from '../../../whatsapp/whatsapp.contract.js';
import {
  type Attachments,
  Channel,
  type OutboundMessage,
  type SendResult,
} from '../../../whatsapp/whatsapp.port.js';
import { faultIn, faultInImage, LIMITS } from './limits.js';
import type { AccountClient, AccountOutcome } from '../graph/account.client.js';
import { formBody, jsonBody } from '../graph/graph.client.js';
import { META } from '../webhook/meta.translate.js';
import { asList, asObject, type Json, providerIdOf } from '../graph/json.js';
import { wireOf } from './outbound.translate.js';
import { lost, tokenless, unreachable, verdictOn } from './verdict.js';

type Upload = { done: true; id: string } | { done: false; result: SendResult };

const NOBODY: ChannelError = {
  code: 'recipient',
  meaning: 'Le message n’a pas de destinataire, ou part d’un numéro inconnu.',
  advice: 'C’est une erreur de Relais : signalez-la.',
};

/** Sends through Meta's Cloud API. */
export class MetaChannel extends Channel {
  readonly name = META;
  readonly numbers: readonly string[];
  readonly can = { buttons: LIMITS.buttons, listRows: LIMITS.listRows, media: true };

  /** @param accounts by the number that sends */
  constructor(
    private readonly accounts: ReadonlyMap<string, AccountClient>,
    private readonly clock: Clock,
  ) {
    super();
    this.numbers = [...accounts.keys()];
  }

  async send(message: OutboundMessage, attachments: Attachments): Promise<SendResult> {
    const { number, to, content } = message;
    const account = this.accounts.get(number);
    if (!account || (!to.waId && !to.userId)) return { outcome: 'refused', error: NOBODY };
    const fault = faultIn(content);
    if (fault) return { outcome: 'refused', error: fault };
    if (account.isInFallback()) return tokenless(undefined);
    if (content.kind !== 'image') return this.post(account, message, wireOf(message));
    const upload = await this.upload(account, message, await attachments.render(content.attachment));
    return upload.done ? this.post(account, message, wireOf(message, upload.id)) : upload.result;
  }

  private async post(
    account: AccountClient,
    { number, attempt }: OutboundMessage,
    body: Json,
  ): Promise<SendResult> {
    const path = `${number}/messages`;
    const outcome = await account.call({ method: 'POST', path, body: jsonBody(body) });
    const sent =
      outcome.end === 'answered'
        ? providerIdOf(asObject(asList(outcome.body?.['messages'])[0])?.['id'])
        : undefined;
    return sent ? { outcome: 'sent', providerId: sent } : this.failure(outcome, attempt);
  }

  /** A second upload of the same picture does no harm, so that an unknown outcome is a reason to try again. */
  private async upload(
    account: AccountClient,
    { number, attempt }: OutboundMessage,
    bytes: Buffer,
  ): Promise<Upload> {
    const fault = faultInImage(bytes);
    if (fault) return { done: false, result: { outcome: 'refused', error: fault } };
    const body = formBody({ bytes, mime: 'image/png', filename: 'image.png' });
    const outcome = await account.call({ method: 'POST', path: `${number}/media`, body, patient: true });
    const id = outcome.end === 'answered' ? providerIdOf(outcome.body?.['id']) : undefined;
    if (id) return { done: true, id };
    const result = this.failure(outcome, attempt);
    if (result.outcome !== 'unknown') return { done: false, result };
    return {
      done: false,
      result: { ...result, outcome: 'retry', scope: 'message' },
    };
  }

  private failure(outcome: AccountOutcome, attempt: number): SendResult {
    if (outcome.end === 'answered') return verdictOn(outcome, { now: this.clock.now(), attempt });
    if (outcome.end === 'tokenless') return tokenless(outcome.answer);
    if (outcome.end === 'unknown') return { outcome: 'unknown', error: lost(outcome.cause) };
    return { outcome: 'retry', scope: 'number', error: unreachable(outcome.cause) };
  }
}
