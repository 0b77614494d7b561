import { lengthOf } from '../../../kernel/text.js';
import type {
  ChannelError,
  ContentFault,
  MediaSource,
  OutboundContent,
} from '../../../whatsapp/whatsapp-content.contract.js';
import { LIMITS } from './limits.js';
import { sentAsWords } from './outbound.translate.js';
import { type ContentSids, sidOfTemplate, variablesOf } from './template.translate.js';

type Content<K extends OutboundContent['kind']> = Extract<OutboundContent, { kind: K }>;

/** Kinds that Twilio's API has no form for, with what to do in their place. */
const NOT_SENT: Partial<Record<OutboundContent['kind'], string>> = {
  buttons:
    'Twilio n’envoie de boutons que dans un modèle : choisissez un modèle de contenu, ou écrivez les choix.',
  list: 'Twilio n’envoie de liste que dans un modèle : choisissez un modèle de contenu, ou écrivez les choix.',
  contacts: 'Twilio n’envoie pas de fiche de contact : écrivez le nom et le numéro dans un texte.',
  reaction: 'Twilio n’envoie pas de réaction.',
  product: 'Twilio n’envoie pas de produit du catalogue : écrivez un texte.',
  products: 'Twilio n’envoie pas de produits du catalogue : écrivez un texte.',
  catalog: 'Twilio n’envoie pas le catalogue : écrivez un texte.',
  form: 'Twilio n’envoie pas de formulaire WhatsApp hors d’un modèle.',
};
const NO_BANNER: ContentFault = {
  field: 'banner',
  message:
    'Twilio n’envoie pas de fichier au-dessus d’un lien : envoyez le fichier, avec le lien en légende.',
};
const MOST_TOLD = 3;

/** What Twilio would refuse in this content, told before it is asked; empty when nothing speaks against it. */
export function faultsIn(content: OutboundContent, sids: ContentSids): ContentFault[] {
  const unsent = NOT_SENT[content.kind];
  if (unsent !== undefined) return [{ field: 'kind', message: unsent }];
  switch (content.kind) {
    case 'media':
      return faultsInMedia(content);
    case 'location':
      return faultsInPlace(content);
    case 'template':
      return faultsInTemplate(content, sids);
    case 'link':
      return content.banner === undefined ? faultsInWords(content) : [NO_BANNER];
    default:
      return faultsInWords(content);
  }
}

/** The faults as one refusal; `null` when there are none. */
export function refusalFor(faults: readonly ContentFault[]): ChannelError | null {
  if (faults.length === 0) return null;
  const told = faults.slice(0, MOST_TOLD);
  return {
    code: 'limits',
    meaning: told.map(({ message }) => message).join(' '),
    advice: 'Raccourcissez ou corrigez le message, puis renvoyez-le.',
    en: {
      meaning: `The content is not what Twilio takes: ${told.map(({ field }) => field).join(', ')}.`,
      advice: 'Shorten or correct the message, then send it again.',
    },
  };
}

function faultsInText(field: string, what: string, text: string, limit: number): ContentFault[] {
  const length = lengthOf(text);
  if (text.trim() === '') return [{ field, message: `${what} est vide.`, limit, length: 0 }];
  if (length <= limit) return [];
  const message = `${what} compte ${length} caractères, Twilio en accepte ${limit}.`;
  return [{ field, message, limit, length }];
}

function faultsInWords(content: OutboundContent): ContentFault[] {
  return faultsInText('text', 'Le texte', sentAsWords(content), LIMITS.text);
}

function faultsInMedia({ media, source, caption }: Content<'media'>): ContentFault[] {
  const words = caption ? faultsInText('caption', 'La légende', caption, LIMITS.caption) : [];
  const isMute = media === 'audio' || media === 'sticker';
  const unheard = isMute && caption;
  return [
    ...words,
    ...(unheard
      ? [{ field: 'caption', message: 'Un message audio ou un autocollant n’a pas de légende.' }]
      : []),
    ...faultsInSource(source),
  ];
}

function faultsInSource(source: MediaSource): ContentFault[] {
  if ('provided' in source)
    return [
      { field: 'source.file', message: 'Twilio n’a pas ce fichier : donnez-en l’adresse, ou un de Relais.' },
    ];
  if (!('link' in source)) return [];
  const { length } = source.link;
  const limit = LIMITS.url;
  if (length > limit)
    return [{ field: 'source.link', message: 'L’adresse du fichier est trop longue.', limit, length }];
  if (/^https?:$/.test(URL.parse(source.link)?.protocol ?? '')) return [];
  return [{ field: 'source.link', message: 'L’adresse du fichier doit être une adresse http(s) complète.' }];
}

function faultsInPlace({ latitude, longitude, name, address }: Content<'location'>): ContentFault[] {
  const found: ContentFault[] = [];
  if (!(Math.abs(latitude) <= 90))
    found.push({ field: 'latitude', message: 'La latitude va de −90 à 90.', limit: 90 });
  if (!(Math.abs(longitude) <= 180))
    found.push({ field: 'longitude', message: 'La longitude va de −180 à 180.', limit: 180 });
  if (name) found.push(...faultsInText('name', 'Le nom du lieu', name, LIMITS.placeName));
  if (address) found.push(...faultsInText('address', 'L’adresse du lieu', address, LIMITS.placeName));
  return found;
}

function faultsInTemplate({ name, language, components }: Content<'template'>, sids: ContentSids) {
  const found: ContentFault[] = [];
  if (sidOfTemplate(sids, name, language) === null) {
    const message = `Le modèle « ${name} » (${language}) n’a pas de ContentSid : ajoutez-le à TWILIO_CONTENT_TEMPLATES.`;
    found.push({ field: 'name', message });
  }
  const variables = variablesOf(components);
  if (!variables.ok) return [...found, { field: variables.field, message: variables.message }];
  for (const [key, value] of Object.entries(variables.values))
    found.push(
      ...faultsInText(`components (${key})`, `La valeur ${key} du modèle`, value, LIMITS.contentVariable),
    );
  return found;
}
