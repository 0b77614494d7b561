import { createHash } from 'node:crypto';
import { parsePrice } from './price.js';

/** A product as a source gives it: data of a stranger. */
export type ProductInput = Readonly<Record<string, unknown>>;

/** A product that may be kept. */
export interface ProductDraft {
  sku: string;
  name: string;
  description: string | null;
  price: string;
  currency: string;
  stock: number | null;
  /** Names from the top to the shelf where it lies; empty: nowhere. */
  category: readonly string[];
  images: readonly string[];
  active: boolean;
}

/** Why a product cannot be kept; in French. */
export class DraftFault {
  constructor(readonly reason: string) {}
}

const LONGEST = { sku: 100, name: 200, description: 10_000, category: 100, image: 2_000 } as const;
/** What people write for a currency; where one sign stands for several, the usual one decides. */
const CURRENCIES: readonly { code: string; signs: readonly string[] }[] = [
  { code: 'USD', signs: ['$', 'US$', '$US'] },
  { code: 'EUR', signs: ['€'] },
  { code: 'CDF', signs: ['FC'] },
  { code: 'XAF', signs: ['FCFA', 'F CFA', 'CFA'] },
  { code: 'XOF', signs: ['FCFA', 'F CFA', 'CFA'] },
];

const MOST_IMAGES = 10;
const DEEPEST = 5;

/** Reads a product; every fault is found before anything is written. */
export function readDraft(input: ProductInput, currency: string): ProductDraft | DraftFault {
  try {
    return {
      sku: words(input['sku'], 'sku'),
      name: words(input['name'], 'name'),
      description: optional(input['description'], 'description'),
      price: price(input['price']),
      currency: currencyOf(input['currency'], currency),
      stock: stock(input['stock']),
      category: category(input['category']),
      images: images(input['images']),
      active: active(input['active']),
    };
  } catch (fault) {
    if (fault instanceof DraftFault) return fault;
    throw fault;
  }
}

/** The same for the same content, so that what did not change need not be written. */
export function hashOf(
  draft: ProductDraft,
  categoryId: string | null,
  attributes: string | null = null,
): string {
  const { name, description, price: amount, currency, stock: pieces, images: pictures, active: sold } = draft;
  const content = [name, description, amount, currency, pieces, categoryId, pictures, sold];
  if (attributes !== null) content.push(attributes);
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function words(value: unknown, field: 'sku' | 'name'): string {
  const text = optional(value, field);
  if (text === null) throw new DraftFault(`${field} : manque`);
  return text;
}

function optional(value: unknown, field: keyof typeof LONGEST): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new DraftFault(`${field} : doit être un texte`);
  const text = String(value).trim();
  const longest = LONGEST[field];
  if (text.length > longest) throw new DraftFault(`${field} : ${text.length} caractères, ${longest} au plus`);
  if (hasControl(text)) throw new DraftFault(`${field} : contient un caractère de commande`);
  return text === '' ? null : text;
}

/** Line ends and tabs are none. */
function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text.replace(/[\t\n\r]/g, ''));
}

function price(value: unknown): string {
  const amount = parsePrice(value);
  if (amount === null)
    throw new DraftFault('price : doit être un nombre positif, avec quatre décimales au plus, comme 12.50');
  return amount;
}

function currencyOf(value: unknown, standard: string): string {
  const text = (optional(value, 'sku') ?? standard).toUpperCase().replace(/\s+/g, ' ');
  const meant = CURRENCIES.filter(({ signs }) => signs.includes(text)).map(({ code }) => code);
  const [only] = meant;
  if (meant.includes(standard)) return standard;
  if (only !== undefined && meant.length === 1) return only;
  if (meant.length > 1)
    throw new DraftFault(
      `currency : peut être ${meant.join(' ou ')} ; donnez le code, ou réglez CATALOG_CURRENCY`,
    );
  if (!/^[A-Z]{3}$/.test(text))
    throw new DraftFault('currency : doit être un code de trois lettres, comme USD');
  return text;
}

function stock(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  const pieces = typeof value === 'string' && /^\s*\d{1,10}\s*$/.test(value) ? Number(value) : value;
  if (typeof pieces === 'number' && Number.isInteger(pieces) && pieces >= 0 && pieces < 2 ** 31)
    return pieces;
  throw new DraftFault('stock : doit être un nombre entier positif ou rien');
}

function category(value: unknown): string[] {
  const path = typeof value === 'string' ? value.split('>') : (value ?? []);
  if (!Array.isArray(path)) throw new DraftFault('category : doit être un texte, comme « Santé > Hygiène »');
  const names = path.map((name: unknown) => optional(name, 'category')).filter((name) => name !== null);
  if (names.length > DEEPEST) throw new DraftFault(`category : ${DEEPEST} niveaux au plus`);
  return names;
}

function images(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(/[\s|]+/) : (value ?? []);
  if (!Array.isArray(list)) throw new DraftFault('images : doit être une liste d’adresses');
  const addresses = list.map((each: unknown) => optional(each, 'image')).filter((each) => each !== null);
  if (addresses.length > MOST_IMAGES) throw new DraftFault(`images : ${MOST_IMAGES} au plus`);
  if (!addresses.every(isAddress)) throw new DraftFault('images : doivent être des adresses http ou https');
  return addresses;
}

/** Whether it can be kept as a picture. */
export function isPicture(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  return text.length <= LONGEST.image && !hasControl(text) && isAddress(text);
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

const YES = new Set(['', '1', 'true', 'oui', 'yes', 'vrai']);
const NO = new Set(['0', 'false', 'non', 'no', 'faux']);

function active(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const word = (optional(value, 'sku') ?? '').toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new DraftFault('active : doit être oui ou non');
}
