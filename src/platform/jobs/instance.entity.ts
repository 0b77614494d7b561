import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A running process that takes part in shared work; `beats` grows as long as it lives. */
@Entity('job_instance')
export class InstanceRow {
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  /** Machine and boot: on the same one, `pid` tells whether the process is alive. */
  @Column({ type: String, length: 300 })
  host: string;

  @Column({ type: 'int' })
  pid: number;

  @Column({ type: 'int' })
  beats: number;
}
