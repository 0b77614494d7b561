import { Injectable, Logger } from '@nestjs/common';
import type { Secret } from '../../../kernel/secret.js';
import { Settings } from '../../../platform/config/settings.js';
import { Tokens } from '../../../token/token.contract.js';
import { Accounts, type MetaAccount } from '../graph/accounts.js';
import { asList, asObject, type Json } from '../graph/json.js';

/** Who may sign what: an account's secret says nothing about another account that has secrets of its own. */
@Injectable()
export class Signing {
  private readonly logger = new Logger('Meta');

  constructor(
    private readonly settings: Settings,
    private readonly accounts: Accounts,
    private readonly tokens: Tokens,
  ) {}

  /** Which account a delivery is about is known only after its signature is: any of them may have signed. Each text once. */
  secrets(): readonly Secret[] {
    const { all } = this.accounts;
    const { appSecret } = this.settings.meta;
    if (all.length === 0) return appSecret ? [appSecret] : [];
    if (all.length === 1) return this.tokens.appSecrets(all[0]?.id ?? '');
    const secrets = all.flatMap(({ id }) => this.tokens.appSecrets(id));
    return [...new Map(secrets.map((secret) => [secret.reveal(), secret])).values()];
  }

  /** What of an envelope those that signed it may tell; `null` when that is nothing. */
  told(body: Json, signers: readonly Secret[]): Json | null {
    if (this.accounts.all.length < 2) return body;
    const signed = new Set(signers.map((secret) => secret.reveal()));
    const others = this.accounts.all.filter(
      ({ id }) => !this.tokens.appSecrets(id).some((secret) => signed.has(secret.reveal())),
    );
    if (others.length === 0) return body;
    const foreign = new Foreign(others);
    const entry = asList(body['entry']).flatMap((item) => foreign.takenOutOf(item));
    if (foreign.met.size === 0) return body;
    this.logger.warn(
      `Une livraison signée pour un autre compte parle de ${[...foreign.met].join(', ')} : cette partie est refusée. Comparez le secret d’application de ce compte avec celui de l’application de Meta.`,
    );
    return entry.length === 0 ? null : { ...body, entry };
  }
}

/** Accounts that the signers cannot speak for. */
class Foreign {
  /** Accounts of which something was said all the same. */
  readonly met = new Set<string>();
  private readonly accounts = new Map<string, string>();
  private readonly numbers = new Map<string, string>();

  constructor(others: readonly MetaAccount[]) {
    for (const { id, businessAccountId, numbers } of others) {
      this.accounts.set(id, id).set(businessAccountId ?? id, id);
      for (const number of numbers) this.numbers.set(number, id);
    }
  }

  /** The entry without what is about them; none where nothing is left. */
  takenOutOf(item: unknown): unknown[] {
    const entry = asObject(item);
    if (!entry) return [item];
    if (this.isMet(this.accounts, entry['id'])) return [];
    const changes = asList(entry['changes']);
    const left = changes.filter((change) => !this.isMet(this.numbers, numberIn(change)));
    if (left.length === changes.length) return [item];
    return left.length === 0 ? [] : [{ ...entry, changes: left }];
  }

  private isMet(owners: ReadonlyMap<string, string>, id: unknown): boolean {
    const owner = typeof id === 'string' || typeof id === 'number' ? owners.get(String(id)) : undefined;
    if (owner !== undefined) this.met.add(owner);
    return owner !== undefined;
  }
}

function numberIn(change: unknown): unknown {
  const value = asObject(asObject(change)?.['value']);
  return asObject(value?.['metadata'])?.['phone_number_id'];
}
