import { parseObject } from '../graph/json.js';
import { recordedWebhooks } from '../graph/recorded.fake.js';
import { hintsOf } from './hint.translate.js';

const NOW = new Date('2026-11-21T02:00:00Z');
const RECORDED = recordedWebhooks();
const ABOUT = {
  accountId: '100000000000009',
  remoteId: '1689556908129832',
  name: 'rappel_rendez_vous',
  at: new Date(1793527200_000),
};

const recorded = (name: string) => hintsOf(RECORDED.get(name)?.body ?? {}, NOW);

const told = (value: string, field = '"message_template_status_update"') => {
  const raw = `{"object":"whatsapp_business_account","entry":[{"id":100000000000009,"changes":[{"field":${field},"value":${value}}]}]}`;
  const parsed = parseObject(Buffer.from(raw));
  return hintsOf(parsed.ok ? parsed.body : {}, NOW);
};

describe('news about a template', () => {
  it.each([
    ['template-status', 'fr', { kind: 'status', status: 'APPROVED', reason: null }],
    ['template-status-rejected', 'fr', { kind: 'status', status: 'REJECTED', reason: 'INVALID_FORMAT' }],
    ['template-disabled', 'fr', { kind: 'status', status: 'DISABLED', reason: null }],
    ['template-paused', 'en_US', { kind: 'status', status: 'PAUSED', reason: null }],
    ['template-unpaused', 'en_US', { kind: 'components' }],
    ['template-reinstated', 'fr', { kind: 'components' }],
    ['template-quality', 'fr', { kind: 'quality', quality: 'YELLOW' }],
    ['template-quality-misnamed', 'fr', { kind: 'quality', quality: 'RED' }],
    [
      'template-category-changed',
      'en_US',
      { kind: 'category', category: 'MARKETING', previousCategory: 'UTILITY' },
    ],
    ['template-components', 'en_US', { kind: 'components' }],
  ])('%s becomes a hint', (name, language, news) => {
    expect(recorded(name)).toEqual([{ ...ABOUT, language, news }]);
  });

  it('is none while a change of category is only announced', () => {
    expect(recorded('template-category')).toEqual([]);
  });

  it('is none in anything else', () => {
    const others = [...RECORDED].filter(
      ([, { body }]) => !JSON.stringify(body).includes('message_template_id'),
    );
    expect(others.length).toBeGreaterThan(50);
    expect(others.flatMap(([name]) => recorded(name))).toEqual([]);
  });

  it('names the template digit for digit, and is of now when it says no time', () => {
    const value =
      '{"event":"APPROVED","message_template_id":9007199254740993,"message_template_name":"a","message_template_language":"pt-BR"}';
    expect(told(value)).toEqual([
      {
        accountId: '100000000000009',
        remoteId: '9007199254740993',
        name: 'a',
        language: 'pt_BR',
        at: NOW,
        news: { kind: 'status', status: 'APPROVED', reason: null },
      },
    ]);
  });

  it('is understood by its keys when the field is wrong or missing', () => {
    const value =
      '{"message_template_id":"1","message_template_name":"a","message_template_language":"fr","message_template_element":"b"}';
    expect(told(value, 'null')).toMatchObject([{ news: { kind: 'components' } }]);
  });

  it.each([
    ['no id', '{"event":"APPROVED","message_template_name":"a","message_template_language":"fr"}'],
    [
      'a hostile id',
      '{"event":"APPROVED","message_template_id":"../1","message_template_name":"a","message_template_language":"fr"}',
    ],
    ['no name', '{"event":"APPROVED","message_template_id":1,"message_template_language":"fr"}'],
    ['no language', '{"event":"APPROVED","message_template_id":1,"message_template_name":"a"}'],
    [
      'a hostile language',
      '{"event":"APPROVED","message_template_id":1,"message_template_name":"a","message_template_language":"fr\'"}',
    ],
    ['no news', '{"message_template_id":1,"message_template_name":"a","message_template_language":"fr"}'],
    ['no value', 'null'],
  ])('is none with %s', (_about, value) => {
    expect(told(value)).toEqual([]);
  });
});
