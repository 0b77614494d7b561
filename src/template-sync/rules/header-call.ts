import type { TemplateFault } from '../template-sync.contract.js';
import type { HeaderPart } from './components.js';
import { CODE, fault } from './fault.js';
import { LIMIT } from './limits.js';
import { fieldsOf, isWebAddress, numberOf, shown, textOf } from './reading.js';
import { textFaults } from './text-call.js';

const TEXT = { component: 'header', called: 'L’en-tête', limit: LIMIT.header, kinds: ['text'] };

/** The faults of what is given for a header; media, place and product are never optional. */
export function headerFaults(header: HeaderPart | null, given: readonly unknown[] | null): TemplateFault[] {
  if (header === null || header.kind === 'TEXT')
    return textFaults(header ?? { text: '', variables: [] }, given ?? [], TEXT);
  const { kind } = header;
  const say = (code: string, message: string): TemplateFault[] => [fault(code, 'header', message)];
  if (!given?.length)
    return say(CODE.format, `${CALLED[kind]} de l’en-tête manque : il faut le donner à chaque envoi.`);
  if (given.length > 1) return say(CODE.count, 'L’en-tête attend un seul paramètre.');
  const fields = fieldsOf(given[0]);
  const type = textOf(fields['type']);
  if (!typesOf(kind).includes(type))
    return say(
      CODE.format,
      `L’en-tête attend ${typesOf(kind).map(shown).join(' ou ')}, l’appel donne ${shown(fields['type'])}.`,
    );
  const wrong = VALUES[kind](fieldsOf(fields[type]));
  return wrong === null ? [] : say(CODE.format, wrong);
}

type Filled = Exclude<HeaderPart['kind'], 'TEXT'>;
type Judge = (value: Readonly<Record<string, unknown>>) => string | null;

const CALLED: Readonly<Record<Filled, string>> = {
  IMAGE: 'Le fichier (image)',
  VIDEO: 'Le fichier (vidéo)',
  DOCUMENT: 'Le fichier (document)',
  GIF: 'Le fichier (GIF)',
  LOCATION: 'Le lieu',
  PRODUCT: 'Le produit',
};

/** An animation travels as a video file. */
function typesOf(kind: Filled): string[] {
  return kind === 'GIF' ? ['gif', 'video'] : [kind.toLowerCase()];
}

const VALUES: Readonly<Record<Filled, Judge>> = {
  IMAGE: mediaFault,
  VIDEO: mediaFault,
  GIF: mediaFault,
  DOCUMENT: (value) => {
    const { filename } = value;
    if (filename !== undefined && textOf(filename) === '') return 'Le nom du document doit être un texte.';
    return mediaFault(value);
  },
  LOCATION: ({ latitude, longitude, name, address }) => {
    if (!within(latitude, 90) || !within(longitude, 180))
      return 'Le lieu attend une latitude entre −90 et 90 et une longitude entre −180 et 180.';
    const texts = [name, address].every((text) => text === undefined || typeof text === 'string');
    return texts ? null : 'Le nom et l’adresse du lieu doivent être des textes.';
  },
  PRODUCT: ({ catalog_id: catalog, product_retailer_id: product }) =>
    isId(catalog) && isId(product) ? null : 'Le produit attend catalog_id et product_retailer_id.',
};

function mediaFault({ id, link }: Readonly<Record<string, unknown>>): string | null {
  if (id === undefined && link === undefined) return 'Le fichier attend un « id » ou un « link ».';
  if (id !== undefined && !isId(id)) return 'L’« id » du fichier doit être un texte non vide.';
  if (link !== undefined && !isWebAddress(link))
    return `Le « link » du fichier doit être une adresse web, pas ${shown(link)}.`;
  return null;
}

function within(value: unknown, most: number): boolean {
  const number = numberOf(value);
  return number !== null && Math.abs(number) <= most;
}

function isId(value: unknown): boolean {
  return typeof value === 'number' || textOf(value).trim() !== '';
}
