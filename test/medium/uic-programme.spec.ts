import { migrations } from '../../migrations/list.js';
import { UicProgramme1763700023000 } from '../../migrations/1763700023000-uic-programme.js';
import { PairRow } from '../../src/uic/duplicates/pair.entity.js';
import { CodeRow } from '../../src/uic/uic.entity.js';
import { describeEachDatabase } from './databases.js';

describeEachDatabase('the step to the programme of codes', (open) => {
  const ground = open({ entities: [CodeRow, PairRow], migrations });
  const code = (id: string, codeIndex: string, sequence: number) => ({
    id,
    code: 'sealed',
    codeIndex,
    sequence,
    scheme: 's',
    rules: 'r',
    state: sequence === 1 ? ('ACTIVE' as const) : ('NEEDS_REVIEW' as const),
    createdAt: new Date(),
    lastRequestedAt: new Date(),
    requestCount: 1,
  });
  const step = async (way: 'up' | 'down') => {
    const runner = ground.source.createQueryRunner();
    await new UicProgramme1763700023000()[way](runner);
    await runner.release();
  };

  it('makes pairs of the codes that waited for somebody to look at them, and goes back', async () => {
    const { manager } = ground.source;
    await step('down');
    const columns = Object.keys(code('', '', 1)).map(
      (property) => ground.source.getMetadata(CodeRow).findColumnWithPropertyName(property)?.databaseName,
    );
    const rows = [code('a', 'x', 1), code('b', 'x', 2), code('c', 'x', 3), code('d', 'y', 1)];
    const holders = columns.map((_, at) => ground.source.driver.createParameter(`p${at}`, at));
    for (const row of rows)
      await manager.query(
        `INSERT INTO uic_code (${columns.join(', ')}) VALUES (${holders.join(', ')})`,
        Object.values(row).map((value) =>
          value instanceof Date && ground.dialect === 'sqlite' ? value.toISOString() : value,
        ),
      );
    await step('up');
    expect(await manager.find(PairRow, { order: { otherId: 'ASC' } })).toMatchObject([
      { kind: 'same-code', keptId: 'a', otherId: 'b', differs: null, state: 'OPEN', decidedBy: null },
      { kind: 'same-code', keptId: 'a', otherId: 'c', state: 'OPEN', decidedAt: null },
    ]);
    expect(await manager.findOneBy(CodeRow, { id: 'd' })).toMatchObject({
      remoteCounts: false,
      successorId: null,
      pendingUntil: null,
    });
  });
});
