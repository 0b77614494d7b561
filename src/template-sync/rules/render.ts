import type { TemplateView } from '../template-sync.contract.js';
import { type Anatomy, type ButtonKind, type HeaderKind, type TextPart, anatomyOf } from './components.js';
import { filled } from './variables.js';

/** A template as a person reads it. */
export interface Rendered {
  header?: string;
  body: string;
  footer?: string;
  buttons: string[];
  /** What the box over a limited offer says. */
  offer?: string;
  cards?: Rendered[];
}

type Values = Readonly<Record<string, string>>;

/**
 * The template as it reads on a phone. A value is looked up by place and variable (`header.1`, `card.0.body.name`), then by
 * the variable alone (`1`, `name`); without one the variable's example stands there, or the variable itself.
 */
export function render(template: Pick<TemplateView, 'components' | 'language'>, values: Values): Rendered {
  return drawn(anatomyOf(template.components), { values, path: '', texts: fixedTexts(template.language) });
}

interface Pen {
  readonly values: Values;
  readonly path: string;
  readonly texts: FixedTexts;
}

function drawn(anatomy: Anatomy, pen: Pen): Rendered {
  const { header, body, offer, cards } = anatomy;
  const rendered: Rendered = {
    body: body === null ? '' : written(codeText(anatomy, body, pen), 'body', pen),
    buttons: anatomy.buttons.map(({ text, kind }) => text || (kind && pen.texts.buttons[kind]) || '?'),
  };
  if (header)
    rendered.header =
      header.kind === 'TEXT' ? written(header, 'header', pen) : `[${pen.texts.headers[header.kind]}]`;
  const footer =
    anatomy.footer || (anatomy.codeMinutes !== null ? pen.texts.expires(anatomy.codeMinutes) : '');
  if (footer !== '') rendered.footer = footer;
  if (offer) rendered.offer = offer.text;
  if (cards)
    rendered.cards = cards.map((card, index) => drawn(card, { ...pen, path: `${pen.path}card.${index}.` }));
  return rendered;
}

function written({ text, examples }: TextPart, part: string, { values, path }: Pen): string {
  return filled(text, (variable) =>
    [own(values, `${path}${part}.${variable}`), own(values, variable), own(examples, variable)].find(Boolean),
  );
}

/** Names come from outside: `constructor` is not a value that somebody gave. */
function own(record: Values, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A new template with a code has no text of its own: the provider writes it. */
function codeText({ code }: Anatomy, body: TextPart, { texts }: Pen): TextPart {
  return code && body.text === '' ? { ...body, text: texts.code } : body;
}

interface FixedTexts {
  readonly code: string;
  readonly expires: (minutes: number) => string;
  readonly headers: Readonly<Record<Exclude<HeaderKind, 'TEXT'>, string>>;
  readonly buttons: Partial<Record<ButtonKind, string>>;
}

const FRENCH: FixedTexts = {
  code: '*{{1}}* est votre code de vérification.',
  expires: (minutes) => `Ce code expire dans ${minutes} minute${minutes > 1 ? 's' : ''}.`,
  headers: {
    IMAGE: 'Image',
    VIDEO: 'Vidéo',
    DOCUMENT: 'Document',
    GIF: 'GIF',
    LOCATION: 'Lieu',
    PRODUCT: 'Produit',
  },
  buttons: {
    OTP: 'Copier le code',
    COPY_CODE: 'Copier le code de l’offre',
    CATALOG: 'Voir le catalogue',
    MPM: 'Voir les articles',
    SPM: 'Voir',
    VOICE_CALL: 'Appeler sur WhatsApp',
    REQUEST_CONTACT_INFO: 'Partager mes coordonnées',
  },
};

const ENGLISH: FixedTexts = {
  code: '*{{1}}* is your verification code.',
  expires: (minutes) => `This code expires in ${minutes} minute${minutes > 1 ? 's' : ''}.`,
  headers: {
    IMAGE: 'Image',
    VIDEO: 'Video',
    DOCUMENT: 'Document',
    GIF: 'GIF',
    LOCATION: 'Location',
    PRODUCT: 'Product',
  },
  buttons: {
    OTP: 'Copy code',
    COPY_CODE: 'Copy offer code',
    CATALOG: 'View catalog',
    MPM: 'View items',
    SPM: 'View',
    VOICE_CALL: 'Call on WhatsApp',
    REQUEST_CONTACT_INFO: 'Share contact info',
  },
};

function fixedTexts(language: string): FixedTexts {
  return language.toLowerCase().startsWith('fr') ? FRENCH : ENGLISH;
}
