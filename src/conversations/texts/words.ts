/** Those that are understood anywhere, before anything else. */
export const commands = [
  'help',
  'restart',
  'back',
  'cancel',
  'stop',
  'promotions-off',
  'promotions-on',
  'erase',
  'language',
  'code',
  'find',
  'correct',
  'data',
  'menu',
  'products',
  'person',
  'orders',
] as const;

export type Command = (typeof commands)[number];

/** Kinds of words that a person may type; the words of all languages are understood in each. `polite` ones change no meaning. */
export const wordKinds = ['yes', 'no', 'greeting', 'thanks', 'polite', ...commands] as const;

export type WordKind = (typeof wordKinds)[number];
