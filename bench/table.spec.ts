import { figure, table } from './table.js';

describe('a table', () => {
  it('is aligned, numbers on the right, and says where there is no figure', () => {
    const rows = [
      { server: 'bare', rate: 24_500.4, p99: 7 },
      { server: 'naive', rate: 960 },
    ];
    const columns = [
      ['server', 'server'] as const,
      ['rate', 'req/s', 0] as const,
      ['p99', 'p99 ms', 1] as const,
    ];
    expect(table(columns, rows).split('\n')).toEqual([
      '| server |  req/s | p99 ms |',
      '| ------ | -----: | -----: |',
      '| bare   | 24,500 |    7.0 |',
      '| naive  |    960 |      · |',
    ]);
  });

  it('leaves out a column that nobody has a figure for', () => {
    expect(table([['a', 'a', 0] as const, ['b', 'b', 0] as const], [{ a: 1, b: Number.NaN }])).not.toContain(
      'b',
    );
  });
});

it('a figure is grouped and rounded', () => {
  expect([figure(1_234_567.89, 1), figure(0.805, 1), figure(-1200, 0)]).toEqual([
    '1,234,567.9',
    '0.8',
    '-1,200',
  ]);
});
