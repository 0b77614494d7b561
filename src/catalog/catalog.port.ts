import type { Secret } from '../kernel/secret.js';
import { type ErrorKind, RelaisError } from '../kernel/error.js';

/** What an inventory lists; each has a clock, a lock and runs of its own. */
export const KINDS = ['products', 'categories'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * A thing of an inventory under our names, still data of a stranger. Products: `sku, name, description, price, currency, stock,
 * category` (id of the inventory), `images, attributes, active`; categories: `name, parent` (id of the inventory).
 */
export type RemoteInput = Readonly<Record<string, unknown>>;

/** One line of a listing. */
export interface Listed {
  /** The inventory's id. */
  remoteId: string;
  /** When or as what it changed last, as the inventory writes it: the same text, the same content. `null`: it does not tell. */
  version: string | null;
  /** All of it, where the listing holds all; `null`: `details` has to be asked. */
  input: RemoteInput | null;
}

/** A line that is none, with its reason in French. */
export interface Unreadable {
  remoteId: string | null;
  reason: string;
}

export interface ListingPage {
  /** Names this page; a listing can begin again there. */
  position: string;
  /** `true`: the inventory says that nothing changed on it since its validator; its lines are not there. */
  unchanged: boolean;
  items: readonly Listed[];
  unreadable: readonly Unreadable[];
  /** What the next question about this page may carry (ETag); `null` where the inventory knows none. */
  validator: string | null;
  /** How many there are in all, where it tells. */
  total: number | null;
  /** Calls for this page, repeats included, and the milliseconds that they took. */
  calls: number;
  tookMs: number;
}

export interface Listing {
  /** A position that was given before; `null`: from the beginning. */
  from: string | null;
  /** Only what changed since then, where `can.since`; `null`: all. */
  since: Date | null;
  /** What is known of a page. */
  validator(position: string): Promise<string | null>;
  signal: AbortSignal;
}

/** One thing in full. `input` is `null` when it is gone, `reason` says why it cannot be read. */
export interface Detailed {
  remoteId: string;
  version: string | null;
  input: RemoteInput | null;
  reason?: string;
}

export type SourceCause =
  /** The key is not accepted (any more). */
  | 'key'
  | 'permission'
  | 'limit'
  | 'unreachable'
  | 'server'
  /** It answers something that is no listing: HTML, broken JSON, another shape. */
  | 'malformed'
  /** Pages that turn in circles, repeat, or never end. */
  | 'endless'
  | 'not-configured';

const KIND_OF: Partial<Record<SourceCause, ErrorKind>> = { limit: 'limited', 'not-configured': 'conflict' };

/** What a source throws: the cause for programs, the words for people, in French, without secrets and addresses with secrets. */
export class InventoryFailure extends RelaisError {
  readonly code: string;
  readonly kind: ErrorKind;
  override readonly retryable: boolean;

  constructor(
    override readonly cause: SourceCause,
    readonly publicText: string,
    /** It asked to be left alone for this long. */
    readonly retryAfterMs?: number,
  ) {
    super(publicText);
    this.code = `catalog.source-${cause}`;
    this.kind = KIND_OF[cause] ?? 'unavailable';
    this.retryable = cause === 'limit' || cause === 'unreachable' || cause === 'server';
  }
}

/** Where products come from. Paging, retries, limits and concurrency are its secret. Throws `InventoryFailure`. */
export abstract class InventorySource {
  /** What products are marked with; ≤ 40 characters. */
  abstract readonly name: string;
  /** Whether anything is configured; a source that is not is never asked. */
  abstract readonly isReady: boolean;
  /** `since`: it lists only what changed; found out by asking. */
  abstract readonly can: { since: boolean };
  /** Page by page, in the inventory's order; the next is asked for while this one is worked on. Ends normally only when the last page arrived whole. */
  abstract list(kind: Kind, listing: Listing): AsyncIterable<ListingPage>;
  /** In any order, several at once within bounds. */
  abstract details(kind: Kind, remoteIds: readonly string[], signal: AbortSignal): AsyncIterable<Detailed>;
  /** Asks for one small page with this key, or with the one in use. Throws nothing. */
  abstract test(secret?: Secret): Promise<{ ok: boolean; words: string; advice?: string }>;
}

/** Where sources make themselves known, before the application has started; the first that is ready is used. */
export abstract class InventorySources {
  abstract add(source: InventorySource): void;
}

/** The keys of inventories, kept by the catalogue. */
export abstract class InventoryKeys {
  /**
   * The key in use, from the API or the settings; `null`: there is none. From memory for some seconds. Throws `InventoryFailure`
   * (`key`) while every one there is was refused and is left alone.
   */
  abstract use(): Promise<{ id: string; secret: Secret } | null>;
  /** It was accepted just now. Costs no round trip. */
  abstract worked(id: string): void;
  /** It was refused: nobody asks with it again before somebody changed something, or an hour has passed. */
  abstract refused(id: string): Promise<void>;
  /** A key is asked for, and there is none. */
  abstract missing(): Promise<void>;
}

/** A product as a commerce catalogue is to have it; `null`: it is to go from there. */
export interface CommerceItem {
  sku: string;
  product: {
    title: string;
    description: string;
    /** Decimal text and ISO 4217 code. */
    price: string;
    currency: string;
    inStock: boolean;
    images: readonly string[];
    link: string | null;
  } | null;
}

/** What a commerce catalogue says of one item. */
export interface CommerceResult {
  sku: string;
  ok: boolean;
  /** Its own words, and what they mean in French. */
  errors: readonly string[];
  warnings: readonly string[];
}

/** Where a catalogue is shown to buyers outside of this house. Throws `InventoryFailure` where nothing could be handed over. */
export abstract class CommerceTarget {
  abstract readonly name: string;
  /** Catalogues that our numbers are connected with. */
  abstract catalogs(): readonly string[];
  /** Items of one batch at most. */
  abstract readonly batch: number;
  /** Hands a batch over; the handle tells later what became of it. Items refused at once are among the results. */
  abstract push(
    catalogId: string,
    items: readonly CommerceItem[],
    signal: AbortSignal,
  ): Promise<{ handle: string | null; results: readonly CommerceResult[] }>;
  /** `null` while it is being worked on; afterwards the items with something to say. */
  abstract poll(
    catalogId: string,
    handle: string,
    signal: AbortSignal,
  ): Promise<readonly CommerceResult[] | null>;
}

export abstract class CommerceTargets {
  abstract add(target: CommerceTarget): void;
}
