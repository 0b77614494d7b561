import type {
  Banner,
  ChannelError,
  ContentFault,
  MediaKind,
  OutboundContent,
} from '../../../whatsapp/whatsapp-content.contract.js';
import { providerIdOf } from '../graph/json.js';
import { faultsInCards } from './card-faults.js';
import { Findings } from './findings.js';
import {
  faultsInButtons,
  faultsInForm,
  faultsInFrame,
  faultsInProductSections,
  faultsInRows,
} from './interactive-faults.js';
import { LIMITS } from './limits.js';

type Content<K extends OutboundContent['kind']> = Extract<OutboundContent, { kind: K }>;
type Checks = { [K in OutboundContent['kind']]: (content: Content<K>, found: Findings) => void };

const CAPTIONED: ReadonlySet<MediaKind> = new Set(['image', 'video', 'document']);
const TEMPLATE_NAME = /^[a-z0-9_]+$/;
const LANGUAGE = /^[a-z]{2,3}(?:_[A-Za-z0-9]{2,8})*$/;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3/u;
const GRAPHEMES = new Intl.Segmenter('fr', { granularity: 'grapheme' });
const MOST_TOLD = 3;

const CHECKS: Checks = {
  text: ({ text }, found) => found.text('text', 'Le texte', text, LIMITS.text),
  buttons: (content, found) => {
    faultsInFrame(content, found);
    faultsInBanner(content, found);
    faultsInButtons(content.buttons, found);
  },
  list: (content, found) => {
    faultsInFrame(content, found);
    found.text('button', 'Le titre de la liste', content.button, LIMITS.listButton);
    faultsInRows(content.rows, found);
  },
  media: faultsInMedia,
  location: faultsInPlace,
  'location-request': (content, found) => faultsInFrame(content, found),
  contacts: ({ contacts }, found) => faultsInCards(contacts, found),
  reaction: faultsInReaction,
  link: (content, found) => {
    faultsInFrame(content, found);
    faultsInBanner(content, found);
    found.text('title', 'Le titre du bouton', content.title, LIMITS.linkTitle);
    found.address('url', 'L’adresse du bouton', content.url, LIMITS.url);
  },
  product: ({ catalogId, productId, text, footer }, found) => {
    found.text('catalogId', 'Le catalogue', catalogId, LIMITS.productId);
    found.text('productId', 'Le produit', productId, LIMITS.productId);
    found.optional('text', 'Le texte', text, LIMITS.interactiveText);
    found.optional('footer', 'Le pied de page', footer, LIMITS.footer);
  },
  products: (content, found) => {
    found.text('catalogId', 'Le catalogue', content.catalogId, LIMITS.productId);
    found.text('header', 'Le titre', content.header, LIMITS.header);
    faultsInFrame({ text: content.text, footer: content.footer }, found);
    faultsInProductSections(content.sections, found);
  },
  catalog: (content, found) => {
    faultsInFrame(content, found);
    found.optional('productId', 'Le produit', content.productId, LIMITS.productId);
  },
  form: (content, found) => {
    faultsInFrame(content, found);
    faultsInBanner(content, found);
    faultsInForm(content, found);
  },
  template: faultsInTemplate,
};

/** What WhatsApp would refuse in this content, told before it is asked; empty when nothing speaks against it. */
export function faultsIn(content: OutboundContent): ContentFault[] {
  const found = new Findings();
  if (!Object.hasOwn(CHECKS, content.kind)) {
    found.add('kind', 'Ce genre de message n’existe pas.');
    return found.faults;
  }
  const check = CHECKS[content.kind] as (content: OutboundContent, found: Findings) => void;
  check(content, found);
  if (content.replyTo !== undefined && !providerIdOf(content.replyTo))
    found.add('replyTo', 'L’identifiant du message auquel celui-ci répond n’en est pas un.');
  return found.faults;
}

