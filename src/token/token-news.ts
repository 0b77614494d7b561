import { Injectable } from '@nestjs/common';
import { Alerts } from '../platform/alerts/alerts.js';
import { Events } from '../platform/events/events.js';
import { AuditTrail } from '../platform/web/audit.js';
import {
  expiringAdvice,
  expiringAdviceInEnglish,
  fallbackAdvice,
  fallbackAdviceInEnglish,
} from './advice.js';
import type { HeldAccount, HeldVersion, Trouble } from './held.js';
import { TokenChanged, TokenFailed, TokenRecovered } from './token.contract.js';

const ACTIONS = {
  settings: 'token.taken-from-settings',
  replaced: 'token.replaced',
  renewed: 'token.renewed',
  restored: 'token.restored',
} as const satisfies Record<HeldVersion['origin'] | 'restored', string>;

/** Tells what happened to a token: the rooms above, the team, the audit trail. Always within the transaction that made it true. */
@Injectable()
export class TokenNews {
  constructor(
    private readonly events: Events,
    private readonly alerts: Alerts,
    private readonly audit: AuditTrail,
  ) {}

  /** Another token serves. */
  async changed(
    { accountId, fallbackAt }: HeldAccount,
    version: { id: string; origin: keyof typeof ACTIONS },
  ): Promise<void> {
    const { id, origin } = version;
    await this.audit.record({
      action: ACTIONS[origin],
      subject: `account:${accountId}`,
      detail: { version: id },
    });
    await this.events.publish(new TokenChanged(accountId, origin === 'renewed' ? 'renewed' : 'replaced'));
    await this.alerts.clear(expiringKey(accountId));
    if (fallbackAt !== null) await this.recovered(accountId);
  }

  /** Nothing works any more. */
  async failed({ accountId }: HeldAccount, trouble: Trouble): Promise<void> {
    await this.events.publish(new TokenFailed(accountId));
    await this.alerts.raise({
      key: deadKey(accountId),
      title: `Le jeton du compte WhatsApp ${accountId} ne fonctionne plus : les messages attendent.`,
      advice: fallbackAdvice({ trouble }),
      en: {
        title: `The token of the WhatsApp account ${accountId} no longer works: messages wait.`,
        advice: fallbackAdviceInEnglish({ trouble }),
      },
    });
  }

  /** A token works again. */
  async recovered(accountId: string): Promise<void> {
    await this.events.publish(new TokenRecovered(accountId));
    await this.alerts.clear(deadKey(accountId));
  }

  /** It still works but will not be renewed. */
  async willEnd(accountId: string, reason: string, expiresAt: Date): Promise<void> {
    await this.alerts.raise({
      key: expiringKey(accountId),
      title: `Le jeton du compte WhatsApp ${accountId} expire bientôt et n’est pas renouvelé.`,
      advice: expiringAdvice(reason, expiresAt),
      en: {
        title: `The token of the WhatsApp account ${accountId} expires soon and is not renewed.`,
        advice: expiringAdviceInEnglish(expiresAt),
      },
    });
  }

  /** The account is no longer ours. */
  async erased(accountId: string): Promise<void> {
    await this.audit.record({ action: 'token.erased', subject: `account:${accountId}` });
    await this.alerts.clear(expiringKey(accountId));
    await this.alerts.clear(deadKey(accountId));
  }

  /** A token that was offered was not taken. */
  async refused(accountId: string): Promise<void> {
    await this.audit.record({
      action: 'token.replaced',
      subject: `account:${accountId}`,
      outcome: 'refused',
    });
  }
}

const deadKey = (accountId: string) => `token.dead:${accountId}`;
const expiringKey = (accountId: string) => `token.expiring:${accountId}`;
