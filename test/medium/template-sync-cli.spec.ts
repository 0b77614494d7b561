import { Logger } from '@nestjs/common';
import { Command } from 'commander';
import { WrongUse } from '../../src/platform/cli/commands.js';
import { runAs } from '../../src/platform/web/request-context.js';
import { templateSyncCommands } from '../../src/template-sync/template-sync.cli.js';
import { remote, tokenRefused } from '../../src/template-sync/template-sync.fake.js';
import { describeEachDatabase } from './databases.js';
import { Room, templates, wanted } from './template-sync-ground.js';

beforeEach(() => {
  jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterEach(() => (process.exitCode = undefined));

describeEachDatabase('templates on the command line', (open) => {
  const ground = open(wanted);
  const room = new Room(ground);
  const run = async (...args: string[]): Promise<string> => {
    const said: string[] = [];
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    templateSyncCommands({
      program,
      say: (text) => void said.push(text),
      withApp: (name, work) => runAs({ kind: 'command', id: name }, () => work((token) => ground.get(token))),
    });
    await program.parseAsync(args, { from: 'user' });
    return said.join('\n');
  };
  const json = async (...args: string[]) =>
    JSON.parse(await run(...args, '--json')) as Record<string, unknown>;

  it('synchronises, links to the administrators and prints what it did', async () => {
    room.source.templates = templates(12);
    const text = await run('templates:sync');
    expect(text).toMatch(/Ajoutés\s+12/);
    expect(text).toMatch(/Liens créés\s+12/);
    expect(text).not.toContain('Catégorie');
    expect((await room.versions())[0]).toMatchObject({ actor: 'command:templates:sync' });
    expect(await room.runs()).toMatchObject([{ cause: 'command', state: 'DONE' }]);
  });

  it('takes its options in any mix', async () => {
    room.source.templates = templates(6);
    expect(await json('templates:sync')).toMatchObject({ added: 6, linked: 6, disabled: 0 });
    expect(await json('templates:sync', '--all-users')).toMatchObject({ unchanged: 6, linked: 12 });
    expect(await json('templates:sync', '--force')).toMatchObject({ updated: 6 });
    room.source.templates.pop();
    expect(await json('templates:sync', '--disable', '--dry-run')).toMatchObject({ disabled: 1 });
    expect((await room.rows()).every(({ active }) => active)).toBe(true);
    const all = await json(
      'templates:sync',
      '--force',
      '--disable',
      '--report',
      '--all-users',
      '--account',
      'waba-1',
    );
    expect(all).toMatchObject({
      updated: 5,
      disabled: 1,
      linked: 0,
      report: { total: 6, byCategory: { UTILITY: 6 } },
    });
    expect(Object.keys(all)).toEqual(
      expect.arrayContaining(['runId', 'total', 'failed', 'apiCalls', 'durationMs', 'failures']),
    );
    expect(await run('templates:sync', '--force', '--disable', '--report')).toMatch(/Catégorie\s+Nombre/);
  });

  it('fails with the reason when the source refuses, and prints no figures', async () => {
    room.source.failAt = { page: 0, error: tokenRefused() };
    await expect(run('templates:sync', '--force', '--disable', '--report')).rejects.toMatchObject({
      publicText: 'Le jeton est refusé : il a expiré.',
    });
    await expect(run('templates:sync', '--account', 'other')).rejects.toMatchObject({
      code: 'template-sync.account-unknown',
    });
  });

  it('names malformed ones with their reasons', async () => {
    room.source.templates = [
      remote({ name: 'bon' }),
      { ...remote({ name: 'mal' }), components: 'x' as never },
    ];
    expect(await run('templates:sync')).toMatch(/mal\s+fr\s+Les composants ne sont pas une liste/);
  });

  it('reports as a table, as JSON and as CSV, alone and beside the source', async () => {
    room.source.templates = templates(3);
    await run('templates:sync');
    room.source.put('100001', { status: 'PAUSED' });
    room.source.templates.pop();
    expect(await run('templates:report')).toMatch(/État\s+Nombre\n[─\s]+\nAPPROVED\s+3/);
    expect(await run('templates:report', '--compare')).toMatch(/Différents[\s\S]*modele_00001\s+fr\s+status/);
    expect(await json('templates:report', '--compare')).toMatchObject({
      comparison: { missingThere: [{ name: 'modele_00002' }], different: [{ fields: ['status'] }] },
    });
    expect(await run('templates:report', '--csv', '--compare')).toContain(
      'different,modele_00001,fr,,status',
    );
    expect(process.exitCode).toBeUndefined();
    room.source.failAt = { page: 0, error: tokenRefused() };
    expect(await run('templates:report', '--compare')).toContain('n’a pas pu être interrogé');
    expect(process.exitCode).toBe(1);
    await expect(run('templates:report', '--csv', '--json')).rejects.toThrow(WrongUse);
  });

  it('shows how far it is on a terminal only', async () => {
    room.source.templates = templates(250);
    const written: string[] = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    await run('templates:sync');
    expect(written).toEqual([]);
    const isTTY = Object.getOwnPropertyDescriptor(process.stderr, 'isTTY');
    Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
    await run('templates:sync');
    if (isTTY) Object.defineProperty(process.stderr, 'isTTY', isTTY);
    else Object.defineProperty(process.stderr, 'isTTY', { value: undefined, configurable: true });
    expect(written.join('')).toContain('Lecture : 200 modèle(s) sur environ 250, 2 page(s)');
    expect(written.at(-1)).toBe('\r\u001B[K');
  });
});
