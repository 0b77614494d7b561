import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consentWords } from '../dialogue/consent.js';
import { uicFlow } from '../dialogue/flow.js';
import { promptOf } from '../dialogue/prompt.js';
import { questions } from '../dialogue/questions.fake.js';
import { render } from '../dialogue/render.js';
import { phrase } from '../dialogue/reply.js';
import { newState, type Run } from '../dialogue/session.js';
import { Chat, META } from '../dialogue/transcript.fake.js';
import { inWords } from '../dialogue/wording.js';
import { fold } from '../../kernel/fold.js';
import { phrases, type TextKey } from './phrases.js';
import { commands, wordKinds } from './words.js';
import { readTexts } from './text-files.js';
import { TextsInvalid } from './texts.errors.js';

const texts = readTexts();
const keys = Object.keys(phrases) as TextKey[];
const codes = texts.languages.map(({ code }) => code);

/** The longest that a value can be. */
const WORST: Record<string, string> = {
  service: 'x'.repeat(60),
  shown: 'x'.repeat(40),
  title: 'x'.repeat(20),
  label: 'x'.repeat(24),
  options: Array.from({ length: 10 }, () => 'x'.repeat(30)).join(', '),
  name: 'x'.repeat(150),
  words: 'x'.repeat(100),
  text: 'x'.repeat(900),
  where: 'Question 5 sur 5',
  price: '99 999 999,00 CDF',
  stock: 'il en reste 5',
  about: '99 999 999,00 CDF · en stock',
  most: '999',
  quantity: '999',
  number: 'K7M2Q',
  state: 'en préparation',
  contact: 'x'.repeat(142),
};

