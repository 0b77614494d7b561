import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Secret } from '../../../kernel/secret.js';
import { Settings } from '../../../platform/config/settings.js';
import { Tokens } from '../../../token/token.contract.js';
import { AccountClient } from './account.client.js';
import { GraphClient } from './graph.client.js';

/** A WhatsApp Business Account of which the settings speak. */
export interface MetaAccount {
  /** The id under which the other rooms know it. */
  id: string;
  /** Absent where only a number is set: it can send, but has no templates. */
  businessAccountId?: string;
  numbers: readonly string[];
  token?: Secret;
  appSecret?: Secret;
}

/** The accounts that are configured, and the way to call Meta for each. */
@Injectable()
export class Accounts implements OnApplicationShutdown {
  readonly all: readonly MetaAccount[];
  readonly graph: GraphClient;
  readonly appId: string | undefined;
  private readonly clients: ReadonlyMap<string, AccountClient>;

  constructor(settings: Settings, tokens: Tokens) {
    const { graphBaseUrl, graphVersion, appId } = settings.meta;
    this.appId = appId;
    this.all = accountsIn(settings.meta);
    this.graph = new GraphClient({ baseUrl: graphBaseUrl, version: graphVersion });
    this.clients = new Map(this.all.map(({ id }) => [id, new AccountClient(id, this.graph, tokens)]));
  }

  /** `undefined` when no such account is configured. */
  get(id: string): MetaAccount | undefined {
    return this.all.find((account) => account.id === id);
  }

  client(id: string): AccountClient {
    const client = this.clients.get(id);
    if (!client) throw new Error(`no account ${id} is configured`);
    return client;
  }

  /** Which account sends from which number. */
  byNumber(): ReadonlyMap<string, AccountClient> {
    return new Map(
      this.all.flatMap(({ id, numbers }) => numbers.map((number) => [number, this.client(id)] as const)),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await this.graph.close();
  }
}

function accountsIn(meta: Settings['meta']): MetaAccount[] {
  const { phoneNumberId, businessAccountId, accessToken, appSecret } = meta;
  const id = businessAccountId ?? phoneNumberId;
  if (!id || !phoneNumberId) return [];
  return [{ id, businessAccountId, numbers: [phoneNumberId], token: accessToken, appSecret }];
}
