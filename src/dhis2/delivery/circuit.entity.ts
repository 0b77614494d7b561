import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Why nothing is sent to the register at the moment, and when it is tried again. */
@Entity('dhis2_circuit')
export class CircuitRow {
  @PrimaryColumn({ type: String, length: 60 })
  cause: string;

  @Column({ type: String, length: 20 })
  outcome: string;

  @Column({ type: String, length: 2000, nullable: true })
  advice: string | null;

  @Column({ type: Date })
  openedAt: Date;

  @Column({ type: Date })
  probeAt: Date;

  @Column({ type: 'int' })
  failures: number;
}
