import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A part of some shared work and the instance that does it. */
@Entity('job_shard')
export class ShardRow {
  /** `group:number`. */
  @PrimaryColumn({ type: String, length: 60 })
  id: string;

  @Column({ type: String, length: 36, nullable: true })
  owner: string | null;
}
