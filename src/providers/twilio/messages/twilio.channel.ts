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
} from '../../../whatsapp/whatsapp.port.js';
import type { AccountClient } from '../api/account.client.js';
import { MOST_CALLS } from '../api/twilio.client.js';
import { TWILIO } from '../api/words.js';
import { faultsIn, refusalFor } from './faults.js';
import type { MediaClient } from './media.client.js';
import { addressOf, fieldsOf } from './outbound.translate.js';
import type { ContentSids } from './template.translate.js';
import { tokenless, verdictOn } from './verdict.js';

const NOBODY: ChannelError = {
  code: 'recipient',
  meaning: 'Le message n’a pas de destinataire, ou part d’un numéro inconnu.',
  advice: 'C’est une erreur de Relais : signalez-la.',
  en: {
    meaning: 'The message has no recipient, or leaves from an unknown number.',
    advice: 'This is a fault of Relais: report it.',
  },
};

/** What the channel needs beside the accounts. */
export interface ChannelMeans {
  clock: Clock;
  media: MediaClient;
  sids: ContentSids;
  /** Where Twilio is asked to report on this message; absent where the world cannot reach us. */
  reportsTo(reference: string): string | undefined;
}

/** The numbers that send, at this moment. */
export interface SendingAccounts {
  readonly numbers: readonly string[];
  byNumber(number: string): AccountClient | undefined;
}

/** Sends through Twilio's Programmable Messaging. */
export class TwilioChannel extends Channel {
  readonly name = TWILIO;
  /** Buttons and lists exist at Twilio as templates only: the dialogue writes its choices in words. */
  override readonly mostCalls = MOST_CALLS;
  readonly can = { buttons: 0, listRows: 0, media: true, products: false };

  constructor(
    private readonly accounts: SendingAccounts,
    private readonly means: ChannelMeans,
  ) {
    super();
  }

  get numbers(): readonly string[] {
    return this.accounts.numbers;
  }

  faultsIn(content: OutboundContent): ContentFault[] {
    return faultsIn(content, this.means.sids);
  }

  async send(message: OutboundMessage, attachments: Attachments): Promise<SendResult> {
    const { number, to, content, reference } = message;
    const account = this.accounts.byNumber(number);
    const address = addressOf(to);
    if (!account || address === null) return { outcome: 'refused', error: NOBODY };
    const error = refusalFor(this.faultsIn(content));
    if (error) return { outcome: 'refused', error };
    if (account.isInFallback) return tokenless();
    const reports = this.means.reportsTo(reference);
    const outcome = await account.send([
      ['To', address],
      ['From', `whatsapp:+${number}`],
      ...fieldsOf(content, { attachments, sids: this.means.sids }),
      ...(reports === undefined ? [] : [['StatusCallback', reports] as const]),
    ]);
    return verdictOn(outcome, this.means.clock.now());
  }

  /** Twilio has no call for it. */
  async markRead(): Promise<void> {}

  async fetchMedia(number: string, mediaId: string): Promise<IncomingFile | AbsentFile> {
    const account = this.accounts.byNumber(number);
    return account ? this.means.media.open(account, mediaId) : 'gone';
  }
}
