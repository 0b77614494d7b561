import { Injectable } from '@nestjs/common';
import type { Secret } from '../kernel/secret.js';
import { newId } from '../platform/database/id.js';
import { Vault } from '../platform/vault/vault.js';
import type { HeldVersion } from './held.js';
import { factsOf, type Facts, skewOf } from './lifetime.js';
import type { Inspection } from './token.port.js';
import type { TokenVersionRow } from './version.entity.js';

/** A token that is to serve. */
export interface Candidate {
  origin: HeldVersion['origin'];
  token: Secret;
  /** To be kept with it; what the settings give is never copied. */
  appSecret?: Secret;
  /** `null` when nobody could ask. */
  inspection: Inspection | null;
  /** Its end by our own clock, where that was told when it came. */
  promised?: Date | null;
  settingsHash?: string;
}

/** A shorter token would be told by its ending. */
const SHORTEST_TO_SHOW = 16;
const SHOWN = 4;

const NOTHING_KNOWN: Facts = {
  kind: 'unknown',
  verdict: 'unknown',
  issuedAt: null,
  expiresAt: null,
  missingScopes: [],
  reason: null,
  checkedAt: null,
};

/** Makes rows of tokens: sealed, dated by our own clock. */
@Injectable()
export class VersionMaker {
  constructor(private readonly vault: Vault) {}

  make(accountId: string, candidate: Candidate, now: Date): TokenVersionRow {
    const { origin, inspection, promised = null } = candidate;
    const skewMs = inspection === null ? 0 : skewOf(inspection, now, promised);
    const facts = inspection === null ? NOTHING_KNOWN : factsOf(inspection, now, skewMs);
    const end = facts.kind === 'never-expiring' ? null : promised;
    return {
      ...facts,
      missingScopes: facts.missingScopes.join(',') || null,
      issuedAt: facts.issuedAt ?? (origin === 'renewed' ? now : null),
      expiresAt: facts.expiresAt ?? end,
      id: newId(),
      accountId,
      origin,
      state: 'ACTIVE',
      ...this.seals(candidate),
      ending: endingOf(candidate.token.reveal()),
      skewMs,
      createdAt: now,
      retiredAt: null,
    };
  }

  private seals({ token, appSecret }: Candidate): Pick<TokenVersionRow, 'sealedToken' | 'sealedSecret'> {
    return {
      sealedToken: this.vault.seal(token.reveal()),
      sealedSecret: appSecret === undefined ? null : this.vault.seal(appSecret.reveal()),
    };
  }
}

function endingOf(token: string): string | null {
  return token.length < SHORTEST_TO_SHOW ? null : token.slice(-SHOWN);
}
