import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import { longText } from '../../platform/database/columns.js';
import type { RegistrationState } from '../dhis2.contract.js';
import type { Link, RegistrationOutcome } from './registration.js';

/** What the register must know of one code. Two registrations may have the same characters. */
@Entity('dhis2_registration')
@Unique(['codeId'])
@Index(['state', 'lane', 'nextAttemptAt'])
@Index(['awaited', 'urgentUntil'])
@Index(['linkedCodeId'])
@Index(['link', 'state'])
export class RegistrationRow {
  /** Ordered by the time of issue. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: String, length: 36 })
  codeId: string;

  @Column({ type: String, length: 12 })
  state: RegistrationState;

  /** 0: somebody waits for the register's code; 1: a first attempt; 2: another one. */
  @Column({ type: 'int' })
  lane: number;

  /** Sealed JSON: the characters and the answers; gone as soon as the register has them. */
  @Column(longText({ nullable: true }))
  payload: string | null;

  /** Keyed hash of the characters, as long as there is a payload. */
  @Column({ type: String, length: 60, nullable: true })
  codeKey: string | null;

  /** Ids that the gateway made before the first call. */
  @Column('simple-json')
  refs: Record<string, string>;

  /** The register's id of the client. */
  @Column({ type: String, length: 120, nullable: true })
  clientId: string | null;

  /** Ids of others who have the code there: seen before the client was made, still to be told as possible duplicates. */
  @Column('simple-json')
  known: string[];

  /** The client may have been made: the next act is to ask. Written before `create` is called. */
  @Column({ type: Boolean })
  unsure: boolean;

  @Column({ type: 'int' })
  attempts: number;

  /** Failures since it was queued: the pause grows with them. */
  @Column({ type: 'int' })
  tries: number;

  /** Since when the three days run. */
  @Column({ type: Date })
  queuedAt: Date;

  @Column({ type: Date, nullable: true })
  nextAttemptAt: Date | null;

  @Column({ type: String, length: 20, nullable: true })
  outcome: RegistrationOutcome | null;

  @Column({ type: String, length: 60, nullable: true })
  cause: string | null;

  /** Sealed: the register's own words. */
  @Column(longText({ nullable: true }))
  words: string | null;

  @Column({ type: String, length: 2000, nullable: true })
  advice: string | null;

  /** The person waits for the register's code until then. */
  @Column({ type: Boolean })
  awaited: boolean;

  @Column({ type: Date, nullable: true })
  urgentUntil: Date | null;

  /** The person was erased while a call was under way. */
  @Column({ type: Boolean })
  erased: boolean;

  /** What is to be done, or was done, with the client of another code. */
  @Column({ type: String, length: 12, nullable: true })
  link: Link | null;

  @Column({ type: String, length: 36, nullable: true })
  linkedCodeId: string | null;

  /** Grows whenever the row changes hands. */
  @Column({ type: 'int' })
  version: number;

  @Column({ type: Date })
  createdAt: Date;

  @Column({ type: Date })
  updatedAt: Date;
}
