import type { Secret } from '../kernel/secret.js';
import type { Inspection } from './token.port.js';

/** One token as this process holds it. */
export interface HeldVersion {
  id: string;
  origin: 'settings' | 'replaced' | 'renewed';
  token: Secret;
  /** The app secret that was given together with it. */
  appSecret?: Secret;
  ending: string | null;
  kind: Inspection['kind'];
  verdict: 'valid' | 'expired' | 'invalid' | 'unknown';
  /** By our clock. */
  issuedAt: Date | null;
  expiresAt: Date | null;
  /** How far our clock is ahead of the issuer's. */
  skewMs: number;
  missingScopes: string[];
  reason: string | null;
  createdAt: Date;
  checkedAt: Date | null;
}

/** Why the last renewal failed: `refused` needs a person, `unreachable` needs time. */
export interface Trouble {
  cause: 'refused' | 'unreachable';
  /** In French. */
  reason: string;
}

/** An account as this process knows it. */
export interface HeldAccount {
  accountId: string;
  revision: number;
  active: HeldVersion | null;
  /** The one before, as long as the active one has not worked. */
  previous: HeldVersion | null;
  fallbackAt: Date | null;
  trouble: Trouble | null;
  attempts: number;
  retryAt: Date | null;
  renewedAt: Date | null;
  settingsHash: string | null;
}
