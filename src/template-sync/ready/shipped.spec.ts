import { lint } from '../rules/lint.js';
import { type Picture, withPictures } from './pictures.js';
import { draftOf, READY_LANGUAGES, type ReadyLanguage, shipped } from './shipped.js';

const all = shipped.flatMap((ready) =>
  READY_LANGUAGES.map((language): [string, ReadyLanguage, typeof ready] => [ready.name, language, ready]),
);
const variables = (components: readonly unknown[]): string[] =>
  [...JSON.stringify(components).matchAll(/\{\{\w+\}\}/g)].map(([name]) => name).toSorted();

describe('the templates that are shipped', () => {
  it('are those that the software speaks of, each once', () => {
    expect(shipped.map(({ name, purpose }) => [name, purpose])).toEqual([
      ['welcome', null],
      ['order_confirmation', null],
      ['order_status', 'order-status'],
      ['code_reminder', null],
      ['code_card', null],
      ['handover_late', null],
    ]);
  });

  it.each(all)('%s in %s would be taken', (_name, language, ready) => {
    expect(lint(draftOf(ready, language))).toEqual([]);
  });

  it('brings the picture that its header shows as an example', async () => {
    const card = shipped.find(({ name }) => name === 'code_card');
    for (const language of READY_LANGUAGES) {
      const given: Picture[] = [];
      const components = await withPictures(card?.languages[language] ?? [], async (picture) => {
        given.push(picture);
        return '4::handle';
      });
      expect(components[0]).toEqual({
        type: 'HEADER',
        format: 'IMAGE',
        example: { header_handle: ['4::handle'] },
      });
      expect(given.map(({ name, mime }) => [name, mime])).toEqual([['card.png', 'image/png']]);
      expect(given[0]?.bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    }
  });

  it('says nothing of the person in the words that go with its card, and how to stop', () => {
    const card = shipped.find(({ name }) => name === 'code_card');
    expect(card?.category).toBe('UTILITY');
    for (const language of READY_LANGUAGES) {
      const words = JSON.stringify(card?.languages[language].slice(1));
      expect(words).not.toMatch(/\bcode|CIU|sant|health|soin|care|VIH|HIV|r[ée]pons|answer/i);
      expect(words).toMatch(/STOP/);
    }
  });

  it.each(shipped)('$name has the same variables in all languages, and says what each is', (ready) => {
    const [first, ...others] = READY_LANGUAGES.map((language) => variables(ready.languages[language]));
    for (const other of others) expect(other).toEqual(first);
    for (const name of first ?? []) expect(ready.about).toContain(name);
  });
});
