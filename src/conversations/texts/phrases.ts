/** Everything that the dialogue can say, and the values that each text has to show. Every language file holds all of it. */
export const phrases = {
  consent: ['service'],
  'consent.again': [],
  'consent.refused': [],
  notice: ['service'],

  'question.family': ['n', 'total'],
  'question.given': ['n', 'total'],
  'question.year': ['n', 'total'],
  'question.town': ['n', 'total'],
  'question.gender': ['n', 'total', 'options'],
  'label.family': [],
  'label.given': [],
  'label.year': [],
  'label.town': [],
  'label.gender': [],
  'doubt.family': ['letter'],
  'doubt.given': ['letter'],
  'doubt.other': ['shown'],
  'option.line': ['value', 'title'],
  'option.rest': [],
  'town.typed': [],

  'fault.empty': [],
  'fault.no-name': [],
  'fault.digits': [],
  'fault.not-latin': [],
  'fault.too-long': [],
  'fault.several-lines': [],
  'fault.not-a-year': [],
  'fault.unknown-town': [],
  'fault.not-an-option': [],
  'fault.several-options': [],

  'unread.voice': [],
  'unread.image': [],
  'unread.video': [],
  'unread.sticker': [],
  'unread.document': [],
  'unread.location': [],
  'unread.contact': [],
  'unread.emoji': [],
  'unread.unsupported': [],

  'summary.lead': [],
  'summary.first': ['label', 'shown'],
  'summary.line': ['n', 'label', 'shown'],
  'summary.ask': ['label', 'last'],
  'summary.again': [],
  'summary.which': [],

  'issued.new': [],
  'issued.repeat': [],
  'issued.code': ['code'],
  'issued.advice': ['service'],
  'issued.card': ['grouped'],
  'issued.limited': ['hours'],

  'help.first': [],
  'help.consent': [],
  'help.question': ['n', 'total'],
  'help.summary': [],
  'help.menu': [],
  'help.commands': [],
  'help.idle': [],

  greeting: [],
  thanks: [],
  stale: [],
  'back.first': [],
  'code.running': [],
  restarted: [],
  renewed: [],
  expired: [],
  cancelled: [],
  'cancelled.nothing': [],
  stopped: [],
  'erase.ask': [],
  'erase.again': [],
  'erase.kept': [],
  'erase.done': [],
  'language.ask': [],
  'language.changed': [],
  'menu.ask': [],

  'button.accept': [],
  'button.refuse': [],
  'button.yes': [],
  'button.no': [],
  'button.right': [],
  'button.correct': [],
  'button.more': [],
  'button.open': [],
  'button.erase': [],
  'button.keep': [],
  'row.other-town': [],
  'row.uic': [],
} as const satisfies Record<string, readonly string[]>;

export type TextKey = keyof typeof phrases;

/** The values that a text shows. */
export type ValueName<K extends TextKey> = (typeof phrases)[K][number];

/** Kinds of words that a person may type; the words of all languages are understood in each. */
export const wordKinds = [
  'yes',
  'no',
  'greeting',
  'thanks',
  'help',
  'restart',
  'back',
  'cancel',
  'stop',
  'erase',
  'language',
  'code',
] as const;

export type WordKind = (typeof wordKinds)[number];

/** Those that are understood anywhere, before anything else. */
export const commands = [
  'help',
  'restart',
  'back',
  'cancel',
  'stop',
  'erase',
  'language',
  'code',
] as const satisfies readonly WordKind[];

export type Command = (typeof commands)[number];
