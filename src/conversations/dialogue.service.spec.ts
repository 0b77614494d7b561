import { readSettings } from '../platform/config/settings.js';
import type { Question, Uic } from '../uic/uic.contract.js';
import type { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import { questions } from './dialogue/questions.fake.js';
import { Dialogue } from './dialogue.service.js';
import type { Surroundings } from './surroundings.service.js';
import { readTexts } from './texts/text-files.js';

const key = Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64');

/** The application starts with these questions. */
function start(asked: readonly Question[]): void {
  const nobody = {};
  new Dialogue(
    readTexts(),
    { questions: asked } as Uic,
    nobody as WhatsApp,
    nobody as Surroundings,
    readSettings({ DATA_ENCRYPTION_KEY: key, UIC_SECRET: key }),
  ).onModuleInit();
}

describe('the dialogue starts', () => {
  const month: Question = { key: 'month', kind: 'month', options: [] };

  it('with the shipped questions, which the language files know', () =>
    expect(() => start(questions)).not.toThrow());

  it('with a question that brings its own words', () => {
    const texts = { fr: { ask: 'Votre mois de naissance ?', label: 'Mois' } };
    expect(() => start([...questions, { ...month, texts }])).not.toThrow();
  });

  it('not with questions that nobody could ask', () =>
    expect(() => start([...questions, month, { ...month, key: 'constructor' }])).toThrow(
      'questions without text: month, constructor',
    ));
});
