import type { TemplateDraft } from '../template-sync.port.js';
import { lint } from './lint.js';
import { recordedTemplate, recordedTemplates } from './recorded.fake.js';

const BODY = {
  type: 'BODY',
  text: 'Bonjour {{1}}, votre commande est prête.',
  example: { body_text: [['Awa']] },
};
const DRAFT: TemplateDraft = {
  name: 'commande_prete',
  language: 'fr',
  category: 'UTILITY',
  components: [BODY],
};

function draft(changes: Partial<TemplateDraft> | Record<string, unknown>): TemplateDraft {
  return { ...DRAFT, ...changes };
}

function rules(changes: Partial<TemplateDraft> | Record<string, unknown>): string[] {
  return lint(draft(changes)).map(({ code, component, index }) =>
    [component, ...(index === undefined ? [] : [String(index)]), code].join(' '),
  );
}

const body = (text: string, ...values: string[]): object => ({
  type: 'BODY',
  text,
  ...(values.length > 0 ? { example: { body_text: [values] } } : {}),
});
const header = (text: string, ...values: string[]): object => ({
  type: 'HEADER',
  format: 'TEXT',
  text,
  ...(values.length > 0 ? { example: { header_text: values } } : {}),
});
const media = (format: string): object => ({
  type: 'HEADER',
  format,
  example: { header_handle: ['4::aW1n'] },
});
const buttons = (...list: object[]): object => ({ type: 'BUTTONS', buttons: list });
const reply = (text = 'Oui'): object => ({ type: 'QUICK_REPLY', text });
const url = (address = 'https://exemple.org'): object => ({ type: 'URL', text: 'Voir', url: address });
const card = (...list: object[]): object => ({
  components: [media('IMAGE'), body('Un fruit.'), buttons(...list)],
});
const carousel = (...cards: object[]): object => ({ type: 'CAROUSEL', cards });
const code = (button: object): object[] => [
  { type: 'BODY', add_security_recommendation: true },
  { type: 'FOOTER', code_expiration_minutes: 10 },
  buttons({ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copier', ...button }),
];
const APP = { package_name: 'org.exemple.app', signature_hash: 'K8a/AINcGX7' };
const auth = (components: object[]): object => ({ category: 'AUTHENTICATION', components });
const marketing = (...components: object[]): object => ({ category: 'MARKETING', components });
const using = (...components: object[]): object => ({ components });

describe('a draft that WhatsApp would take', () => {
  const good: [string, object][] = [
    ['one variable with its example', {}],
    [
      'named variables',
      {
        parameterFormat: 'NAMED',
        components: [
          {
            type: 'BODY',
            text: 'Bonjour {{prenom}}, bienvenue.',
            example: { body_text_named_params: [{ param_name: 'prenom', example: 'Awa' }] },
          },
        ],
      },
    ],
    [
      'all parts',
      using(
        header('Commande {{1}}', 'A17'),
        BODY,
        { type: 'FOOTER', text: 'Merci' },
        buttons(reply(), reply('Non'), url(), {
          type: 'PHONE_NUMBER',
          text: 'Appeler',
          phone_number: '+243810000000',
        }),
      ),
    ],
    [
      'an address with an end to fill in',
      using(BODY, buttons({ ...url('https://exemple.org/{{1}}'), example: ['https://exemple.org/a'] })),
    ],
    ['a place', using({ type: 'HEADER', format: 'LOCATION' }, BODY)],
    [
      'types in small letters',
      using({ type: 'header', format: 'text', text: 'Bonjour' }, { ...BODY, type: 'body' }),
    ],
    [
      'an offer',
      marketing(
        media('IMAGE'),
        { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Bientôt fini !', has_expiration: true } },
        BODY,
        buttons({ type: 'COPY_CODE', example: 'FETE' }, url()),
      ),
    ],
    ['a carousel', marketing(BODY, carousel(card(reply(), url()), card(reply('Non'), url())))],
    ['a copied code', auth(code({}))],
    [
      'a filled-in code',
      auth(code({ otp_type: 'ONE_TAP', autofill_text: 'Remplir', supported_apps: [APP] })),
    ],
    [
      'a code without a tap',
      auth(code({ otp_type: 'ZERO_TAP', zero_tap_terms_accepted: true, supported_apps: [APP] })),
    ],
    ['a lifetime', { sendTtlSeconds: 600 }],
    ['the longest lifetime', { sendTtlSeconds: -1 }],
    [
      'a form',
      using(
        BODY,
        buttons({
          type: 'FLOW',
          text: 'Ouvrir',
          flow_id: '12',
          flow_action: 'navigate',
          navigate_screen: 'S1',
        }),
      ),
    ],
    ['a catalogue', marketing(BODY, buttons({ type: 'CATALOG', text: 'Voir le catalogue' }))],
  ];
  it.each(good)('may have %s', (_, changes) => {
    expect(lint(draft(changes))).toEqual([]);
  });

  it('may be any recorded template whose parts can be written again', () => {
    const written = recordedTemplates().filter(
      ({ supported, view }) =>
        supported && !['AUTHENTICATION', 'SHIPPING_UPDATE', 'SERVICE_PLUS'].includes(view.category),
    );
    expect(written.length).toBeGreaterThan(20);
    for (const { file, view } of written) expect([file, lint(view)]).toEqual([file, []]);
  });

  it('is not a template with a code as it is read back', () => {
    expect(
      lint(recordedTemplate('code-read-back').view).map(
        ({ code: rule, component }) => `${component} ${rule}`,
      ),
    ).toEqual(['body not-allowed', 'footer not-allowed', 'button buttons']);
  });
});

describe('a draft that WhatsApp would refuse', () => {
  const faulty: [string, object, string[]][] = [
    ['a capital in the name', { name: 'Commande' }, ['name name']],
    ['an empty name', { name: '' }, ['name name']],
    ['a name of 513 characters', { name: 'a'.repeat(513) }, ['name name']],
    ['a language nobody speaks', { language: 'xx_YY' }, ['language language']],
    ['a language with a hyphen', { language: 'en-US' }, ['language language']],
    ['a category of before', { category: 'SHIPPING_UPDATE' }, ['category category']],
    ['an unknown format', { parameterFormat: 'BOTH' }, ['parameterFormat format']],
    ['too short a lifetime', { category: 'MARKETING', sendTtlSeconds: 600 }, ['sendTtlSeconds ttl']],
    ['too long a lifetime', { sendTtlSeconds: 43_201 }, ['sendTtlSeconds ttl']],
    ['no components', { components: [] }, ['components components']],
    ['components as text', { components: 'BODY' }, ['components components']],
    ['no body', using(header('Bonjour')), ['body missing']],
    ['two bodies', using(BODY, BODY), ['body components']],
    ['a component nobody knows', using(BODY, { type: 'ALBUM' }), ['components 1 unknown-kind']],
    ['a field nobody knows', using({ ...BODY, texte: 'x' }), ['body unknown-field']],
    ['an empty body', using(body('  ')), ['body missing']],
    ['a body of 1,025 characters', using(body('a'.repeat(1025))), ['body too-long']],
    ['a gap in the variables', using(body('Un {{1}} et {{3}} ici', 'a', 'b')), ['body variables']],
    ['variables from zero', using(body('Un {{0}} ici', 'a')), ['body variables']],
    ['a variable at the beginning', using(body('{{1}} est là.', 'a')), ['body variables']],
    ['a variable at the end', using(body('Voici {{1}}', 'a')), ['body variables']],
    ['variables side by side', using(body('Voici {{1}} {{2}} ici', 'a', 'b')), ['body variables']],
    ['braces that do not close', using(body('Voici {{1} ici')), ['body variables']],
    ['a name among the numbers', using(body('Voici {{nom}} ici', 'a')), ['body variables']],
    [
      'a number among the names',
      {
        parameterFormat: 'NAMED',
        components: [
          {
            type: 'BODY',
            text: 'Voici {{1}} ici',
            example: { body_text_named_params: [{ param_name: '1', example: 'a' }] },
          },
        ],
      },
      ['body variables'],
    ],
    [
      'a name with a capital',
      {
        parameterFormat: 'NAMED',
        components: [
          {
            type: 'BODY',
            text: 'Voici {{Nom}} ici',
            example: { body_text_named_params: [{ param_name: 'Nom', example: 'a' }] },
          },
        ],
      },
      ['body variables'],
    ],
    ['no example', using(body('Voici {{1}} ici')), ['body example']],
    ['one example of two', using(body('Voici {{1}} et {{2}} ici', 'a')), ['body example']],
    ['an empty example', using(body('Voici {{1}} ici', '')), ['body example']],
    ['an example for nothing', using(body('Voici', 'a')), ['body example']],
    [
      'an example for another name',
      {
        parameterFormat: 'NAMED',
        components: [
          {
            type: 'BODY',
            text: 'Voici {{nom}} ici',
            example: { body_text_named_params: [{ param_name: 'non', example: 'a' }] },
          },
        ],
      },
      ['body example', 'body example'],
    ],
    ['a header of 61 characters', using(header('a'.repeat(61)), BODY), ['header too-long']],
    ['two variables in the header', using(header('Le {{1}} et {{2}}', 'a', 'b'), BODY), ['header variables']],
    ['a header on two lines', using(header('a\nb'), BODY), ['header format']],
    ['an emoji in the header', using(header('Bravo 🎉'), BODY), ['header format']],
    ['a header format nobody knows', using({ type: 'HEADER', format: 'SOUND' }, BODY), ['header format']],
    ['an image without an example', using({ type: 'HEADER', format: 'IMAGE' }, BODY), ['header example']],
    ['a text over an image', using({ ...media('IMAGE'), text: 'x' }, BODY), ['header not-allowed']],
    ['a variable in the footer', using(BODY, { type: 'FOOTER', text: 'Merci {{1}}' }), ['footer variables']],
    ['a footer of 61 characters', using(BODY, { type: 'FOOTER', text: 'a'.repeat(61) }), ['footer too-long']],
    ['no buttons in the list', using(BODY, buttons()), ['button buttons']],
    [
      'eleven buttons',
      using(BODY, buttons(...Array.from({ length: 11 }, () => reply()))),
      ['button buttons'],
    ],
    ['three addresses', using(BODY, buttons(url(), url(), url())), ['button buttons']],
    [
      'two telephones',
      using(
        BODY,
        buttons(
          ...[1, 2].map(() => ({ type: 'PHONE_NUMBER', text: 'Appeler', phone_number: '+243810000000' })),
        ),
      ),
      ['button buttons'],
    ],
    ['a link between quick replies', using(BODY, buttons(reply(), url(), reply('Non'))), ['button buttons']],
    [
      'a catalogue beside others',
      marketing(BODY, buttons({ type: 'CATALOG', text: 'Voir' }, url())),
      ['button buttons'],
    ],
    [
      'a catalogue that is no marketing',
      using(BODY, buttons({ type: 'CATALOG', text: 'Voir' })),
      ['button 0 not-allowed'],
    ],
    [
      'a button nobody knows',
      using(BODY, buttons({ type: 'POSTBACK', text: 'x' })),
      ['button 0 unknown-kind'],
    ],
    [
      'a code button outside its category',
      using(BODY, buttons({ type: 'OTP', otp_type: 'COPY_CODE' })),
      ['button 0 not-allowed'],
    ],
    ['a button without text', using(BODY, buttons(reply(''))), ['button 0 missing']],
    [
      'a button of 26 characters',
      using(BODY, buttons(reply(), reply('a'.repeat(26)))),
      ['button 1 too-long'],
    ],
    [
      'a field nobody knows in a button',
      using(BODY, buttons({ ...reply(), payload: 'x' })),
      ['button 0 unknown-field'],
    ],
    ['an address that is none', using(BODY, buttons(url('exemple.org'))), ['button 0 format']],
    [
      'a variable inside the address',
      using(BODY, buttons({ ...url('https://exemple.org/{{1}}/x'), example: ['a'] })),
      ['button 0 variables'],
    ],
    [
      'an address without its example',
      using(BODY, buttons(url('https://exemple.org/{{1}}'))),
      ['button 0 example'],
    ],
    [
      'an address of 2,001 characters',
      using(BODY, buttons(url(`https://exemple.org/${'a'.repeat(1981)}`))),
      ['button 0 too-long'],
    ],
    [
      'a telephone of 21 characters',
      using(BODY, buttons({ type: 'PHONE_NUMBER', text: 'Appeler', phone_number: '1'.repeat(21) })),
      ['button 0 too-long'],
    ],
    [
      'words for a telephone',
      using(BODY, buttons({ type: 'PHONE_NUMBER', text: 'Appeler', phone_number: 'chez moi' })),
      ['button 0 format'],
    ],
    [
      'a coupon of 21 characters',
      marketing(BODY, buttons({ type: 'COPY_CODE', example: 'A'.repeat(21) })),
      ['button 0 too-long'],
    ],
    ['a form without its name', using(BODY, buttons({ type: 'FLOW', text: 'Ouvrir' })), ['button 0 missing']],
    [
      'an offer that is no marketing',
      using(media('IMAGE'), { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Vite' } }, BODY),
      ['limited_time_offer not-allowed'],
    ],
    [
      'an offer of 17 characters',
      marketing({ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'a'.repeat(17) } }, BODY),
      ['limited_time_offer too-long'],
    ],
    [
      'a long body under an offer',
      marketing({ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Vite' } }, body('a'.repeat(601))),
      ['body too-long'],
    ],
    [
      'a footer under an offer',
      marketing({ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Vite' } }, BODY, {
        type: 'FOOTER',
        text: 'x',
      }),
      ['footer not-allowed'],
    ],
    ['a carousel of one', marketing(BODY, carousel(card(reply()))), ['carousel carousel']],
    [
      'cards that are not alike',
      marketing(BODY, carousel(card(reply()), card(url()))),
      ['carousel carousel'],
    ],
    [
      'a long text in a card',
      marketing(
        BODY,
        carousel(card(reply()), { components: [media('IMAGE'), body('a'.repeat(161)), buttons(reply())] }),
      ),
      ['carousel.body 1 too-long'],
    ],
    [
      'a footer in a card',
      marketing(
        BODY,
        carousel(card(reply()), {
          components: [media('IMAGE'), body('a'), buttons(reply()), { type: 'FOOTER', text: 'x' }],
        }),
      ),
      ['carousel.components 1 unknown-kind', 'carousel carousel'],
    ],
    [
      'a header beside a carousel',
      marketing(header('Fruits'), BODY, carousel(card(reply()), card(reply()))),
      ['carousel not-allowed'],
    ],
    ['free text with a code', auth([body('Votre code est là.'), ...code({}).slice(1)]), ['body not-allowed']],
    ['a header with a code', auth([header('Code'), ...code({})]), ['header not-allowed']],
    ['a code without a button', auth(code({}).slice(0, 2)), ['button missing']],
    [
      'a code that lives 91 minutes',
      auth([{ type: 'BODY' }, { type: 'FOOTER', code_expiration_minutes: 91 }, ...code({}).slice(2)]),
      ['footer format'],
    ],
    ['a code with a quick reply', auth([{ type: 'BODY' }, buttons(reply())]), ['button buttons']],
    ['a kind of code nobody knows', auth(code({ otp_type: 'TWO_TAP' })), ['button 0 format']],
    [
      'a filled-in code without an app',
      auth(code({ otp_type: 'ONE_TAP' })),
      ['button 0 format', 'button 0 format'],
    ],
    [
      'a filled-in code with six apps',
      auth(code({ otp_type: 'ONE_TAP', supported_apps: [APP, APP, APP, APP, APP, APP] })),
      ['button 0 missing'],
    ],
    [
      'an app without a proper name',
      auth(code({ otp_type: 'ONE_TAP', supported_apps: [{ ...APP, package_name: 'app' }] })),
      ['button 0 format'],
    ],
    [
      'terms nobody accepted',
      auth(code({ otp_type: 'ZERO_TAP', supported_apps: [APP] })),
      ['button 0 missing'],
    ],
    ['apps for a code to copy', auth(code({ supported_apps: [APP] })), ['button 0 not-allowed']],
  ];
  it.each(faulty)('has %s', (_, changes, expected) => {
    expect(rules(changes)).toEqual(expected);
  });

  it('is told all its faults at once, in words that name the component', () => {
    const faults = lint(
      draft({ name: 'X', language: 'xx', category: 'NEWS', components: [body('{{2}}'), buttons(url('x'))] }),
    );
    expect(faults.length).toBeGreaterThanOrEqual(7);
    for (const { message } of faults) expect(message).toMatch(/^[A-ZÀÉL«].{8,}[.…]$/su);
    expect(faults.at(-1)?.message).toBe('Bouton 1 : une adresse en http:// ou https:// est attendue.');
  });

  it('never makes it throw, whatever it is', () => {
    const junk: unknown[] = [
      null,
      undefined,
      7,
      'x',
      [],
      {},
      [[]],
      [null],
      Symbol('s'),
      9n,
      [{ type: 'BUTTONS', buttons: 7 }],
      [{ type: 'CAROUSEL', cards: [null, 7] }],
      [{ type: 'BUTTONS', buttons: [null, { type: 'URL', url: {} }] }],
      [{ type: 'constructor' }],
      [{ type: 'BODY', text: '{{'.repeat(100_000) }],
    ];
    for (const value of junk)
      for (const field of ['name', 'language', 'category', 'components', 'parameterFormat', 'sendTtlSeconds'])
        expect(lint(draft({ [field]: value }))).toBeInstanceOf(Array);
    for (const category of ['AUTHENTICATION', 'MARKETING', 'toString'])
      for (const components of junk) expect(lint(draft({ category, components }))).toBeInstanceOf(Array);
  });
});
