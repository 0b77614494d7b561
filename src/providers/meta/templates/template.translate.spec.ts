import { recordedManagement } from '../graph/recorded.fake.js';
import { templateOf } from './template.translate.js';

const { response } = recordedManagement().get('templates') ?? { response: { data: [] } };
const [first, second] = (response as { data: Record<string, unknown>[] }).data;

describe('a template of a listing', () => {
  it('is told in our words, and keeps what we have no word for', () => {
    expect(templateOf(first)).toEqual({
      ok: true,
      template: {
        remoteId: '572279198452421',
        name: 'rappel_rendez_vous',
        language: 'fr',
        category: 'UTILITY',
        status: 'APPROVED',
        components: first?.['components'],
        parameterFormat: 'POSITIONAL',
        quality: 'GREEN',
        rejectedReason: null,
        subCategory: null,
        previousCategory: null,
        correctCategory: null,
        updatedAt: new Date('2026-11-01T10:00:00Z'),
        extra: {},
      },
    });
    expect(templateOf(second)).toMatchObject({
      template: {
        language: 'en_US',
        updatedAt: new Date(1793527200_000),
        extra: { message_send_ttl_seconds: 600 },
      },
    });
  });

  it.each([
    [{ language: 'en-US' }, { language: 'en_US' }],
    [{ id: 572279198452421 }, { remoteId: '572279198452421' }],
    [{ id: '9007199254740993' }, { remoteId: '9007199254740993' }],
    [
      { status: 'HIBERNATING', category: 'transport' },
      { status: 'HIBERNATING', category: 'TRANSPORT' },
    ],
    [{ parameter_format: 'NAMED' }, { parameterFormat: 'NAMED' }],
    [{ parameter_format: undefined }, { parameterFormat: 'POSITIONAL' }],
    [
      { rejected_reason: 'SCAM', correct_category: 'MARKETING' },
      { rejectedReason: 'SCAM', correctCategory: 'MARKETING' },
    ],
    [
      { correct_category: '', quality_score: null },
      { correctCategory: null, quality: null },
    ],
    [{ last_updated_time: 'soon' }, { updatedAt: null }],
    [{ last_updated_time: undefined }, { updatedAt: null }],
    [{ components: [] }, { components: [] }],
    [{ components: [{ type: 'HOLOGRAM', depth: 3 }] }, { components: [{ type: 'HOLOGRAM', depth: 3 }] }],
    [{ library_template_name: 'welcome' }, { extra: { library_template_name: 'welcome' } }],
  ])('%j', (change, expected) => {
    expect(templateOf({ ...first, ...change })).toMatchObject({ ok: true, template: expected });
  });

  it.each([
    [{ language: undefined }, 'rappel_rendez_vous', '', /n’a pas de langue/],
    [{ language: '' }, 'rappel_rendez_vous', '', /n’a pas de langue/],
    [{ language: { code: 'fr' } }, 'rappel_rendez_vous', '', /langue.*illisible/],
    [{ language: '../fr' }, 'rappel_rendez_vous', '../fr', /langue.*illisible/],
    [{ name: undefined }, '', 'fr', /pas de nom/],
    [{ name: 'x'.repeat(600) }, 'x'.repeat(512), 'fr', /512/],
    [{ id: '1/../2' }, 'rappel_rendez_vous', 'fr', /identifiant/],
    [{ id: undefined }, 'rappel_rendez_vous', 'fr', /identifiant/],
    [{ status: undefined }, 'rappel_rendez_vous', 'fr', /état/],
    [{ category: 7 }, 'rappel_rendez_vous', 'fr', /catégorie/],
    [{ components: '[{"type":"BODY"}]' }, 'rappel_rendez_vous', 'fr', /pas une liste/],
    [{ components: undefined }, 'rappel_rendez_vous', 'fr', /pas une liste/],
    [{ components: ['BODY'] }, 'rappel_rendez_vous', 'fr', /composant/],
    [
      { components: [{ type: 'BODY', text: 'x'.repeat(1024 * 1024) }] },
      'rappel_rendez_vous',
      'fr',
      /démesuré/,
    ],
  ])('that cannot be understood is named with its reason (%#)', (change, name, language, reason) => {
    expect(templateOf({ ...first, ...change })).toEqual({
      ok: false,
      malformed: { name, language, reason: expect.stringMatching(reason) as string },
    });
  });

  it.each([null, 'text', 7, []])('%j is none', (value) => {
    expect(templateOf(value)).toMatchObject({ ok: false, malformed: { name: '', language: '' } });
  });
});