function folder(files: Record<string, unknown>): string {
  const made = mkdtempSync(join(tmpdir(), 'texts-'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(made, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return made;
}

function shipped(code: string): Record<string, Record<string, unknown>> {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${code}.json`), 'utf8')) as Record<
    string,
    Record<string, unknown>
  >;
}

function faultsOf(files: Record<string, unknown>): string {
  try {
    readTexts(folder(files));
  } catch (error) {
    if (error instanceof TextsInvalid) return error.message;
  }
  return 'accepted';
}

describe('the shipped languages', () => {
  it('are French, the default, and English', () => {
    expect(codes).toEqual(['fr', 'en']);
    expect(texts.standard).toBe('fr');
  });

  it('say and understand the same things, with a word for every kind', () => {
    const [fr, en] = codes.map(shipped);
    expect(Object.keys(en!['texts']!)).toEqual(Object.keys(fr!['texts']!));
    expect(Object.keys(en!['options']!)).toEqual(Object.keys(fr!['options']!));
    for (const language of texts.languages) {
      for (const kind of wordKinds) expect([kind, language.words[kind].length > 0]).toEqual([kind, true]);
    }
  });

  it.each(codes)('%s fits into WhatsApp’s limits with the longest values', (code) => {
    const tooLong = keys.filter((key) => {
      const words = texts.say(code, key, {
        ...WORST,
        n: '10',
        total: '10',
        last: '10',
        hours: '24',
        days: '3650',
        // Twelve labels, as long as they may be.
        questions: Array.from({ length: 12 }, () => 'x'.repeat(24)).join(', '),
        letter: 'M',
        code: 'x'.repeat(10),
        grouped: 'x'.repeat(14),
        value: '10',
      });
      const most = key.startsWith('button.') ? 20 : /^(row|label)\./.test(key) ? 24 : 1024;
      return words.length > most || words.includes('{');
    });
    expect(tooLong).toEqual([]);
  });

  it.each(codes)('%s asks for consent in one message with buttons, whatever is told in it', (code) => {
    for (const retentionDays of [0, 3650]) {
      const contact = WORST['contact'] ?? '';
      const terms = { serviceName: WORST['service'] ?? '', register: true, retentionDays, contact };
      const words = consentWords(questions, terms).map((each) => inWords(texts, code, each));
      expect(words.join('\n\n').length).toBeLessThanOrEqual(1024);
    }
  });

  it.each(codes)('%s gives buttons of one message different titles', (code) => {
    const titles = Object.entries(shipped(code)['options']!).map(([, title]) => title);
    expect(new Set(titles).size).toBe(titles.length);
    const pairs = [
      ['accept', 'refuse'],
      ['yes', 'no'],
      ['right', 'correct'],
      ['erase', 'keep'],
    ] as const;
    for (const [a, b] of pairs)
      expect(texts.say(code, `button.${a}`)).not.toBe(texts.say(code, `button.${b}`));
  });

  it.each(codes)('%s keeps the longest summary within one message with buttons', (code) => {
    const chat = new Chat();
    const flow = uicFlow(questions, { consent: 'required', confirm: true });
    const answers = Object.fromEntries(
      questions.map(({ key }) => [key, { value: '?', shown: 'x'.repeat(40) }]),
    );
    const run: Run = {
      id: 'r',
      flow: 'uic',
      step: 'summary',
      answers,
      doubt: null,
      choosing: false,
      correcting: false,
      renewing: false,
      shows: 1,
      startedAt: 0,
      expiresAt: 0,
      last: null,
    };
    const scene = { script: { entry: 'uic' as const, flow }, world: chat.world, message: { id: 'm', at: 0 } };
    const { phrases: said, choices, sensitive } = promptOf(scene, { ...newState(code), run });
    const lead = [phrase('summary.again'), phrase('help.commands')];
    const whole = { kind: 'say', phrases: [...lead, ...said], choices, sensitive } as const;
    const messages = render(whole, { texts, language: code, can: META, cardSource: 'c' });
    expect(messages.map(({ kind }) => kind)).toEqual(['buttons']);
  });

  it('understand no command that three letters could be', () => {
    for (const { words } of texts.languages) {
      const short = commands.flatMap((command) => words[command]).filter((word) => word.length < 4);
      expect(short).toEqual([]);
    }
  });

  it('understand no word in two ways that would contradict each other', () => {
    for (const { words } of texts.languages) {
      for (const word of Object.values(words).flat()) {
        const meanings = wordKinds.filter((kind) => texts.means(word, kind));
        const strict = meanings.filter((kind) => kind !== 'thanks' && kind !== 'yes');
        expect(strict.length + Number(meanings.includes('yes'))).toBeLessThanOrEqual(
          1 + Number(strict.length === 0),
        );
        expect(meanings.includes('yes') && meanings.includes('no')).toBe(false);
      }
    }
  });

  it('French has its typographic spaces and apostrophes', () => {
    const all = Object.values(shipped('fr')['texts']!).flat().join('\n');
    expect(all).not.toMatch(/ [:;!?»]|« |'/);
  });
});

describe('a folder of the operator', () => {
  it('adds a language as one complete file', () => {
    const lingala = { ...shipped('fr'), name: 'Lingála', called: ['lingala'] };
    const more = readTexts(folder({ 'ln.json': lingala, 'notes.txt': 'not a language' }));
    expect(more.languages.map(({ code }) => code)).toEqual(['fr', 'en', 'ln']);
    expect(more.languageAsked(fold('langue Lingala'))).toBe('ln');
  });

  it('rewords a shipped language by what it says differently', () => {
    const more = readTexts(folder({ 'fr.json': { texts: { greeting: ['Mbote !'] } } }));
    expect(more.say('fr', 'greeting')).toBe('Mbote !');
    expect(more.say('fr', 'thanks')).toBe(texts.say('fr', 'thanks'));
  });

  it('is refused with the texts that are missing', () => {
    const { greeting: _a, 'question.town': _b, ...rest } = shipped('en')['texts']!;
    expect(faultsOf({ 'ln.json': { ...shipped('en'), texts: rest } })).toMatch(
      /ln\.json : textes manquants : question\.town, greeting/,
    );
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['no JSON', { 'fr.json': '{' }, /fr\.json : /],
    ['a list', { 'fr.json': [] }, /fr\.json : /],
    [
      'a text that nobody says',
      { 'fr.json': { texts: { 'greeting.warm': 'x' } } },
      /textes inconnus : greeting\.warm/,
    ],
    ['a lost value', { 'fr.json': { texts: { 'issued.code': 'x' } } }, /issued\.code : \{code\} manque/],
    ['an unknown value', { 'fr.json': { texts: { greeting: '{name}' } } }, /greeting : \{name\} est inconnu/],
    [
      'a long button',
      { 'fr.json': { texts: { 'button.yes': 'x'.repeat(21) } } },
      /button\.yes : 21 caractères, 20 au plus/,
    ],
    [
      'a long text',
      { 'fr.json': { texts: { thanks: 'x'.repeat(901) } } },
      /thanks : 901 caractères, 900 au plus/,
    ],
    ['a long title', { 'fr.json': { options: { 'gender.1': 'x'.repeat(21) } } }, /options\.gender\.1/],
    ['a short command', { 'fr.json': { words: { stop: ['ko'] } } }, /« ko » est trop court/],
    ['an unknown kind of words', { 'fr.json': { words: { maybe: ['ptet'] } } }, /words/],
    ['an empty text', { 'fr.json': { texts: { thanks: ' ' } } }, /textes manquants : thanks/],
  ])('is refused for %s', (_, files, message) => {
    expect(faultsOf(files)).toMatch(message);
  });

  it('is refused when it does not exist', () => {
    expect(() => readTexts('/nowhere/at/all')).toThrow(TextsInvalid);
  });
});