/** The faults as one refusal; `null` when there are none. */
export function refusalFor(faults: readonly ContentFault[]): ChannelError | null {
  if (faults.length === 0) return null;
  return {
    code: 'limits',
    meaning: faults
      .slice(0, MOST_TOLD)
      .map(({ message }) => message)
      .join(' '),
    advice: 'Raccourcissez ou corrigez le message, puis renvoyez-le.',
    en: {
      meaning: `The content is not what WhatsApp takes: ${faults
        .slice(0, MOST_TOLD)
        .map(({ field }) => field)
        .join(', ')}.`,
      advice: 'Shorten or correct the message, then send it again.',
    },
  };
}

function faultsInMedia({ media, source, caption, filename, voice }: Content<'media'>, found: Findings): void {
  if (CAPTIONED.has(media)) found.optional('caption', 'La légende', caption, LIMITS.caption);
  else if (caption) found.add('caption', 'Un message audio ou un autocollant n’a pas de légende.');
  if (filename && media !== 'document') found.add('filename', 'Seul un document a un nom de fichier.');
  found.optional('filename', 'Le nom du fichier', filename, LIMITS.filename);
  if (voice && media !== 'audio') found.add('voice', 'Seul un message audio peut être un message vocal.');
  faultsInSource({ media, source }, 'source', found);
}

function faultsInSource(
  { media, source }: Pick<Banner, 'source'> & { media: MediaKind },
  at: string,
  found: Findings,
) {
  const id = 'file' in source ? source.file : 'provided' in source ? source.provided : undefined;
  if ('link' in source) found.address(`${at}.link`, 'L’adresse du fichier', source.link, LIMITS.url);
  else if (id !== undefined) found.text(`${at}.file`, 'L’identifiant du fichier', id, LIMITS.productId);
  else if (media !== 'image') found.add(`${at}.attachment`, 'Une image faite par Relais part comme image.');
}

function faultsInBanner({ header, banner }: { header?: string; banner?: Banner }, found: Findings): void {
  if (banner === undefined) return;
  if (header) found.add('header', 'Un en-tête est un texte ou un fichier, pas les deux.');
  if (!['image', 'video', 'document'].includes(banner.media))
    found.add('banner.media', 'En en-tête va une image, une vidéo ou un document.');
  found.optional('banner.filename', 'Le nom du fichier', banner.filename, LIMITS.filename);
  faultsInSource(banner, 'banner.source', found);
}

function faultsInPlace({ latitude, longitude, name, address }: Content<'location'>, found: Findings): void {
  if (!isDegree(latitude, 90)) found.add('latitude', 'La latitude va de −90 à 90.', { limit: 90 });
  if (!isDegree(longitude, 180)) found.add('longitude', 'La longitude va de −180 à 180.', { limit: 180 });
  found.optional('name', 'Le nom du lieu', name, LIMITS.placeName);
  found.optional('address', 'L’adresse du lieu', address, LIMITS.placeName);
}

function isDegree(value: unknown, limit: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= limit;
}

function faultsInReaction({ target, emoji }: Content<'reaction'>, found: Findings): void {
  if (!providerIdOf(target)) found.add('target', 'Le message auquel la réaction se rapporte manque.');
  if (emoji === '') return;
  const isOne = typeof emoji === 'string' && [...GRAPHEMES.segment(emoji)].length === 1 && EMOJI.test(emoji);
  if (!isOne) found.add('emoji', 'Une réaction est un seul emoji.', { limit: 1 });
}

function faultsInTemplate({ name, language, components }: Content<'template'>, found: Findings): void {
  found.text('name', 'Le nom du modèle', name, LIMITS.templateName);
  if (name && !TEMPLATE_NAME.test(name))
    found.add('name', 'Le nom d’un modèle n’a que des lettres minuscules, des chiffres et « _ ».');
  if (!LANGUAGE.test(language))
    found.add('language', 'La langue du modèle s’écrit comme « fr » ou « pt_BR ».');
  if (!Array.isArray(components)) found.add('components', 'Les valeurs du modèle ne sont pas une liste.');
}
