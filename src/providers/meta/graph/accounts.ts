import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Secret } from '../../../kernel/secret.js';
import { Settings } from '../../../platform/config/settings.js';
import { Tokens } from '../../../token/token.contract.js';
import { type OwnAccount, OwnNumbers } from '../../../whatsapp/whatsapp.port.js';
import { META } from '../webhook/arrival.js';
import { AccountClient } from './account.client.js';
import { GraphClient } from './graph.client.js';

/** A WhatsApp Business Account of which the settings speak, or that was added. */
export interface MetaAccount {
  /** The id under which the other rooms know it. */
  id: string;
  /** Absent where only a number is set: it can send, but has no templates. */
  businessAccountId?: string;
  numbers: readonly string[];
  token?: Secret;
  appSecret?: Secret;
  /** Of the settings: advice may name them. */
  isSet: boolean;
  /** Being tried: not one of ours yet. */
  isCandidate?: boolean;
}

/** The accounts that are there at this moment, and the way to call Meta for each. */
@Injectable()
export class Accounts implements OnApplicationShutdown {
  readonly graph: GraphClient;
  /** The app of the settings. */
  readonly appId: string | undefined;
  private readonly meta: Settings['meta'];
  private readonly candidates = new Map<string, MetaAccount>();
  private readonly clients = new Map<string, AccountClient>();
  private readonly senders = new Map<string, AccountClient>();
  private known: readonly MetaAccount[] = [];

  constructor(
    settings: Settings,
    private readonly tokens: Tokens,
    private readonly own: OwnNumbers,
  ) {
    const { graphBaseUrl, graphVersion, appId } = settings.meta;
    this.meta = settings.meta;
    this.appId = appId;
    this.graph = new GraphClient({ baseUrl: graphBaseUrl, version: graphVersion });
    own.declare(declaredIn(settings));
    own.changed(() => this.follow());
    this.follow();
  }

  get all(): readonly MetaAccount[] {
    return this.known;
  }

  /** Those, and candidates. */
  get tried(): readonly MetaAccount[] {
    return [...this.known, ...this.candidates.values()];
  }

  /** `undefined` when no such account is there or being tried. */
  get(id: string): MetaAccount | undefined {
    return this.known.find((account) => account.id === id) ?? this.candidates.get(id);
  }

  client(id: string): AccountClient {
    if (!this.get(id)) throw new Error(`no account ${id} is configured`);
    const client = this.clients.get(id) ?? new AccountClient(id, this.graph, this.tokens);
    this.clients.set(id, client);
    return client;
  }

  /** Which account sends from which number, always as it is. */
  byNumber(): ReadonlyMap<string, AccountClient> {
    return this.senders;
  }

  /** The app behind an account; `undefined` for one that brought the secret of an app of its own: its token tells. */
  appIdOf({ isSet }: MetaAccount, appSecret: Secret | undefined): string | undefined {
    const isOurs = appSecret === undefined || appSecret.reveal() === this.meta.appSecret?.reveal();
    return isSet || isOurs ? this.appId : undefined;
  }

  /** Lets an account be called and asked about that is not ours, while the work lasts. */
  async consider<T>(account: Pick<MetaAccount, 'id' | 'numbers'>, work: () => Promise<T>): Promise<T> {
    const { id, numbers } = account;
    const { appSecret } = this.meta;
    const candidate = { id, businessAccountId: id, numbers, appSecret, isSet: false, isCandidate: true };
    this.candidates.set(id, candidate);
    try {
      return await work();
    } finally {
      if (this.candidates.get(id) === candidate) this.candidates.delete(id);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.graph.close();
  }

  private follow(): void {
    this.known = this.own.accounts(META).map((account) => this.accountOf(account));
    for (const id of this.clients.keys()) if (!this.get(id)) this.clients.delete(id);
    this.senders.clear();
    for (const { id, numbers } of this.known)
      for (const number of numbers) this.senders.set(number, this.client(id));
  }

  private accountOf(account: OwnAccount): MetaAccount {
    const { id } = account;
    const numbers = account.numbers.map((number) => number.id);
    const { businessAccountId, accessToken: token, appSecret } = this.meta;
    if (id === idIn(this.meta)) return { id, businessAccountId, numbers, token, appSecret, isSet: true };
    return { id, businessAccountId: id, numbers, appSecret, isSet: false };
  }
}

function idIn({ businessAccountId, phoneNumberId }: Settings['meta']): string | undefined {
  return phoneNumberId && (businessAccountId ?? phoneNumberId);
}

function declaredIn({ meta, whatsapp }: Settings): OwnAccount[] {
  const { phoneNumberId: id } = meta;
  const accountId = idIn(meta);
  if (!accountId || !id) return [];
  const channel = META;
  const { maxPerSecond: perSecond } = whatsapp;
  const plain = {
    phone: null,
    state: 'active',
    entryFlow: null,
    catalogId: null,
    source: 'settings',
  } as const;
  return [
    {
      id: accountId,
      channel,
      label: `WhatsApp ${accountId}`,
      numbers: [{ ...plain, id, channel, accountId, label: id, perSecond }],
    },
  ];
}
