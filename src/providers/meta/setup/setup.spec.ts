import { QUESTIONS } from './questions.js';
import { Setup } from './setup.js';
import type { Verdict } from './trial.js';

const ALL = {
  WHATSAPP_APP_ID: '1',
  WHATSAPP_APP_SECRET: 'app-s3cret',
  WHATSAPP_ACCESS_TOKEN: 'EAAold',
  WHATSAPP_BUSINESS_ACCOUNT_ID: '2',
  WHATSAPP_PHONE_NUMBER_ID: '3',
  WHATSAPP_WEBHOOK_VERIFY_TOKEN: 'v3rify',
  PUBLIC_BASE_URL: 'https://relais.exemple.cd',
};

let asked: { question: string; secret: boolean }[];
let said: string[];
let tried: string[];

/** A set-up that is answered in this order; verdicts come where they are listed, once each. */
function run(
  answers: string[],
  before: Record<string, string> = {},
  verdicts: Record<string, Verdict[]> = {},
) {
  [asked, said, tried] = [[], [], []];
  const terminal = {
    say: (text: string) => void said.push(text),
    ask: async (question: string, secret = false) => {
      asked.push({ question, secret });
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`no answer to ${question}`);
      return answer;
    },
  };
  const trial = {
    after: async (name: string) => {
      tried.push(name);
      return verdicts[name]?.shift() ?? null;
    },
  };
  return new Setup(before, terminal, trial).run();
}

describe('the set-up', () => {
  it('asks for every value where nothing was set, and says where each is found', async () => {
    const given = await run([
      '11',
      'app-s3cret',
      'EAAnew',
      '22',
      '33',
      'v3rify',
      'https://relais.exemple.cd',
    ]);
    expect(Object.keys(given)).toEqual(QUESTIONS.map(({ name }) => name));
    expect(given).toMatchObject({ WHATSAPP_ACCESS_TOKEN: 'EAAnew', WHATSAPP_PHONE_NUMBER_ID: '33' });
    for (const { where } of QUESTIONS) expect(said.join('\n')).toContain(where);
    expect(tried).toEqual(QUESTIONS.map(({ name }) => name));
  });

  it('hides secrets while they are typed, and those that are there already', async () => {
    await run(['', '', '', '', '', '', ''], ALL);
    expect(asked.map(({ secret }) => secret)).toEqual([false, true, true, false, false, true, false]);
    const screen = [...said, ...asked.map(({ question }) => question)].join('\n');
    expect(screen).not.toMatch(/s3cret|EAAold|v3rify/);
    expect(screen).toContain('[https://relais.exemple.cd]');
  });

  it('changes nothing where every answer is empty', async () => {
    expect(await run(['', '', '', '', '', '', ''], ALL)).toEqual({});
  });

  it('makes a word for the webhook where none is given, another each time', async () => {
    const [first, second] = [
      await run(['1', 's', 'EAA', '2', '3', '', '']),
      await run(['1', 's', 'EAA', '2', '3', '', '']),
    ];
    expect(first['WHATSAPP_WEBHOOK_VERIFY_TOKEN']).toMatch(/^[0-9a-f]{32}$/);
    expect(second['WHATSAPP_WEBHOOK_VERIFY_TOKEN']).not.toBe(first['WHATSAPP_WEBHOOK_VERIFY_TOKEN']);
    expect(first).not.toHaveProperty('PUBLIC_BASE_URL');
  });

  it('asks again for what the settings would not accept', async () => {
    const given = await run([
      'abc',
      '',
      '11',
      's',
      'EAA with space',
      'EAA',
      '2',
      '3',
      'w',
      'ftp://x',
      'https://x.cd',
    ]);
    expect(given).toMatchObject({
      WHATSAPP_APP_ID: '11',
      WHATSAPP_ACCESS_TOKEN: 'EAA',
      PUBLIC_BASE_URL: 'https://x.cd',
    });
    expect(said.filter((text) => text.startsWith('✗'))).toHaveLength(4);
    expect(said.join()).not.toContain('EAA with space');
  });

  it('goes back to the value at fault', async () => {
    const fails: Verdict = { state: 'fails', says: 'Application inconnue.', from: 'WHATSAPP_APP_ID' };
    const works: Verdict = { state: 'works', says: 'Tout va.' };
    const given = await run(
      ['1', 's', 'EAA', '', '11', '', '', '2', '3', 'w', ''],
      {},
      { WHATSAPP_ACCESS_TOKEN: [fails, works] },
    );
    expect(given).toMatchObject({
      WHATSAPP_APP_ID: '11',
      WHATSAPP_APP_SECRET: 's',
      WHATSAPP_ACCESS_TOKEN: 'EAA',
    });
    expect(said).toEqual(expect.arrayContaining(['✗ Application inconnue.', '✓ Tout va.']));
  });

  it('goes on with a value that fails when that is wanted, and with one that could not be tried', async () => {
    const fails: Verdict = { state: 'fails', says: 'Non.', from: 'WHATSAPP_APP_ID' };
    const untried: Verdict = { state: 'untried', says: 'Meta est injoignable.' };
    const given = await run(
      ['1', 's', 'EAA', 'Garder', '2', '3', 'w', ''],
      {},
      { WHATSAPP_ACCESS_TOKEN: [fails], WHATSAPP_PHONE_NUMBER_ID: [untried] },
    );
    expect(given).toMatchObject({ WHATSAPP_APP_ID: '1', WHATSAPP_PHONE_NUMBER_ID: '3' });
    expect(said.join()).toContain('! Cela n’a pas pu être essayé : Meta est injoignable.');
  });
});
