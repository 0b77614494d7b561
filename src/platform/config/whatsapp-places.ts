import type { Values } from './declaration.js';

export interface WhatsAppSettings {
  /** The default channel for sending; absent: the first that is there. */
  provider?: Values['WHATSAPP_PROVIDER'];
  maxPerSecond: number;
  spoolDir: string;
  unknownWaitMs: number;
  unknownAction: Values['OUTBOX_UNKNOWN_ACTION'];
  /** Days after which the words of messages, and files, are erased; 0: never. */
  retentionDays: number;
}

export function whatsappOf(values: Values): WhatsAppSettings {
  return {
    provider: values.WHATSAPP_PROVIDER,
    maxPerSecond: values.WHATSAPP_MAX_PER_SECOND,
    spoolDir: values.SPOOL_DIR,
    unknownWaitMs: values.OUTBOX_UNKNOWN_WAIT_SECONDS * 1000,
    unknownAction: values.OUTBOX_UNKNOWN_ACTION,
    retentionDays: values.RETENTION_DAYS,
  };
}
