import { recordedTemplate } from './recorded.fake.js';
import { render } from './render.js';
import { isSupported } from './support.js';

function shown(file: string, values: Record<string, string> = {}): ReturnType<typeof render> {
  return render(recordedTemplate(file).view, values);
}

describe('a preview', () => {
  it('reads as on a phone, with the values in their places', () => {
    expect(shown('body-named', { prenom: 'Fatou', jour: '3 juin', heure: '14 h' })).toEqual({
      header: 'Bonjour Fatou !',
      body: 'Rappel, Fatou : rendez-vous le 3 juin à 14 h. À bientôt.',
      buttons: [],
    });
    expect(shown('body-positional', { 1: 'Fatou', 2: '7', 3: 'demain' }).body).toBe(
      'Bonjour Fatou, votre commande 7 arrive le demain. Merci !',
    );
  });

  it('shows the example where a value is missing, and the variable where there is no example', () => {
    expect(shown('body-positional', { 2: '7' }).body).toBe(
      'Bonjour Awa, votre commande 7 arrive le 12 mai. Merci !',
    );
    const bare = {
      language: 'fr',
      components: [{ type: 'BODY', text: 'Bonjour {{1}} et {{constructor}} !' }],
    };
    expect(render(bare, {}).body).toBe('Bonjour {{1}} et {{constructor}} !');
  });

  it('tells two variables of the same number apart by their part', () => {
    const both = {
      language: 'fr',
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Le {{1}}' },
        { type: 'BODY', text: 'Bonjour {{1}} !' },
      ],
    };
    expect(render(both, { 'header.1': '3 juin', 1: 'Awa' })).toMatchObject({
      header: 'Le 3 juin',
      body: 'Bonjour Awa !',
    });
  });

  it('shows what has no text of its own', () => {
    expect(shown('header-image').header).toBe('[Image]');
    expect(shown('buttons-url-phone').buttons).toEqual(['Suivre', 'Aide', 'Appeler']);
    expect(shown('code-as-created', { 1: '4711' })).toEqual({
      body: '*4711* est votre code de vérification.',
      footer: 'Ce code expire dans 5 minutes.',
      buttons: ['Copier'],
    });
    expect(shown('limited-time-offer')).toMatchObject({
      offer: 'Bientôt fini !',
      buttons: ['Copier', 'Voir'],
    });
  });

  it('shows the cards of a carousel one by one', () => {
    expect(shown('carousel-media', { 1: 'Fatou', 'card.0.body.1': 'papaye' }).cards).toEqual([
      { header: '[Image]', body: 'Un fruit : papaye, bien mûr.', buttons: ['Plus', 'Acheter'] },
      { header: '[Image]', body: 'Un fruit : Fatou, bien mûr.', buttons: ['Plus', 'Acheter'] },
    ]);
  });

  it('does not take a value for a pattern, nor fill in what a value brings', () => {
    expect(shown('body-positional', { 1: '$&{{2}}', 2: 'x', 3: '$1' }).body).toBe(
      'Bonjour $&{{2}}, votre commande x arrive le $1. Merci !',
    );
  });

  it('is possible for every recorded template, and for broken ones', () => {
    for (const components of [
      [],
      [null],
      [{ type: 'CAROUSEL', cards: 'x' }],
      [{ type: 'BUTTONS', buttons: [null] }],
    ])
      expect(render({ language: 'fr', components }, {}).body).toBe('');
  });
});

describe('support', () => {
  it.each(['unknown-component', 'unknown-button', 'unknown-header', 'unknown-in-card', 'call-permission'])(
    'is denied to %s',
    (file) => {
      expect(isSupported(recordedTemplate(file).view.components)).toBe(false);
    },
  );

  it.each([
    'text-plain',
    'lower-case',
    'code-read-back',
    'carousel-products',
    'buttons-mpm',
    'contact-request',
  ])('is there for %s', (file) => {
    expect(isSupported(recordedTemplate(file).view.components)).toBe(true);
  });

  it('is denied to what is no list of components, to nothing, and to a carousel in a carousel', () => {
    const nested = [
      { type: 'BODY', text: 'x' },
      { type: 'CAROUSEL', cards: [{ components: [{ type: 'CAROUSEL', cards: [] }] }] },
    ];
    for (const components of ['BODY' as unknown as unknown[], [], [{}], [7], nested])
      expect(isSupported(components)).toBe(false);
  });
});
