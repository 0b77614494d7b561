import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An account as all instances see it: which version of its token serves, and who is renewing it. */
@Entity('token_account')
export class TokenAccountRow {
  @PrimaryColumn({ type: String, length: 64 })
  accountId: string;

  /** Grows with each change that other instances have to learn of, and guards against changing what one has not seen. */
  @Column({ type: 'int' })
  revision: number;

  @Column({ type: String, length: 36, nullable: true })
  activeId: string | null;

  /** The one before, until the active one has worked. */
  @Column({ type: String, length: 36, nullable: true })
  previousId: string | null;

  /** Since when nothing works; `null` while something does. */
  @Column({ type: Date, nullable: true })
  fallbackAt: Date | null;

  /** Whether the last renewal was `refused` or the issuer `unreachable`. */
  @Column({ type: String, length: 12, nullable: true })
  trouble: 'refused' | 'unreachable' | null;

  @Column({ type: String, length: 4000, nullable: true })
  reason: string | null;

  /** Renewals in a row that failed. */
  @Column({ type: 'int' })
  attempts: number;

  /** Not before this moment again. */
  @Column({ type: Date, nullable: true })
  retryAt: Date | null;

  @Column({ type: Date, nullable: true })
  renewedAt: Date | null;

  /** SHA-256 of the token and secret that the settings last gave: tells when an operator changed them. */
  @Column({ type: String, length: 64, nullable: true })
  settingsHash: string | null;

  /** The instance that is renewing, or `FREE`. */
  @Column({ type: String, length: 36 })
  leaseOwner: string;

  /** Grows as long as that instance lives. */
  @Column({ type: 'int' })
  leaseBeat: number;
}

/** Nobody is renewing: a word, because no database finds a null. */
export const FREE = 'FREE';
