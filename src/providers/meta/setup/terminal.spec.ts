import { PassThrough } from 'node:stream';
import { WrongUse } from '../../../platform/cli/commands.js';
import { Terminal } from './terminal.js';

let input: PassThrough & { isTTY?: boolean };
let output: PassThrough;
let terminal: Terminal;

function open(isTTY: boolean): void {
  input = Object.assign(new PassThrough(), { isTTY });
  output = new PassThrough();
  terminal = new Terminal(input, output);
}

const shown = () => String(output.read() ?? '');

afterEach(() => terminal.close());

describe('the terminal', () => {
  it('takes answers that come before their questions, without the spaces around them', async () => {
    open(false);
    input.write('  un \ndeux\n');
    await new Promise((resolve) => setImmediate(resolve));
    expect(await terminal.ask('Premier ?')).toBe('un');
    expect(await terminal.ask('Second ?')).toBe('deux');
    expect(shown()).toBe('Premier ? Second ? ');
  });

  it('takes the last line without its end', async () => {
    open(false);
    input.end('fin');
    expect(await terminal.ask('?')).toBe('fin');
  });

  it.each([true, false])('says so when there will be no answer (terminal: %s)', async (isTTY) => {
    open(isTTY);
    const answer = terminal.ask('?');
    input.end();
    await expect(answer).rejects.toThrow(WrongUse);
    await expect(terminal.ask('?')).rejects.toThrow(WrongUse);
  });

  it('shows what is typed, except what is secret', async () => {
    open(true);
    const plain = terminal.ask('Nom ?');
    input.write('ada\r');
    expect(await plain).toBe('ada');
    const secret = terminal.ask('Jeton ?', true);
    for (const key of 'EAAx') input.write(key);
    input.write('\u007fs\r');
    expect(await secret).toBe('EAAs');
    const after = terminal.ask('Encore ?');
    input.write('oui\r');
    await after;
    const screen = shown();
    expect(screen).toContain('ada');
    expect(screen).toContain('oui');
    expect(screen).not.toMatch(/EAA|E.*A.*A.*x/);
  });
});
