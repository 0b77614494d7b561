import { fieldsOf, listOf, textOf, wordOf } from './reading.js';
import { variablesIn } from './variables.js';

export const MEDIA_KINDS = ['IMAGE', 'VIDEO', 'DOCUMENT', 'GIF'] as const;
export const HEADER_KINDS = ['TEXT', ...MEDIA_KINDS, 'LOCATION', 'PRODUCT'] as const;
export const BUTTON_KINDS = [
  'QUICK_REPLY',
  'URL',
  'PHONE_NUMBER',
  'COPY_CODE',
  'FLOW',
  'CATALOG',
  'MPM',
  'SPM',
  'VOICE_CALL',
  'OTP',
  'REQUEST_CONTACT_INFO',
] as const;

export type MediaKind = (typeof MEDIA_KINDS)[number];
export type HeaderKind = (typeof HEADER_KINDS)[number];
export type ButtonKind = (typeof BUTTON_KINDS)[number];

/** A text with places to fill in, and the examples given for them. */
export interface TextPart {
  readonly text: string;
  readonly variables: readonly string[];
  readonly examples: Readonly<Record<string, string>>;
}

export interface HeaderPart extends TextPart {
  readonly kind: HeaderKind;
}

export interface ButtonPart {
  /** `null`: one that we do not know. It keeps its place, because calls count buttons. */
  readonly kind: ButtonKind | null;
  readonly text: string;
  readonly url: string;
  readonly variables: readonly string[];
}

/** What a template is made of: its components, read once, whatever way they were written. */
export interface Anatomy {
  readonly header: HeaderPart | null;
  readonly body: TextPart | null;
  readonly footer: string | null;
  readonly offer: { readonly text: string; readonly expires: boolean } | null;
  readonly buttons: readonly ButtonPart[];
  readonly cards: readonly Anatomy[] | null;
  /** It carries a one-time code; its texts are the provider's own. */
  readonly code: boolean;
  /** Minutes until the code expires, where it says so. */
  readonly codeMinutes: number | null;
  /** Names of what was not understood. */
  readonly strange: readonly string[];
}

type Draft = { -readonly [Key in keyof Anatomy]: Anatomy[Key] };

/** Reads components of any spelling; never throws, what it does not know it names in `strange`. */
export function anatomyOf(components: unknown, inCard = false): Anatomy {
  const draft: Draft = {
    header: null,
    body: null,
    footer: null,
    offer: null,
    buttons: [],
    cards: null,
    code: false,
    codeMinutes: null,
    strange: Array.isArray(components) ? [] : ['components'],
  };
  for (const component of listOf(components)) readComponent(draft, fieldsOf(component), inCard);
  draft.code ||= draft.buttons.some(({ kind }) => kind === 'OTP');
  return draft;
}

const READERS: Readonly<Record<string, (draft: Draft, fields: Readonly<Record<string, unknown>>) => void>> = {
  HEADER: (draft, fields) => {
    const kind = HEADER_KINDS.find((known) => known === (wordOf(fields['format']) || 'TEXT'));
    if (kind === undefined) draft.strange = [...draft.strange, `HEADER ${wordOf(fields['format'])}`];
    else draft.header = { kind, ...textPart(textOf(fields['text']), headerExamples(fields['example'])) };
  },
  BODY: (draft, fields) => {
    const text = textOf(fields['text']);
    const fixed = text === '' && 'add_security_recommendation' in fields;
    draft.code ||= fixed;
    draft.body = fixed
      ? { text: '', variables: ['1'], examples: { '1': '123456' } }
      : textPart(text, bodyExamples(fields['example']));
  },
  FOOTER: (draft, fields) => {
    const minutes = fields['code_expiration_minutes'];
    draft.footer = textOf(fields['text']);
    draft.codeMinutes = typeof minutes === 'number' ? minutes : null;
  },
  BUTTONS: (draft, fields) => {
    const buttons = listOf(fields['buttons']);
    draft.buttons = [...draft.buttons, ...buttons.map(readButton)];
    const names = buttons.map((button) => wordOf(fieldsOf(button)['type']) || '?');
    const unknown = names.filter((_, index) => readButton(buttons[index]).kind === null);
    draft.strange = [...draft.strange, ...unknown.map((name) => `BUTTON ${name}`)];
  },
  LIMITED_TIME_OFFER: (draft, fields) => {
    const offer = fieldsOf(fields['limited_time_offer']);
    draft.offer = { text: textOf(offer['text']), expires: offer['has_expiration'] === true };
  },
  CAROUSEL: (draft, fields) => {
    const cards = listOf(fields['cards']).map((card) => anatomyOf(fieldsOf(card)['components'], true));
    draft.cards = cards;
    draft.strange = [...new Set([...draft.strange, ...cards.flatMap(({ strange }) => strange)])];
  },
};

/** The kinds of component that are understood. */
export const COMPONENT_KINDS: readonly string[] = Object.keys(READERS);

function readComponent(draft: Draft, fields: Readonly<Record<string, unknown>>, inCard: boolean): void {
  const kind = wordOf(fields['type']);
  const reader = COMPONENT_KINDS.includes(kind) ? READERS[kind] : undefined;
  if (reader === undefined || (inCard && kind === 'CAROUSEL'))
    draft.strange = [...draft.strange, kind || '?'];
  else reader(draft, fields);
}

/** A code button is read back as an address of this shape. */
const CODE_ADDRESS = /^https:\/\/(?:www\.)?whatsapp\.com\/otp\//i;

function readButton(value: unknown): ButtonPart {
  const fields = fieldsOf(value);
  const url = textOf(fields['url']);
  const named = BUTTON_KINDS.find((kind) => kind === wordOf(fields['type'])) ?? null;
  const kind = named === 'URL' && CODE_ADDRESS.test(url) ? 'OTP' : named;
  return { kind, text: textOf(fields['text']), url, variables: variablesIn(url) };
}

function textPart(text: string, examples: readonly Example[]): TextPart {
  const variables = variablesIn(text);
  const known = examples.map(({ name, value }, index) => [name ?? variables[index] ?? '', value] as const);
  return { text, variables, examples: Object.fromEntries(known.filter(([name]) => name !== '')) };
}

/** An example; without a name it belongs to the variable in its place. */
export interface Example {
  readonly name?: string;
  readonly value: string;
}

export function headerExamples(example: unknown): Example[] {
  const { header_text: placed, header_text_named_params: named } = fieldsOf(example);
  return named === undefined ? placedExamples(placed) : namedExamples(named);
}

export function bodyExamples(example: unknown): Example[] {
  const { body_text: placed, body_text_named_params: named } = fieldsOf(example);
  const [first] = listOf(placed);
  return named === undefined ? placedExamples(Array.isArray(first) ? first : placed) : namedExamples(named);
}

/** Read back, a single example may come without its list. */
function placedExamples(value: unknown): Example[] {
  if (typeof value === 'string') return [{ value }];
  return listOf(value).map((each) => ({ value: textOf(each) }));
}

function namedExamples(value: unknown): Example[] {
  return listOf(value).map((each) => {
    const { param_name: name, example } = fieldsOf(each);
    return { name: textOf(name), value: textOf(example) };
  });
}
