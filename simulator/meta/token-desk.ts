import { SCOPES, SIXTY_DAYS_MS, type Token } from '../world/tokens.js';
import type { Line } from '../world/lines.js';
import type { World } from '../world/world.js';
import { deathOf, type Gate } from './gate.js';
import { GraphError } from './graph.errors.js';
import type { Taken } from './switchboard.js';

type Query = Record<string, unknown>;

const BAD_SIGNATURE = 'Invalid OAuth access token signature.';

/** What the app may ask about its tokens: what one is worth, a new one for an old one, an end to one. */
export class TokenDesk {
  constructor(
    private readonly world: World,
    private readonly gate: Gate,
  ) {}

  inspect(query: Query, bearer: string | undefined): Taken {
    const asker = this.mustBeAsker(text(query['access_token']) ?? bearer);
    const value = text(query['input_token']);
    if (value === undefined) throw new GraphError(100, { message: '(#100) You must provide an input_token' });
    this.world.tokens.inspections += 1;
    const token = this.world.tokens.known(value);
    if (!token) return { body: { data: invalid(new GraphError(190)) } };
    if (token.app !== 'ours' || this.lineOf(token).settings.appId !== asker) {
      throw new GraphError(100, {
        message: '(#100) The App_id in the input_token did not match the Viewing App',
      });
    }
    return { body: { data: this.describe(token) } };
  }

  /** A new token; the old one lives on until its own end. */
  exchange(query: Query): Taken {
    const app = this.mustBeApp(query);
    const type = query['grant_type'];
    if (type !== 'fb_exchange_token') {
      throw new GraphError(1, { message: `Invalid grant_type: ${String(type)}` });
    }
    const old = this.gate.open(text(query['fb_exchange_token']) ?? '');
    if (old.app !== 'ours' || this.lineOf(old).settings.appId !== app) {
      throw new GraphError(190, { message: 'The access token does not belong to application' });
    }
    const now = Date.now();
    const expiresAt = this.endOf(old, query['set_token_expires_in_60_days'] === 'true', now);
    const kind = old.kind === 'user' ? 'user' : expiresAt === null ? 'never-expiring' : '60-day';
    const { value } = this.world.tokens.make(
      { kind, expiresAt, scopes: old.scopes, issuedAt: now, account: old.account },
      now,
    );
    this.world.tokens.exchanges += 1;
    const expires = expiresAt !== null && { expires_in: Math.floor((expiresAt - now) / 1000) };
    return { body: { access_token: value, token_type: 'bearer', ...expires } };
  }

  revoke(query: Query): Taken {
    this.mustBeApp(query);
    const token = this.gate.open(text(query['revoke_token']) ?? '');
    this.world.tokens.change(token, { dead: 467 });
    return { body: { success: true } };
  }

  /** Where the app's webhooks go. */
  subscriptions(query: Query, id: string): Taken {
    const [line] = this.world.lines.ofApp(id);
    if (!line || this.appOf(text(query['access_token'])) !== id) {
      throw new GraphError(190, { message: BAD_SIGNATURE });
    }
    const fields = ['messages', 'message_template_status_update', 'message_template_quality_update']
      .concat('message_template_components_update', 'template_category_update')
      .map((name) => ({ name, version: 'v25.0' }));
    const object = { object: 'whatsapp_business_account', callback_url: line.settings.webhookUrl };
    return { body: { data: [{ ...object, active: true, fields }] } };
  }

  /** Without the flag a token of sixty days is not prolonged: its successor ends with it. */
  private endOf(old: Token, sixtyDays: boolean, now: number): number | null {
    if (sixtyDays || old.kind === 'user') return now + SIXTY_DAYS_MS;
    return old.expiresAt;
  }

  private describe(token: Token): object {
    const { appId, serviceName, businessAccountId } = this.lineOf(token).settings;
    const death = deathOf(token, Date.now());
    const about = {
      app_id: appId,
      type: token.kind === 'user' ? 'USER' : 'SYSTEM_USER',
      application: serviceName,
      data_access_expires_at: 0,
      expires_at: token.expiresAt === null ? 0 : Math.floor(token.expiresAt / 1000),
    };
    if (death) return { ...about, ...invalid(death) };
    return {
      ...about,
      is_valid: true,
      issued_at: Math.floor(token.issuedAt / 1000),
      scopes: token.scopes,
      granular_scopes: token.scopes
        .filter((scope) => SCOPES.includes(scope))
        .map((scope) => ({ scope, target_ids: [businessAccountId] })),
      user_id: '122100000000000001',
    };
  }

  private lineOf({ account }: Token): Line {
    return this.world.lines.ofAccount(account ?? '')[0] ?? this.world.lines.first;
  }

  /** The id of the app that asks. */
  private mustBeApp(query: Query): unknown {
    const { client_id: id, client_secret: secret } = query;
    if (id === undefined) throw new GraphError(101, { message: 'Missing client_id parameter.' });
    const [line] = this.world.lines.ofApp(id);
    if (!line) {
      const why = 'Cannot get application info due to a system error.';
      throw new GraphError(101, { message: `Error validating application. ${why}` });
    }
    if (secret !== line.settings.appSecret) {
      throw new GraphError(1, { message: 'Error validating client secret.' });
    }
    return id;
  }

  /** An app itself, or a living token of it; gives the id of the app. */
  private mustBeAsker(value: string | undefined): string {
    if (value === undefined) throw new GraphError(104);
    const app = this.appOf(value);
    if (app !== undefined) return app;
    if (value.includes('|')) throw new GraphError(190, { message: BAD_SIGNATURE });
    return this.lineOf(this.gate.open(value)).settings.appId;
  }

  private appOf(value: string | undefined): string | undefined {
    const line = this.world.lines
      .all()
      .find(({ settings }) => value === `${settings.appId}|${settings.appSecret}`);
    return line?.settings.appId;
  }
}

function invalid(error: GraphError): object {
  const { code, message, subcode } = error;
  const told = { code, message, ...(subcode !== undefined && { subcode }) };
  return { error: told, is_valid: false, scopes: [] };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
