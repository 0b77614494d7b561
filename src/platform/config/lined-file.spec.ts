import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { lined, placedOf, readLined } from './lined-file.js';

const folder = mkdtempSync(join(tmpdir(), 'lined-'));
let serial = 0;
function fileWith(content: string | Buffer): string {
  const file = join(folder, `${(serial += 1)}.yaml`);
  writeFileSync(file, content);
  return file;
}

describe('a file of the operator', () => {
  it.each([
    ['YAML', 'a:\n  b: 1\n  1: x\n'],
    ['JSON', '{\n"a": {\n"b": 1,\n"1": "x"}}'],
  ])('in %s is read with the lines of its values', (_, text) => {
    const read = readLined(fileWith(text));
    expect(read.value).toEqual({ a: { b: 1, 1: 'x' } });
    expect([read.lineOf(['a', 'b']), read.lineOf(['a', '1'])]).toEqual(
      text.startsWith('{') ? [3, 4] : [2, 3],
    );
  });

  it('that is empty says nothing, and that is no fault', () => {
    expect(readLined(fileWith('# rien\n'))).toMatchObject({ value: {}, faults: [] });
  });

  it('tells where something is missing by what is around it', () => {
    expect(readLined(fileWith('a:\n  b:\n    c: 1\n')).lineOf(['a', 'b', 'd'])).toBe(2);
    expect(readLined(fileWith('a: 1\n')).lineOf(['z'])).toBe(1);
  });

  it.each([
    ['is not there', null, undefined, 'n’existe pas'],
    ['is a folder', folder, undefined, 'ne peut pas être lu'],
    ['is not UTF-8', Buffer.from([0x61, 0xe9]), undefined, 'UTF-8'],
    ['is too large', Buffer.alloc(1_000_001, 0x20), undefined, 'mégaoctet'],
    ['gives a name twice', 'a: 1\na: 2\n', 2, 'deux fois'],
    ['is indented by a tab', 'a:\n\tb: 1\n', 2, 'tabulation'],
    ['forgets a quotation mark', 'a: "x\n', 2, 'guillemet'],
    ['is two documents', 'a: 1\n---\nb: 2\n', 2, 'plusieurs documents'],
    ['refers to nothing', 'a: *b\n', undefined, 'renvoi'],
  ])('that %s is refused with its line and a reason', (_, content, line, reason) => {
    const file =
      content === null ? join(folder, 'none.yaml') : content === folder ? folder : fileWith(content);
    const [fault] = readLined(file).faults;
    expect(fault?.line).toBe(line);
    expect(fault?.reason).toContain(reason);
  });

  it('that grows when it is read does not', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefg'.split('').map((name, at) => {
        const before = 'abcdef'[at];
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
      }),
    ].join('\n');
    expect(readLined(fileWith(bomb)).faults[0]?.reason).toContain('il y en a trop');
  });

  it('has its faults in the order of their lines, each with the name of its place and no value', () => {
    const read = readLined(fileWith('price: secret\nname: 1\nmore: 2\n'));
    const shape = z.strictObject({ price: z.number(), name: z.string() });
    const issues = shape.safeParse(read.value).error?.issues ?? [];
    const faults = lined(read, issues.flatMap(placedOf));
    expect(faults.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(faults[2]?.reason).toBe('more : ce nom est inconnu ici');
    expect(JSON.stringify(faults)).not.toContain('secret');
  });
});
