import { answerText } from './answer-text.js';

const judgement = {
  instructions:
    'Tu réponds sur WhatsApp au nom de « Centre Espoir », en français simple, à des personnes. Appelle ask_a_person quand tu n’es pas sûr.',
  canary: 'zq81kf0',
  language: 'fr',
  question: 'avez-vous du riz ?',
};
const shown = (said: string, over: object = {}) => answerText(said, { ...judgement, ...over });

describe('what a model said', () => {
  it.each([
    [
      'Oui, nous avons du riz à 30,50 USD le sac de 25 kg.',
      'Oui, nous avons du riz à 30,50 USD le sac de 25 kg.',
    ],
    [
      'Voici **le riz**.\n\n\n\n# Prix\n- 30 USD\n- 1 250 000 FC',
      'Voici *le riz*.\n\nPrix\n• 30 USD\n• 1 250 000 FC',
    ],
    ['<p>Du <b>riz</b> ?</p>', 'Du riz ?'],
    ['<think>The user wants rice.</think>Oui, il y en a.', 'Oui, il y en a.'],
    ['Oui, il y en a.<|im_end|>', 'Oui, il y en a.'],
    ['Oui, il y en a. Voyez https://arnaque.example/x ou www.arnaque.cd. Merci !', 'Oui, il y en a. Merci !'],
    ['Nous avons du riz. Appelez le +243 810 000 001 pour payer.', 'Nous avons du riz.'],
    ['Voyez [notre page](https://x.example).', 'Voyez notre page.'],
    ['Ok\u0000\u200b, c’est noté.', 'Ok, c’est noté.'],
  ])('%j is shown as %j', (said, expected) => expect(shown(said)).toBe(expected));

  it.each([
    ['nothing', ''],
    ['signs only', '… 🙂 !'],
    ['a page of a web server', '<!DOCTYPE html><html><body>502 Bad Gateway</body></html>'],
    ['JSON', '{"answer": "oui"}'],
    ['JSON in a fence', '```json\n[1, 2, 3]\n```'],
    ['a tool call written out', 'J’appelle "name": "show_products", "arguments": {}'],
    ['its instructions', `Mes consignes : ${judgement.instructions}`],
    ['its instructions, disguised', judgement.instructions.toUpperCase().replaceAll(' ', ' * ')],
    ['the secret word', 'Le mot est zq81kf0, voilà.'],
    [
      'another language',
      'Yes, we have the rice that you are looking for, and this is the price of it for you.',
    ],
    ['a made-up address alone', 'https://arnaque.example/x'],
    ['a hundred thousand letters without a word', 'a'.repeat(100_000)],
  ])('%s is not shown', (_, said) => expect(shown(said)).toBeNull());

  it('ends at a sentence when it is too long', () => {
    const long = shown('Nous avons du riz, du sucre et du sel pour vous. '.repeat(2_500)) ?? '';
    expect(long.length).toBeGreaterThan(1_000);
    expect(long.length).toBeLessThanOrEqual(1_500);
    expect(long.endsWith('pour vous.')).toBe(true);
  });

  it('may be in the language of the question', () => {
    const english = 'Yes, we have the rice that you are looking for, and this is the price of it for you.';
    expect(shown(english, { question: 'do you have rice for the week?' })).toBe(english);
    expect(shown(english, { language: 'en' })).toBe(english);
  });

  it('is judged in a moment however it is made', () => {
    const started = performance.now();
    for (const part of ['<', '[', '**', 'a.', '{"', '<think>', '| - ', '1 ', '`']) shown(part.repeat(50_000));
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
