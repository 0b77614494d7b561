import { parse } from 'csv-parse/sync';
import { csvLines } from './csv.js';

const read = (text: string) => parse(text, { delimiter: ';' });

describe('the lines of a CSV file', () => {
  it('come back as they were written, whatever is in them', () => {
    const row = ['É;ä', '« " »', 'N’Djaména', '"', ''];
    expect(read(csvLines([row, row]))).toEqual([row, row]);
  });

  it.each(['=1+1', '+243', '-1', '@SUM(A1)', '=HYPERLINK("x")'])(
    'hold nothing that a spreadsheet would calculate: %j',
    (text) => expect(read(csvLines([[text]]))).toEqual([[`'${text}`]]),
  );

  it.each(['\r', '\n', '\r\n', '\t', '\0'])('let no text begin a row of its own: %j', (control) =>
    expect(
      read(
        csvLines([
          [`a${control}=1`, `${control}=1`],
          ['b', 'c'],
        ]),
      ),
    ).toEqual([
      ['a =1', "'=1"],
      ['b', 'c'],
    ]),
  );

  it('write numbers and moments as a French spreadsheet reads them, and nothing for nothing', () =>
    expect(csvLines([[7, 0.625, -3, new Date('2026-01-31T08:05:09.123Z'), null]])).toBe(
      '7;0,625;-3;2026-01-31 08:05:09;\r\n',
    ));
});
