import { Command } from 'commander';
import type { Commands, Get } from '../../../platform/cli/commands.js';
import { RelaisError } from '../../../kernel/error.js';
import { doctorCommands } from './doctor.cli.js';
import { diagnosisOf, fault, ok, type Diagnosis } from './finding.js';

class Invalid extends RelaisError {
  readonly code = 'settings.invalid';
  readonly kind = 'invalid';
  readonly publicText = 'Les réglages ne vont pas.';
}

async function run(
  diagnose: () => Promise<Diagnosis[]>,
  ...options: string[]
): Promise<{ said: string; exit: unknown }> {
  const said: string[] = [];
  const program = new Command().exitOverride();
  const get = (() => ({ diagnose })) as unknown as Get;
  const commands: Commands = {
    program,
    withApp: (_name, work) => work(get),
    say: (text) => void said.push(text),
  };
  doctorCommands(commands);
  const before = process.exitCode;
  await program.parseAsync(['token:doctor', ...options], { from: 'user' });
  const exit = process.exitCode;
  process.exitCode = before;
  return { said: said.join('\n'), exit };
}

describe('token:doctor', () => {
  it('ends well when there is no fault', async () => {
    const { said, exit } = await run(async () => [diagnosisOf('1', [ok('app', 'Bien.')])]);
    expect(said).toContain('✓ Bien.');
    expect(exit).not.toBe(1);
  });

  it('ends with 1 when there is one, and says it to programs too', async () => {
    const { said, exit } = await run(
      async () => [diagnosisOf('1', [fault('app', 'Mal.', 'Faites.')])],
      '--json',
    );
    expect(JSON.parse(said)).toEqual({
      healthy: false,
      accounts: [
        {
          accountId: '1',
          healthy: false,
          findings: [{ check: 'app', state: 'fault', says: 'Mal.', advice: 'Faites.' }],
        },
      ],
    });
    expect(exit).toBe(1);
  });

  it.each([
    ['settings that are wrong', new Invalid(), 'Les réglages ne vont pas.'],
    ['a database that is away', new Error('connect ECONNREFUSED 127.0.0.1'), 'ECONNREFUSED'],
  ])('takes %s for a finding', async (_about, error, text) => {
    const { said, exit } = await run(() => Promise.reject(error));
    expect(said).toContain(`✗ ${text === 'ECONNREFUSED' ? 'connect ECONNREFUSED' : text}`);
    expect(said).toContain('token:setup');
    expect(exit).toBe(1);
  });
});
