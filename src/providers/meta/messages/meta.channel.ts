import type { Clock } from '../../../kernel/clock.js';
import type {
  ChannelError,
  ContentFault,
  OutboundContent,
} from '../../../whatsapp/whatsapp-content.contract.js';
import {
  type AbsentFile,
  type Attachments,
  Channel,
  type IncomingFile,
  type OutboundMessage,
  type SendResult,
  type SentFile,
} from '../../../whatsapp/whatsapp.port.js';
import type { AccountClient, AccountOutcome } from '../graph/account.client.js';
import { jsonBody, MOST_CALLS } from '../graph/graph.client.js';
import { asList, asObject, type Json, providerIdOf } from '../graph/json.js';
import { META } from '../webhook/arrival.js';
import { faultsIn, refusalFor } from './faults.js';
import { faultsInKindOfFile } from './file-faults.js';
import { LIMITS } from './limits.js';
import type { MediaClient } from './media.client.js';
import type { NumberTroubles } from './number-troubles.js';
import { type MediaReference, wireOf } from './outbound.translate.js';
import { filesIn, named } from './outgoing-files.js';
import { type UploadFailure, type UploadRequest, Uploads } from './uploads.js';
import { lost, tokenless, unreachable, verdictOn } from './verdict.js';

/** What became of telling that a message was read. */
export type ReadOutcome = 'told' | 'failed';

/** What the channel needs besides the accounts. */
export interface ChannelNeeds {
  clock: Clock;
  media: MediaClient;
  troubles: NumberTroubles;
  count(outcome: ReadOutcome): void;
}

const NOBODY: ChannelError = {
  code: 'recipient',
  meaning: 'Le message n’a pas de destinataire, ou part d’un numéro inconnu.',
  advice: 'C’est une erreur de Relais : signalez-la.',
  en: {
    meaning: 'The message has no recipient, or leaves from an unknown number.',
    advice: 'This is a defect of Relais: please report it.',
  },
};

/** With these numbers Meta answers a message whose file it does not know. */
const ABOUT_FILES = new Set(['100', '131009', '131053']);

/** Sends through Meta's Cloud API. */
export class MetaChannel extends Channel {
  readonly name = META;
  readonly can = { buttons: LIMITS.buttons, listRows: LIMITS.listRows, media: true, products: true };
  override readonly mostCalls = MOST_CALLS;
  override readonly aliases = { biz_opaque_callback_data: 'callbackData' };
  private readonly uploads: Uploads;

  /** @param accounts by the number that sends; it may change at any moment */
  constructor(
    private readonly accounts: ReadonlyMap<string, AccountClient>,
    private readonly needs: ChannelNeeds,
  ) {
    super();
    this.uploads = new Uploads(needs.clock);
  }

  get numbers(): readonly string[] {
    return [...this.accounts.keys()];
  }

  faultsIn(content: OutboundContent): ContentFault[] {
    return faultsIn(content);
  }

  override faultsInFile(file: SentFile): ContentFault[] {
    return faultsInKindOfFile(file);
  }

  async send(message: OutboundMessage, attachments: Attachments): Promise<SendResult> {
    const { number, to, content } = message;
    const account = this.accounts.get(number);
    if (!account || (!to.waId && !to.userId)) return { outcome: 'refused', error: NOBODY };
    const fault = refusalFor(faultsIn(content));
    if (fault) return { outcome: 'refused', error: fault };
    if (account.isInFallback()) return tokenless(undefined);
    const result = await this.attempt(account, message, attachments);
    this.needs.troubles.heard(number, result);
    return result;
  }

  /** Nothing depends on it: whatever goes wrong is counted and forgotten. */
  async markRead(number: string, providerId: string, { typing }: { typing: boolean }): Promise<void> {
    const account = this.accounts.get(number);
    if (!account || account.isInFallback()) return this.needs.count('failed');
    const body = jsonBody({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: providerId,
      ...(typing && { typing_indicator: { type: 'text' } }),
    });
    const outcome = await account.call({ method: 'POST', path: `${number}/messages`, body });
    const told = outcome.end === 'answered' && outcome.status < 300 && !outcome.body?.['error'];
    this.needs.count(told ? 'told' : 'failed');
  }

  async fetchMedia(number: string, mediaId: string): Promise<IncomingFile | AbsentFile> {
    const account = this.accounts.get(number);
    return account ? this.needs.media.open(account, { number, mediaId }) : 'later';
  }

  private async attempt(
    account: AccountClient,
    message: OutboundMessage,
    attachments: Attachments,
  ): Promise<SendResult> {
    const { number, content } = message;
    const wanted = filesIn(content).map((file) => ({ account, number, ...file }));
    const files = await this.handOver(wanted, attachments);
    if (!('references' in files)) return this.uploadFailure(files, message.attempt);
    const ready = named(content, files.references);
    const result = await this.post(account, { ...message, content: ready.content }, ready.media);
    // Meta may have lost a file before its time: one more upload tells.
    if (!files.known || result.outcome !== 'refused' || !ABOUT_FILES.has(result.error.code)) return result;
    for (const request of wanted) this.uploads.forget(request);
    return this.attempt(account, message, attachments);
  }

  /** Every file of a message, as Meta knows it; the first failure where one cannot be handed over. */
  private async handOver(
    wanted: readonly UploadRequest[],
    attachments: Attachments,
  ): Promise<{ references: MediaReference[]; known: boolean } | UploadFailure> {
    const references: MediaReference[] = [];
    let known = false;
    for (const request of wanted) {
      const upload = await this.uploads.referenceTo(request, attachments);
      if (!upload.done) return upload;
      references.push(upload.media);
      known ||= upload.known;
    }
    return { references, known };
  }

  private async post(
    account: AccountClient,
    message: OutboundMessage,
    media?: MediaReference,
  ): Promise<SendResult> {
    const body: Json = wireOf(message, media);
    const path = `${message.number}/messages`;
    const { leaving } = message;
    const outcome = await account.call({ method: 'POST', path, body: jsonBody(body), leaving });
    const sent =
      outcome.end === 'answered'
        ? providerIdOf(asObject(asList(outcome.body?.['messages'])[0])?.['id'])
        : undefined;
    return sent ? { outcome: 'sent', providerId: sent } : this.failure(outcome, message.attempt);
  }

  /** A second upload of the same file does no harm, so that an unknown outcome is a reason to try again. */
  private uploadFailure(failure: UploadFailure, attempt: number): SendResult {
    if ('refused' in failure) return { outcome: 'refused', error: failure.refused };
    const result = this.failure(failure.outcome, attempt);
    return result.outcome === 'unknown' ? { ...result, outcome: 'retry', scope: 'message' } : result;
  }

  private failure(outcome: AccountOutcome, attempt: number): SendResult {
    if (outcome.end === 'answered') return verdictOn(outcome, { now: this.needs.clock.now(), attempt });
    if (outcome.end === 'tokenless') return tokenless(outcome.answer);
    if (outcome.end === 'unknown') return { outcome: 'unknown', error: lost(outcome.cause) };
    return { outcome: 'retry', scope: 'number', error: unreachable(outcome.cause) };
  }
}
