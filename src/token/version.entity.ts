import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { longText } from '../platform/database/columns.js';

/** One token that an account has or had. Once another has taken its place and worked, the token itself is erased here. */
@Entity('token_version')
@Index(['accountId', 'state'])
export class TokenVersionRow {
  /** Ordered by time. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 64 })
  accountId: string;

  @Column({ type: String, length: 10 })
  origin: 'settings' | 'replaced' | 'renewed';

  @Column({ type: String, length: 10 })
  state: 'ACTIVE' | 'PREVIOUS' | 'RETIRED';

  /** Sealed. */
  @Column(longText({ nullable: true }))
  sealedToken: string | null;

  /** Sealed: the app secret that was given together with the token. */
  @Column(longText({ nullable: true }))
  sealedSecret: string | null;

  /** Last four characters of a token that is long enough to show them. */
  @Column({ type: String, length: 16, nullable: true })
  ending: string | null;

  @Column({ type: String, length: 20 })
  kind: 'never-expiring' | '60-day' | 'user' | 'unknown';

  @Column({ type: String, length: 10 })
  verdict: 'valid' | 'expired' | 'invalid' | 'unknown';

  /** By our clock, as far as its difference to the issuer's is known. */
  @Column({ type: Date, nullable: true })
  issuedAt: Date | null;

  @Column({ type: Date, nullable: true })
  expiresAt: Date | null;

  /** How far our clock is ahead of the issuer's, milliseconds. */
  @Column({ type: 'int' })
  skewMs: number;

  /** Comma between them. */
  @Column({ type: String, length: 2000, nullable: true })
  missingScopes: string | null;

  /** Why the issuer does not find it valid, in French. */
  @Column({ type: String, length: 4000, nullable: true })
  reason: string | null;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date, nullable: true })
  checkedAt: Date | null;

  @Column({ type: Date, nullable: true })
  retiredAt: Date | null;
}
