import { type TemplateFault, TemplateSync } from '../template-sync/template-sync.contract.js';
import { MirroredTemplateRules, pathOf } from './template-rules.js';

const COMPONENTS = [
  { type: 'HEADER', parameters: [{ type: 'text', text: 'a' }] },
  { type: 'body', parameters: [{ type: 'text', text: 'b' }] },
  { type: 'button', sub_type: 'url', index: '0', parameters: [] },
  { type: 'button', sub_type: 'quick_reply', index: 1, parameters: [] },
  { type: 'carousel', cards: [] },
];
const fault = (component: string, index?: number): TemplateFault => ({
  code: '132000',
  component,
  message: 'Il manque une valeur.',
  ...(index !== undefined && { index }),
});

describe('where a fault of a template is', () => {
  it.each([
    [fault('template'), 'name'],
    [fault('name'), 'name'],
    [fault('language'), 'language'],
    [fault('header'), 'components[0]'],
    [fault('body', 2), 'components[1].parameters[2]'],
    [fault('button', 0), 'components[2]'],
    [fault('button', 1), 'components[3]'],
    [fault('button', 2), 'components'],
    [fault('carousel', 3), 'components[4].cards[3]'],
    [fault('carousel.body', 1), 'components[4].cards[1]'],
    [fault('limited_time_offer'), 'components'],
  ])('%j is %s', (given, path) => {
    expect(pathOf(given, COMPONENTS)).toBe(path);
  });

  it('is borne by components that are none', () => {
    expect(pathOf(fault('body'), [null, 7, 'body', { type: 3 }])).toBe('components');
  });
});

describe('the rules of templates', () => {
  const asked: unknown[] = [];
  const mirror = {
    mirrors: async (accountId: string) => accountId === 'waba',
    check: async (accountId: string, call: unknown) => {
      asked.push([accountId, call]);
      return [fault('body', 0)];
    },
    categoryOf: async () => 'MARKETING',
  };
  const rules = new MirroredTemplateRules(mirror as unknown as TemplateSync);
  const call = { name: 'promo', language: 'fr', components: COMPONENTS };

  it('know that a picture fills the header', async () => {
    asked.length = 0;
    const [, body = null] = COMPONENTS;
    await rules.check('waba', {
      ...call,
      components: [body],
      picture: { source: 'uic.card', id: 'code-1' },
    });
    const header = { type: 'header', parameters: [{ type: 'image', image: { id: 'picture' } }] };
    expect(asked).toEqual([
      ['waba', { name: 'promo', language: { code: 'fr' }, components: [header, body] }],
    ]);
    asked.length = 0;
  });

  it('are those of the mirror, with the category', async () => {
    expect(await rules.check('waba', call)).toEqual({
      faults: [{ field: 'components[1].parameters[0]', message: 'Il manque une valeur.' }],
      category: 'MARKETING',
    });
    expect(asked).toEqual([['waba', { name: 'promo', language: { code: 'fr' }, components: COMPONENTS }]]);
  });

  it('say nothing about an account that is not mirrored', async () => {
    expect(await rules.check('elsewhere', call)).toEqual({ faults: [], category: null });
  });
});
