import { csv } from './csv.js';
import { table } from './table.js';

it('cells are quoted where they must be, and never calculated', () => {
  const rows = [['=1+1', '+1', '-1', '@x', '\tx', 'a,b', 'say "x"', 'two\nlines', -3, 'plain']];
  expect(csv(rows)).toBe(`'=1+1,'+1,'-1,'@x,'\tx,"a,b","say ""x""","two\nlines",-3,plain\r\n`);
});

it('a quoted cell is made harmless, too', () => {
  expect(csv([['=HYPERLINK("x","y")']])).toBe(`"'=HYPERLINK(""x"",""y"")"\r\n`);
});

it('tables stand in columns and pass nothing on to the terminal', () => {
  expect(
    table(
      ['Nom', 'Nombre'],
      [
        ['a\u001B[31m', 5],
        ['bien plus long', 12],
      ],
    ),
  ).toBe('Nom             Nombre\n──────────────  ──────\na?[31m               5\nbien plus long      12');
});
