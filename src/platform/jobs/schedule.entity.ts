import { Column, Entity, PrimaryColumn } from 'typeorm';

/** When some regular work was last begun: shared by all instances. */
@Entity('job_schedule')
export class ScheduleRow {
  @PrimaryColumn({ type: String, length: 80 })
  name: string;

  @Column({ type: Date })
  lastBegunAt: Date;
}
