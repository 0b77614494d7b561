import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import type { Payload, Work } from './registration.js';
import type { RegistrationRow } from './registration.entity.js';

/** Personal data on its way into the database and out of it. */
@Injectable()
export class Sealing {
  constructor(private readonly vault: Vault) {}

  seal(payload: Payload): string {
    return this.vault.seal(JSON.stringify(payload));
  }

  open(sealed: string): Payload {
    return JSON.parse(this.vault.open(sealed)) as Payload;
  }

  /** The register's words; `null` where it said none. */
  words(text: string): string | null {
    return text === '' ? null : this.vault.seal(text.slice(0, MOST_WORDS));
  }

  wordsOf(sealed: string | null): string {
    return sealed === null ? '' : this.vault.open(sealed);
  }

  /** The same for the same characters: two of them are never under way at once. */
  key(code: string): string {
    return this.vault.blindIndex('uic', `dhis2|${code}`);
  }

  isCurrent(sealed: string | null): boolean {
    return sealed === null || this.vault.isCurrent(sealed);
  }

  isCurrentKey(key: string | null): boolean {
    return key === null || this.vault.isCurrentIndex('uic', key);
  }

  reseal(sealed: string | null): string | null {
    return sealed === null ? null : this.vault.seal(this.vault.open(sealed));
  }

  /** A row that was just claimed, opened. */
  work(row: RegistrationRow, before: Work['before']): Work {
    return {
      id: row.id,
      codeId: row.codeId,
      version: row.version,
      before,
      codeKey: row.codeKey,
      references: row.refs,
      payload: row.payload === null ? null : this.open(row.payload),
      clientId: row.clientId,
      known: row.known,
      unsure: row.unsure,
      attempts: row.attempts,
      tries: row.tries,
      queuedAt: row.queuedAt,
      outcome: row.outcome,
      awaited: row.awaited,
      link: row.link,
      linkedCodeId: row.linkedCodeId,
    };
  }
}

const MOST_WORDS = 1_000;
