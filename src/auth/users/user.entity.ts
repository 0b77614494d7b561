import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '../roles.js';

/** Somebody who works with this installation. */
@Entity('auth_user')
@Unique(['name'])
export class UserRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 400 })
  name: string;

  @Column({ type: String, length: 20 })
  role: Role;

  /** Absent: enters with a key only. */
  @Column({ type: String, length: 200, nullable: true })
  passwordHash: string | null;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date, nullable: true })
  disabledAt: Date | null;
}
