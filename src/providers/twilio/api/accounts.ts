import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Secret } from '../../../kernel/secret.js';
import { Settings } from '../../../platform/config/settings.js';
import { Tokens } from '../../../token/token.contract.js';
import type { IssuedAccount } from '../../../token/token.port.js';
import { type OwnAccount, OwnNumbers } from '../../../whatsapp/whatsapp.port.js';
import { AccountClient } from './account.client.js';
import { TwilioClient } from './twilio.client.js';
import { TWILIO } from './words.js';

/** The accounts at Twilio, of the settings and of the API, and the way to call Twilio for each. */
@Injectable()
export class Accounts implements OnApplicationShutdown {
  readonly client: TwilioClient;
  private readonly clients = new Map<string, AccountClient>();
  /** Accounts that are being added: their token is tried before they are ours. */
  private readonly candidates = new Set<string>();

  constructor(
    private readonly settings: Settings,
    private readonly tokens: Tokens,
    private readonly own: OwnNumbers,
  ) {
    this.client = new TwilioClient(settings.twilio.baseUrl);
    this.declare();
  }

  get all(): readonly OwnAccount[] {
    return this.own.accounts(TWILIO);
  }

  /** Ids of our numbers: their digits. */
  get numbers(): readonly string[] {
    return this.all.flatMap(({ numbers }) => numbers.map(({ id }) => id));
  }

  /** Whose tokens are kept and watched. */
  get issued(): readonly IssuedAccount[] {
    const ours = this.all.map(({ id }) => ({ id, ...this.secretsOf(id) }));
    const others = [...this.candidates].filter((id) => !ours.some((account) => account.id === id));
    return [...ours, ...others.map((id) => ({ id, isCandidate: true }))];
  }

  /** `undefined` for a number that is not ours. */
  byNumber(number: string): AccountClient | undefined {
    const own = this.own.number(number);
    return own?.channel === TWILIO ? this.of(own.accountId) : undefined;
  }

  of(accountSid: string): AccountClient {
    const known = this.clients.get(accountSid);
    if (known) return known;
    const client = new AccountClient(accountSid, this.client, this.tokens);
    this.clients.set(accountSid, client);
    return client;
  }

  /** While something is tried for an account that is not ours yet. */
  async consider<T>(accountSid: string, work: () => Promise<T>): Promise<T> {
    this.candidates.add(accountSid);
    try {
      return await work();
    } finally {
      this.candidates.delete(accountSid);
    }
  }

  /**
   * Which secrets may have signed a webhook for this number of ours, the likeliest first; without one, or for a number that is not ours,
   * those of all accounts, since it says whose it is only inside.
   */
  signers(number?: string): readonly Secret[] {
    const stored = this.speaking(number).flatMap((id) => this.tokens.appSecrets(id));
    return [...this.settings.twilio.webhookSecrets, ...stored];
  }

  /** The tokens in use: they sign, too, unless something else was agreed upon. */
  async tokensInUse(number?: string): Promise<readonly Secret[]> {
    const credentials = await Promise.all(this.speaking(number).map((id) => this.of(id).credential()));
    return credentials.flatMap((credential) => credential?.token ?? []);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }

  /** Accounts whose secrets count for a number. */
  private speaking(number: string | undefined): readonly string[] {
    const own = number === undefined ? undefined : this.own.number(number);
    return own?.channel === TWILIO ? [own.accountId] : this.issued.map(({ id }) => id);
  }

  private secretsOf(id: string): Omit<IssuedAccount, 'id'> {
    const { account } = this.settings.twilio;
    if (account?.sid !== id) return {};
    return { token: account.authToken, appSecret: account.authToken };
  }

  private declare(): void {
    const { account } = this.settings.twilio;
    if (account === undefined) return;
    const { sid, number } = account;
    const { maxPerSecond: perSecond } = this.settings.whatsapp;
    const numbers: OwnAccount['numbers'] = [
      {
        id: number,
        channel: TWILIO,
        accountId: sid,
        label: `+${number}`,
        phone: number,
        state: 'active',
        perSecond,
        entryFlow: null,
        catalogId: null,
        source: 'settings',
      },
    ];
    this.own.declare([{ id: sid, channel: TWILIO, label: 'Twilio', numbers }]);
  }
}
