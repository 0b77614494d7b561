import type { OutboundContent } from '../../whatsapp/whatsapp-content.contract.js';
import { render } from './render.js';
import { type Choices, phrase, type Reply } from './reply.js';
import { META, texts } from './transcript.fake.js';

const manner = { texts, language: 'fr', can: META, cardSource: 'uic.card' };
const CONSENT: Choices = {
  run: 'r1',
  step: 'consent',
  options: [
    { value: 'yes', title: phrase('button.accept') },
    { value: 'no', title: phrase('button.refuse') },
  ],
  prefer: 'buttons',
  numbers: 'yes',
};

function towns(count: number): Choices {
  const options = Array.from({ length: count }, (_, n) => ({ value: `T${n}`, title: `Ville ${n}` }));
  return { run: 'r1', step: 'town', options, prefer: 'list', numbers: 'shown' };
}

function said(reply: Partial<Reply> & object, can = META): OutboundContent[] {
  const whole = { kind: 'say', phrases: [phrase('greeting')], sensitive: false, ...reply } as Reply;
  return render(whole, { ...manner, can });
}

describe('a reply in the words of a channel', () => {
  it('has buttons where they fit, with ids that name run, question and answer', () => {
    expect(said({ choices: CONSENT })).toEqual([
      {
        kind: 'buttons',
        text: 'Bonjour\u00a0!',
        buttons: [
          { id: 'r1.consent.yes', title: 'J’accepte' },
          { id: 'r1.consent.no', title: 'Je refuse' },
        ],
      },
    ]);
  });

  it('has a list where there are too few buttons', () => {
    expect(
      said({ choices: CONSENT }, { buttons: 1, listRows: 10, media: true, products: true }),
    ).toMatchObject([
      { kind: 'list', button: 'Choisir', rows: [{ title: 'J’accepte' }, { title: 'Je refuse' }] },
    ]);
  });

  it('has numbered lines where there is neither', () => {
    expect(said({ choices: CONSENT }, { buttons: 0, listRows: 0, media: true, products: true })).toEqual([
      { kind: 'text', text: 'Bonjour\u00a0!\n\n1. J’accepte\n2. Je refuse' },
    ]);
  });

  it('has no numbers where they would mean something else', () => {
    const choices: Choices = { ...CONSENT, numbers: 'no' };
    expect(said({ choices }, { buttons: 0, listRows: 0, media: true, products: true })).toEqual([
      { kind: 'text', text: 'Bonjour\u00a0!' },
    ]);
  });

  it('never has more rows than the channel can', () => {
    expect(said({ choices: towns(10) })).toMatchObject([{ kind: 'list' }]);
    expect(said({ choices: towns(11) })).toMatchObject([{ kind: 'text' }]);
  });

  it('cuts titles and descriptions that are too long', () => {
    const option = { value: 'x', title: 'Une ville au nom vraiment très long', description: 'y'.repeat(90) };
    const [message] = said({ choices: { ...towns(0), options: [option] } });
    expect(message).toMatchObject({ kind: 'list', rows: [{ title: 'Une ville au nom…' }] });
    expect(message?.kind === 'list' && message.rows[0]?.description).toHaveLength(72);
  });

  it('is two messages when the words do not fit above the buttons', () => {
    const long = phrase('doubt.other', { shown: 'x'.repeat(900) });
    const messages = said({ phrases: [long, long], choices: CONSENT });
    expect(messages).toMatchObject([{ kind: 'text' }, { kind: 'buttons' }]);
  });

  it('puts values in once and as they are', () => {
    const shown = '{letter} $& {shown}';
    expect(said({ phrases: [phrase('doubt.other', { shown })] })).toMatchObject([
      { text: expect.stringContaining(shown) },
    ]);
  });

  it('is a picture made later, without the code in any name', () => {
    const caption = phrase('issued.card', { grouped: 'MBE IBR 7 DA 1' });
    expect(render({ kind: 'card', codeId: '0198', caption, sensitive: true }, manner)).toMatchObject([
      {
        kind: 'media',
        media: 'image',
        source: { attachment: { source: 'uic.card', id: '0198' } },
        caption: expect.stringMatching(/^MBE IBR 7 DA 1\n/),
      },
    ]);
  });

  it('falls back to the default language for one that is gone', () => {
    const words = phrase('greeting');
    expect(
      render({ kind: 'say', phrases: [words], sensitive: false }, { ...manner, language: 'xx' }),
    ).toEqual([{ kind: 'text', text: 'Bonjour\u00a0!' }]);
  });
});
