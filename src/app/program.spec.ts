import { CommanderError } from 'commander';
import { WrongUse } from '../platform/cli/commands.js';
import { programOf, wrongUse } from './program.js';

/** What scripts outside rely on. */
const PROMISED =
  'db:migrate db:check secrets:generate templates:sync templates:report templates:backup templates:restore token:status ' +
  'token:doctor token:setup token:rotate-key catalog:sync dhis2:check dhis2:retry uic:erase uic:export outbox:replay ' +
  'user:create demo:seed';
/** They do one thing and have nothing to report, or speak with a person. */
const SILENT = new Set(['db:migrate', 'secrets:generate', 'env:example', 'token:setup']);

describe('the command line', () => {
  let opened: string[];
  const said: string[] = [];
  const program = () =>
    programOf({
      say: (text) => void said.push(text),
      withApp: (name) => {
        opened.push(name);
        return Promise.reject(new Error('not here'));
      },
    });
  const thrownBy = async (words: string): Promise<unknown> => {
    try {
      await program().parseAsync(words.split(' '), { from: 'user' });
    } catch (error) {
      return error;
    }
    return null;
  };

  beforeEach(() => {
    [opened, said.length] = [[], 0];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('has the commands that were promised', () => {
    const names = program().commands.map((command) => command.name());
    expect(PROMISED.split(' ').filter((name) => !names.includes(name))).toEqual([]);
  });

  it('tells of each command what it does, and gives JSON where it reports', () => {
    const { commands } = program();
    expect(commands.filter((command) => command.description().length < 10)).toEqual([]);
    const mute = commands.filter((command) => !command.options.some(({ long }) => long === '--json'));
    expect(new Set(mute.map((command) => command.name()))).toEqual(SILENT);
  });

  it.each(PROMISED.split(' '))('%s --help shows the help and opens nothing', async (name) => {
    const error = await thrownBy(`${name} --help`);
    expect(error).toMatchObject({ exitCode: 0 });
    expect(wrongUse(error as CommanderError)).toBe('');
    expect(said.join('')).toContain(`Usage : relais ${name}`);
    expect(said.join('')).toContain('affiche l’aide');
    expect(said.join('')).not.toMatch(/default:|choices:/);
    expect(opened).toEqual([]);
  });

  it.each([
    ['db:chek', 'Cette commande n’existe pas : db:chek. Vouliez-vous dire db:check ?'],
    ['db:check --jason', 'Cette option n’existe pas : --jason. Vouliez-vous dire --json ?'],
    ['templates:backup', 'Il manque : file. « --help » montre ce qui va.'],
    ['uic:export', 'Il manque l’option : --output <fichier>. « --help » montre ce qui va.'],
    [
      'user:create Awa --role',
      'Il manque la valeur de l’option : --role <role>. « --help » montre ce qui va.',
    ],
    [
      'dhis2:retry all --state NO',
      'Cette valeur ne va pas pour : --state <state>. « --help » montre ce qui va.',
    ],
    ['db:check now', 'Trop de mots pour : db:check. « --help » montre ce qui va.'],
  ])('%s is a wrong use, in words', async (words, told) => {
    const error = await thrownBy(words);
    expect(error).toBeInstanceOf(CommanderError);
    expect(wrongUse(error as CommanderError).replaceAll('\u00a0', ' ')).toBe(told);
    expect(opened).toEqual([]);
  });

  it.each([
    'uic:erase nobody',
    'user:create Awa --role queen',
    'key:create Awa --role queen',
    'catalog:sync people',
    'catalog:sync products --auto --force',
    'outbox:replay',
    'outbox:replay --since yesterday',
    'templates:report --json --csv',
    'demo:seed --people 0',
    'demo:seed --people many',
  ])('%s is a wrong use that opens nothing', async (words) => {
    expect(await thrownBy(words)).toBeInstanceOf(WrongUse);
    expect(opened).toEqual([]);
  });
});
