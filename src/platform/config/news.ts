import { Secret } from '../../kernel/secret.js';
import type { Values } from './declaration.js';

/** Where news for the team go: an address, mailboxes, both or none. */
export interface NewsChannel {
  webhook?: { url: string; secret?: Secret };
  mailTo: readonly string[];
}

/** Who hears of problems, and of people who wait. */
export interface MonitoringSettings {
  language: Values['ALERT_LANGUAGE'];
  mail: { smtpUrl?: Secret; from: string };
  alerts: NewsChannel;
  handovers: NewsChannel;
}

export type OrderSettings = Pick<NewsChannel, 'webhook'>;

/** What the settings say of alerts; people who wait are told where problems are, unless it is said otherwise. */
export function monitoringOf(values: Values): MonitoringSettings {
  const { ALERT_WEBHOOK_URL, ALERT_EMAIL_TO, HANDOVER_WEBHOOK_URL, HANDOVER_EMAIL_TO } = values;
  const channel = (url: string | undefined, to: string[] | undefined): NewsChannel => ({
    ...webhookOf(url, values.ALERT_WEBHOOK_SECRET),
    mailTo: to ?? [],
  });
  return {
    language: values.ALERT_LANGUAGE,
    mail: { from: values.ALERT_EMAIL_FROM, ...(values.SMTP_URL && { smtpUrl: new Secret(values.SMTP_URL) }) },
    alerts: channel(ALERT_WEBHOOK_URL, ALERT_EMAIL_TO),
    handovers: channel(HANDOVER_WEBHOOK_URL ?? ALERT_WEBHOOK_URL, HANDOVER_EMAIL_TO ?? ALERT_EMAIL_TO),
  };
}

/** Where orders are told. */
export function ordersOf({ ORDER_WEBHOOK_URL, ORDER_WEBHOOK_SECRET }: Values): OrderSettings {
  return webhookOf(ORDER_WEBHOOK_URL, ORDER_WEBHOOK_SECRET);
}

function webhookOf(url: string | undefined, key: string | undefined): OrderSettings {
  return url === undefined ? {} : { webhook: { url, ...(key && { secret: new Secret(key) }) } };
}
