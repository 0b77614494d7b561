import type { Detailed, Kind, Listed, RemoteInput, Unreadable } from '../../../catalog/catalog.port.js';
import type { FieldSource, InventoryConfig, KindConfig } from '../config/inventory-config.js';
import { at, firstAt } from './pointer.js';
import { amountOf, imagesOf, piecesOf } from './values.js';

/** As many bytes as are kept of each. */
const LONGEST_ID = 200;
const LONGEST_VERSION = 200;

/** Reads lines and details of one kind: what one inventory calls so and another so, under our names. */
export class ItemTranslator {
  private readonly kind: KindConfig;
  private readonly fields: readonly (readonly [name: string, source: FieldSource])[];
  private readonly origin: string;

  constructor(
    kind: Kind,
    private readonly config: InventoryConfig,
    baseUrl: string,
  ) {
    this.kind = config.kinds[kind];
    this.fields = Object.entries(this.kind.fields);
    this.origin = new URL(baseUrl).origin;
  }

  /** One bad line costs nothing but itself. */
  lines(items: readonly unknown[]): { items: Listed[]; unreadable: Unreadable[] } {
    const read: { items: Listed[]; unreadable: Unreadable[] } = { items: [], unreadable: [] };
    for (const item of items) {
      const remoteId = idOf(this.kind, item);
      if (typeof remoteId === 'string') read.items.push(this.line(remoteId, item));
      else read.unreadable.push({ remoteId: null, reason: remoteId.reason });
    }
    return read;
  }

  detailed(remoteId: string, json: unknown): Detailed {
    const item = at(this.kind.item, json);
    const unread = (reason: string): Detailed => ({ remoteId, version: null, input: null, reason });
    if (!isObject(item)) return unread('la réponse du détail ne contient pas d’objet');
    const theirs = idOf(this.kind, item);
    if (typeof theirs === 'string' && theirs !== remoteId)
      return unread('le détail parle d’un autre identifiant que celui qui était demandé');
    return { remoteId, version: this.version(item), input: this.input(item) };
  }

  private line(remoteId: string, item: unknown): Listed {
    const { details, essential } = this.kind;
    const input = details === 'always' ? null : this.input(item);
    const isWhole =
      details === 'never' || essential.every((name) => input?.[name] !== undefined && input[name] !== null);
    return { remoteId, version: this.version(item), input: isWhole ? input : null };
  }

  private version(item: unknown): string | null {
    const value = firstAt(this.kind.version, item);
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    const text = String(value).trim();
    return text === '' || Buffer.byteLength(text) > LONGEST_VERSION ? null : text;
  }

  private input(item: unknown): RemoteInput {
    const input: Record<string, unknown> = {};
    for (const [name, source] of this.fields) {
      const value = this.polished(name, valueOf(source, item));
      if (value !== undefined) input[name] = value;
    }
    return input;
  }

  private polished(name: string, value: unknown): unknown {
    const { decimalComma, imageAddress } = this.config;
    if (name === 'price') return amountOf(value, decimalComma);
    if (name === 'stock') return piecesOf(value, decimalComma);
    return name === 'images' ? imagesOf(value, imageAddress, this.origin) : value;
  }
}

function valueOf(source: FieldSource, item: unknown): unknown {
  if ('value' in source) return source.value;
  const value = firstAt(source.from, item);
  return source.equals === null ? value : source.equals.includes(value);
}

interface NoId {
  reason: string;
}

function idOf({ id: pointers }: KindConfig, item: unknown): string | NoId {
  if (!isObject(item)) return { reason: 'la ligne n’est pas un objet' };
  const value = firstAt(pointers, item);
  if (typeof value === 'number') {
    // Beyond, JSON numbers are rounded: two things would have one id.
    if (Number.isSafeInteger(value)) return String(value);
    return { reason: 'identifiant : nombre trop grand ou à virgule, un texte est attendu' };
  }
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') return { reason: 'identifiant : manque' };
  if (Buffer.byteLength(text) > LONGEST_ID) return { reason: `identifiant : ${LONGEST_ID} octets au plus` };
  if (/\p{Cc}/u.test(text) || /^\.{1,2}$/.test(text))
    return { reason: 'identifiant : contient des caractères qui n’en font pas un' };
  return text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
