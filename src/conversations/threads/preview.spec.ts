import type { InboundContent, OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { previewOf, typeOf } from './preview.js';

describe('what a list shows of the last message', () => {
  it.each<[InboundContent | OutboundContent, string, string | null]>([
    [{ kind: 'text', text: 'Bonjour\n\n  à  tous ' }, 'text', 'Bonjour à tous'],
    [{ kind: 'tap', id: 'a.b.c', title: 'Oui', on: 'button' }, 'tap', 'Oui'],
    [{ kind: 'media', media: 'voice', id: '1' }, 'voice', null],
    [{ kind: 'media', media: 'image', id: '1', caption: 'Ma carte' }, 'image', 'Ma carte'],
    [{ kind: 'location', latitude: 1, longitude: 2, name: 'Marché' }, 'location', 'Marché'],
    [{ kind: 'reaction', target: 'x', emoji: '👍' }, 'reaction', '👍'],
    [{ kind: 'reaction', target: 'x' }, 'reaction', null],
    [{ kind: 'edit', target: 'x', content: { kind: 'text', text: 'Bonsoir' } }, 'edit', 'Bonsoir'],
    [{ kind: 'template', name: 'rappel', language: 'fr', components: [] }, 'template', 'rappel'],
    [{ kind: 'buttons', text: 'On y va ?', buttons: [] }, 'buttons', 'On y va ?'],
    [
      { kind: 'other', type: 'a_kind_with_a_very_long_name', data: { text: 'x' } },
      'a_kind_with_a_very_l',
      null,
    ],
    [{ kind: 'text', text: '   ' }, 'text', null],
  ])('%j', (content, type, preview) => {
    expect(typeOf(content)).toBe(type);
    expect(previewOf(content)).toBe(preview);
  });

  it('is at most 200 characters long and cuts no character in two', () => {
    const preview = previewOf({ kind: 'text', text: '😀'.repeat(300) }) ?? '';
    expect([...preview]).toHaveLength(200);
    expect(preview.endsWith('😀…')).toBe(true);
    expect(previewOf({ kind: 'text', text: 'x'.repeat(200) })).toBe('x'.repeat(200));
  });
});
