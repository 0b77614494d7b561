import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '../roles.js';

/** A key to the API. The key itself is nowhere. */
@Entity('auth_key')
@Unique(['secretHash'])
@Index(['role'])
export class KeyRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 400 })
  name: string;

  @Column({ type: String, length: 20 })
  role: Role;

  /** The first characters of the key, to tell keys apart. */
  @Column({ type: String, length: 16 })
  prefix: string;

  @Column({ type: String, length: 64 })
  secretHash: string;

  @Column({ type: Date })
  createdAt: Date;

  /** Id of the actor who made it. */
  @Column({ type: String, length: 80 })
  createdBy: string;

  @Column({ type: Date, nullable: true })
  lastUsedAt: Date | null;

  @Column({ type: Date, nullable: true })
  revokedAt: Date | null;
}
