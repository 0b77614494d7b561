import {
  Check,
  Column,
  Entity,
  ForeignKey,
  Index,
  type MigrationInterface,
  PrimaryColumn,
  type QueryRunner,
  Unique,
} from 'typeorm';
import { bytes, decimal, longText } from '../../src/platform/database/columns.js';
import * as ddl from '../../src/platform/database/ddl.js';

/** A table with one column of each kind, for the tests of the ground itself. */
@Entity('probe')
@Unique(['reference'])
@Index(['state', 'happenedAt'])
@Check("state IN ('NEW', 'DONE')")
export class Probe {
  @PrimaryColumn('varchar', { length: 36 })
  id: string;

  @Column('varchar', { length: 60 })
  reference: string;

  @Column('varchar', { length: 10, default: 'NEW' })
  state: string;

  @Column('varchar', { length: 200, nullable: true })
  note: string | null;

  @Column(longText({ nullable: true }))
  story: string | null;

  @Column('simple-json', { nullable: true })
  payload: unknown;

  @Column(bytes({ nullable: true }))
  picture: Buffer | null;

  @Column('int', { default: 0 })
  version: number;

  @Column(decimal(12, 2, { nullable: true }))
  price: string | null;

  @Column('float', { nullable: true })
  ratio: number | null;

  @Column({ type: Boolean, default: true })
  active: boolean;

  @Column({ type: Date })
  happenedAt: Date;
}

@Entity('probe_part')
@Unique(['probeId', 'position'])
export class ProbePart {
  @PrimaryColumn('varchar', { length: 36 })
  id: string;

  @Column('varchar', { length: 36 })
  @ForeignKey(() => Probe, { onDelete: 'CASCADE' })
  probeId: string;

  @Column('int')
  position: number;

  @Column('varchar', { length: 20, nullable: true })
  label: string | null;
}

export class Probes1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const { id36, string, longtext, int, float, bool, instant } = ddl;
    const nullable = { nullable: true };
    await new ddl.Ddl(runner).table(
      'probe',
      {
        id: id36({ primary: true }),
        reference: string(60),
        state: string(10, { default: 'NEW' }),
        note: string(200, nullable),
        story: longtext(nullable),
        payload: longtext(nullable),
        picture: ddl.bytes(nullable),
        version: int({ default: 0 }),
        price: ddl.decimal(12, 2, nullable),
        ratio: float(nullable),
        active: bool({ default: true }),
        happened_at: instant(),
      },
      {
        uniques: [['reference']],
        indices: [['state', 'happened_at']],
        checks: ["state IN ('NEW', 'DONE')"],
      },
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await new ddl.Ddl(runner).dropTable('probe');
  }
}

export class ProbeParts1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const made = new ddl.Ddl(runner);
    await made.table(
      'probe_part',
      { id: ddl.id36({ primary: true }), probe_id: ddl.id36(), position: ddl.int() },
      {
        uniques: [['probe_id', 'position']],
        foreignKeys: [{ column: 'probe_id', table: 'probe', onDelete: 'CASCADE' }],
      },
    );
    await made.addColumn('probe_part', 'label', ddl.string(20, { nullable: true }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await new ddl.Ddl(runner).dropTable('probe_part');
  }
}

export const probeMigrations = [Probes1700000000001, ProbeParts1700000000002];

/** A probe with every property, different by its number. */
export function probe(number: number, given: Partial<Probe> = {}): Probe {
  return {
    id: `id-${number}`,
    reference: `reference-${number}`,
    state: 'NEW',
    note: null,
    story: null,
    payload: null,
    picture: null,
    version: 1,
    price: null,
    ratio: null,
    active: true,
    happenedAt: new Date('2026-02-03T04:05:06.789Z'),
    ...given,
  };
}

/** A promise that somebody else keeps. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
