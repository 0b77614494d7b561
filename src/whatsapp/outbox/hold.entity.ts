import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A number from which the provider lets nothing go for long; the row stays until something was sent again. */
@Entity('whatsapp_hold')
export class HoldRow {
  @PrimaryColumn({ type: String, length: 40 })
  numberId: string;

  /** `null`: a person lifted it. */
  @Column({ type: Date, nullable: true })
  untilAt: Date | null;

  /** How often in a row the provider answered this. */
  @Column({ type: 'int' })
  times: number;

  @Column({ type: String, length: 60, nullable: true })
  errorCode: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  errorMeaning: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  errorAdvice: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  errorMeaningEn: string | null;

  @Column({ type: String, length: 1000, nullable: true })
  errorAdviceEn: string | null;
}
