import { Command } from 'commander';
import { WrongUse } from '../../platform/cli/commands.js';
import { backupCommands } from './backup.cli.js';
import { Backup } from './backup.service.js';
import { nothingYet, type Recreated } from './recreation.js';
import { Recreation } from './recreation.service.js';
import { Restoration } from './restore.service.js';

/** The commands over services that answer what the test says, and what was said and asked. */
function desk(answers: { recreated?: Partial<Recreated>; present?: number } = {}): {
  run: (...args: string[]) => Promise<unknown>;
  said: string[];
  asked: unknown[][];
} {
  const said: string[] = [];
  const asked: unknown[][] = [];
  const counts = { templates: 2, versions: 5, metadata: 1, links: 3 };
  const answer =
    <T>(name: string, value: T) =>
    (...args: unknown[]): Promise<T> => {
      asked.push([name, ...args]);
      return Promise.resolve(value);
    };
  const services = new Map<unknown, unknown>([
    [Backup, { write: answer('write', counts) }],
    [Restoration, { restore: answer('restore', { ...counts, present: answers.present ?? 0 }) }],
    [Recreation, { recreate: answer('recreate', { ...nothingYet(false), ...answers.recreated }) }],
  ]);
  const program = new Command().exitOverride();
  backupCommands('Shop')({
    program,
    say: (text) => void said.push(text),
    withApp: (_, work) => work((token) => services.get(token) as never),
  });
  return { run: (...args) => program.parseAsync(args, { from: 'user' }), said, asked };
}

describe('templates:backup', () => {
  it('writes the file and says what is in it', async () => {
    const { run, said, asked } = desk();
    await run('templates:backup', 'a.json', '--account', '7');
    expect(asked).toEqual([['write', 'a.json', '7']]);
    expect(said).toEqual(['Sauvegardé dans a.json : 2 modèle(s), 5 version(s), 1 note(s), 3 lien(s).']);
  });

  it('answers in JSON', async () => {
    const { run, said } = desk();
    await run('templates:backup', 'a.json', '--json');
    expect(JSON.parse(said[0] ?? '')).toEqual({
      file: 'a.json',
      templates: 2,
      versions: 5,
      metadata: 1,
      links: 3,
    });
  });
});

describe('templates:restore', () => {
  it('restores into the database', async () => {
    const { run, said, asked } = desk();
    await run('templates:restore', 'a.json');
    expect(asked).toEqual([['restore', 'a.json', { dryRun: false }]]);
    expect(said).toEqual(['Restauré : 2 modèle(s), 5 version(s), 1 note(s), 3 lien(s).']);
  });

  it('says before whether the database would refuse', async () => {
    const { run, said } = desk({ present: 4 });
    await run('templates:restore', 'a.json', '--dry-run');
    expect(said[0]).toMatch(/La base contient déjà 4 modèle/);
  });

  it('restores to the source, named as the wiring names it', async () => {
    const { run, said, asked } = desk({ recreated: { total: 3, created: 2, present: 1 } });
    await run(
      'templates:restore',
      'a.json',
      '--to-shop',
      '--into',
      '9',
      '--account',
      '7',
      '--examples',
      'dir',
    );
    expect(asked[0]).toMatchObject([
      'recreate',
      'a.json',
      { dryRun: false, accountId: '7', into: '9', examples: 'dir' },
    ]);
    expect(said.at(-1)).toBe(
      'Sur 3 modèle(s) : 2 créé(s), 1 déjà là, 0 laissé(s), 0 refusé(s), 0 à créer encore.',
    );
  });

  it('fails, and says when to go on, where something is left to do', async () => {
    const recreated = { total: 130, created: 100, remaining: 30, nextAt: '2026-11-20T10:00:00.000Z' };
    const { run, said } = desk({ recreated });
    await expect(run('templates:restore', 'a.json', '--to-shop', '--json')).rejects.toMatchObject({
      publicText: expect.stringContaining(
        '30 modèle(s) à créer encore : relancez la même commande après 2026-11-20T10:00:00.000Z',
      ) as string,
    });
    expect(JSON.parse(said[0] ?? '')).toMatchObject(recreated);
  });

  it('shows the plan without failing', async () => {
    const item = {
      name: 'a',
      language: 'fr',
      accountId: '7',
      action: 'skip',
      reason: 'son état était REJECTED',
    } as const;
    const { run, said } = desk({ recreated: { dryRun: true, total: 1, remaining: 1, plan: [item] } });
    await run('templates:restore', 'a.json', '--to-shop', '--dry-run');
    expect(said[0]).toBe('laissé : a (fr) : son état était REJECTED');
  });

  it('refuses options that go with the source only', () => {
    const { run } = desk();
    return expect(run('templates:restore', 'a.json', '--into', '9')).rejects.toBeInstanceOf(WrongUse);
  });
});
