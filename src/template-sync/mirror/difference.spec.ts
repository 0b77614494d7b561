import { remote } from '../template-sync.fake.js';
import { contentOf, type Snapshot } from './content.js';
import { differences, differingFields } from './difference.js';

const snapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  name: 'a',
  language: 'fr',
  active: true,
  ...contentOf(remote({ name: 'a', components: [{ type: 'BODY', text: 'un' }] })),
  ...over,
});
const buttons = (...texts: string[]) => ({
  type: 'BUTTONS',
  buttons: texts.map((text) => ({ type: 'QUICK_REPLY', text })),
});

describe('differences', () => {
  it('of equal snapshots are none', () => {
    expect(differences(snapshot(), snapshot())).toEqual([]);
    expect(differingFields(snapshot(), snapshot())).toEqual([]);
  });

  it('are told field by field', () => {
    const to = snapshot({
      status: 'PAUSED',
      quality: null,
      active: false,
      components: [{ type: 'body', text: 'deux' }],
    });
    expect(differences(snapshot(), to)).toEqual([
      { field: 'active', from: true, to: false },
      { field: 'status', from: 'APPROVED', to: 'PAUSED' },
      { field: 'quality', from: 'GREEN', to: null },
      { field: 'components.BODY.type', from: 'BODY', to: 'body' },
      { field: 'components.BODY.text', from: 'un', to: 'deux' },
    ]);
    expect(differingFields(snapshot(), to)).toEqual(['active', 'status', 'quality', 'components']);
  });

  it('of buttons name the button, and a component that moved is none', () => {
    const from = snapshot({ components: [{ type: 'BODY', text: 'un' }, buttons('Oui', 'Non')] });
    const to = snapshot({
      components: [buttons('Oui', 'Peut-être', 'Jamais'), { type: 'BODY', text: 'un' }],
    });
    expect(differences(from, to).map(({ field }) => field)).toEqual([
      'components.BUTTONS.buttons[1].text',
      'components.BUTTONS.buttons[2]',
    ]);
  });

  it('bear components that are none and that come twice', () => {
    const from = snapshot({ components: [null, { type: 'BODY', text: 'a' }, { type: 'BODY', text: 'b' }] });
    const to = snapshot({ components: [7, { type: 'BODY', text: 'a' }, { type: 'BODY', text: 'c' }] });
    expect(differences(from, to).map(({ field }) => field)).toEqual([
      'components.#0',
      'components.BODY#2.text',
    ]);
  });
});
