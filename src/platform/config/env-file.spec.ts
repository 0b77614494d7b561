import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { writeEnvironment } from './env-file.js';

describe('the file of settings', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'env-file-'));
    file = join(folder, '.env');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const text = () => readFileSync(file, 'utf8');

  it('is made for its owner only', () => {
    writeEnvironment({ A: '1' }, file);
    expect(parseEnv(text())).toEqual({ A: '1' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('keeps every other line, its comments and its order', () => {
    writeFileSync(file, '# mine\nB=old\n\n# A=hidden\n  export A = "x"\nC=3', { mode: 0o644 });
    writeEnvironment({ A: 'new', B: '2', D: '4' }, file);
    expect(text()).toBe('# mine\nB=2\n\n# A=hidden\nA=new\nC=3\nD=4\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['.env']);
  });

  it('has each setting once, and not the one whose name only begins alike', () => {
    writeFileSync(file, 'A=1\nAB=2\nA=3\n');
    writeEnvironment({ A: '4' }, file);
    expect(text()).toBe('A=4\nAB=2\n');
  });

  it.each(['plain', 'with space', 'a#b', "it's", 'say "hi"', '$HOME', 'back\\slash', 'é', 'a=b', '`'])(
    'gives %p back as it was',
    (value) => {
      writeEnvironment({ A: value, B: 'after' }, file);
      expect(parseEnv(text())).toEqual({ A: value, B: 'after' });
    },
  );

  it('takes no value that would begin another line', () => {
    writeFileSync(file, 'A=1\n');
    expect(() => writeEnvironment({ A: 'x\nB=2' }, file)).toThrow('cannot be written');
    expect(text()).toBe('A=1\n');
  });
});
