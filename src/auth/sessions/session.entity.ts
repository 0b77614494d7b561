import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A browser in which somebody signed in. The token itself is nowhere. */
@Entity('auth_session')
@Unique(['tokenHash'])
@Index(['expiresAt'])
export class SessionRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 64 })
  tokenHash: string;

  /** With what somebody came in: the session ends with it. */
  @Column({ type: String, length: 4 })
  holder: 'key' | 'user';

  @Column({ type: String, length: 80 })
  holderId: string;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date })
  lastUsedAt: Date;

  /** Never later than a week after it began. */
  @Column({ type: Date })
  expiresAt: Date;
}
