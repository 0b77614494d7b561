import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** When a message of the outbox is to leave: a table of its own, so that nothing else has to be searched for what is due. */
@Entity('whatsapp_schedule')
@Index(['dueAt', 'id'])
export class ScheduleRow {
  /** Id of the message. */
  @PrimaryColumn({ type: String, length: 36 })
  id: string;

  @Column({ type: Date })
  dueAt: Date;
}
