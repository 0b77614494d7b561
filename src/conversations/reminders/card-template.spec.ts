import { testSettings } from '../../../test/settings.js';
import { TemplateRules } from '../../whatsapp/whatsapp.port.js';
import { readTexts } from '../texts/text-files.js';
import type { Addressee } from './addressing.service.js';
import { CardTemplate } from './card-template.service.js';
import { ReminderTemplateUnready } from './reminders.errors.js';

const settings = testSettings({ UIC_SERVICE_NAME: 'Centre Espoir' });
const paused = [{ field: 'template', message: 'Le modèle est en pause.' }];
const absent = { faults: [{ field: 'template', message: 'absent' }], category: null };

/** The mirror has these, with their faults; nothing else. */
function template(known: Record<string, typeof paused> = {}): CardTemplate {
  class Rules extends TemplateRules {
    async check(_account: string, { language }: { language: string }) {
      const faults = known[language];
      return faults === undefined ? absent : { faults, category: 'UTILITY' };
    }
  }
  return new CardTemplate(readTexts(), settings, new Rules());
}

function to(language: string | null, isLanguageAsked = false): Addressee {
  const number = { id: '1', accountId: 'waba' } as Addressee['number'];
  return { contactId: 'ada', number, language, isLanguageAsked };
}

const languageOf = async (card: CardTemplate, addressee: Addressee) =>
  ((await card.of('code-1', addressee)) as { language: string }).language;
const refusal = (card: CardTemplate, addressee: Addressee): Promise<string> =>
  card.of('code-1', addressee).then(
    () => 'none',
    (error: ReminderTemplateUnready) => error.publicText,
  );

describe('the template with the card', () => {
  it('brings the card above the name of the service, and nothing else of the person', async () => {
    expect(await template({ fr: [] }).of('code-1', to('fr'))).toEqual({
      kind: 'template',
      name: 'code_card',
      language: 'fr',
      components: [{ type: 'body', parameters: [{ type: 'text', text: 'Centre Espoir' }] }],
      picture: { source: 'uic.card', id: 'code-1' },
    });
  });

  it('is the one in the language of the conversation, else in that of the house', async () => {
    expect(await languageOf(template({ fr: [], en: [] }), to('en'))).toBe('en');
    expect(await languageOf(template({ fr: [] }), to('en'))).toBe('fr');
    expect(await languageOf(template({ fr: [], en: paused }), to('en'))).toBe('fr');
    expect(await languageOf(template({ fr: [] }), to(null))).toBe('fr');
  });

  it('is in no other language than the one that was asked for', async () => {
    expect(await refusal(template({ fr: [] }), to('en', true))).toContain('(en)');
  });

  it('that is there and may not go is told before one that is not there', async () => {
    const told = await refusal(template({ fr: paused }), to('en'));
    expect(told).toContain('(fr)');
    expect(told).toContain('Le modèle est en pause.');
    expect(await refusal(template(), to('en'))).toContain('POST /api/templates/ready/code_card');
  });

  it('is judged by the provider where nobody keeps a mirror', async () => {
    expect(await languageOf(new CardTemplate(readTexts(), settings), to('en'))).toBe('en');
  });
});
