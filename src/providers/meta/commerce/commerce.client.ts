import {
  type CommerceItem,
  type CommerceResult,
  CommerceTarget,
  InventoryFailure,
} from '../../../catalog/catalog.port.js';
import type { Clock } from '../../../kernel/clock.js';
import type { OwnNumbers } from '../../../whatsapp/whatsapp.port.js';
import type { Accounts } from '../graph/accounts.js';
import type { GraphCall } from '../graph/graph.client.js';
import { asList, asNumberId, asObject, type Json } from '../graph/json.js';
import { pause, type Pause, PatientClient } from '../templates/patient.client.js';
import { META } from '../webhook/arrival.js';
import { commerceFailure } from './commerce-failure.js';
import { itemWire, outcomeOf, validationOf } from './item.translate.js';
import { halved, type Portioned, portioned, portionsOf } from './portions.js';

/** Meta takes 5,000 and advises fewer than this. */
const MOST_ITEMS = 3_000;
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
const TOO_LARGE = 'Cet article est trop volumineux pour Meta.';
/** A handle is never this long, and has no space in it. */
const HANDLE = /^\S{1,2000}$/;

interface Pushed {
  handles: string[];
  results: CommerceResult[];
}

/** What surrounds the calls. */
export interface CommerceGround {
  clock: Clock;
  /** Where this house is reached. */
  page?: string;
  wait?: Pause;
}

/** The catalogues of Meta that our numbers are connected with, each through the account of its number. */
export class MetaCommerce extends CommerceTarget {
  readonly name = META;
  readonly batch = MOST_ITEMS;

  constructor(
    private readonly accounts: Accounts,
    private readonly own: OwnNumbers,
    private readonly ground: CommerceGround,
  ) {
    super();
  }

  catalogs(): readonly string[] {
    return [...this.owners().keys()];
  }

  /** A batch that is too much for Meta goes in halves; their handles are one for whoever asks. */
  async push(
    catalogId: string,
    items: readonly CommerceItem[],
    signal: AbortSignal,
  ): Promise<{ handle: string | null; results: readonly CommerceResult[] }> {
    const client = this.client(catalogId);
    const pushed: Pushed = { handles: [], results: [] };
    const { page } = this.ground;
    const wires = items.map((item) => portioned(item.sku, itemWire(item, page)));
    const waiting = portionsOf(wires, MOST_ITEMS);
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      const answer = await handOver(client, batchCall(catalogId, piece, signal));
      if (answer !== 'too-much') note(pushed, piece, answer);
      else if (piece.length > 1) waiting.unshift(...halved(piece));
      else pushed.results.push(...piece.map(({ sku }) => refusal(sku)));
    }
    const { handles, results } = pushed;
    return { handle: handles.length === 0 ? null : handles.join(' '), results };
  }

  async poll(
    catalogId: string,
    handle: string,
    signal: AbortSignal,
  ): Promise<readonly CommerceResult[] | null> {
    const client = this.client(catalogId);
    const results: CommerceResult[] = [];
    for (const each of handle.split(' ')) {
      const status = await statusOf(client, catalogId, each, signal);
      if (status === null) return null;
      results.push(...outcomeOf(status));
    }
    return results;
  }

  private client(catalogId: string): PatientClient {
    const accountId = this.owners().get(catalogId);
    if (accountId === undefined)
      throw new InventoryFailure('not-configured', 'Aucun numéro n’est plus relié à ce catalogue.');
    const { clock, wait = pause } = this.ground;
    return new PatientClient(this.accounts.client(accountId), clock, wait);
  }

  /** Which account opens which catalogue. */
  private owners(): ReadonlyMap<string, string> {
    const owners = new Map<string, string>();
    for (const { id, numbers } of this.own.accounts(META))
      for (const { catalogId } of numbers)
        if (asNumberId(catalogId) !== undefined && catalogId !== null && !owners.has(catalogId))
          owners.set(catalogId, id);
    return owners;
  }
}

function batchCall(catalogId: string, piece: readonly Portioned[], signal: AbortSignal): GraphCall {
  const requests = piece.map(({ json }) => json).join(',');
  return {
    method: 'POST',
    path: `${catalogId}/items_batch`,
    body: {
      type: 'application/json',
      bytes: `{"item_type":"PRODUCT_ITEM","allow_upsert":true,"requests":[${requests}]}`,
    },
    patient: true,
    maxBytes: MOST_ANSWER_BYTES,
    signal,
  };
}

async function handOver(client: PatientClient, call: GraphCall): Promise<Json | 'too-much'> {
  const asked = await client.ask(call);
  if (asked.ok) return asked.answer.body ?? {};
  if (asked.failure.cause === 'too-much') return 'too-much';
  throw commerceFailure(asked.failure);
}

/** Without a handle everything has to have been refused at once. */
function note(pushed: Pushed, piece: readonly Portioned[], answer: Json): void {
  const results = validationOf(answer);
  const handles = asList(answer['handles']).filter((each) => typeof each === 'string' && HANDLE.test(each));
  const refused = new Set(results.filter(({ ok }) => !ok).map(({ sku }) => sku));
  if (handles.length === 0 && piece.some(({ sku }) => !refused.has(sku)))
    throw new InventoryFailure('malformed', 'Meta a pris les articles sans dire sous quel numéro.');
  pushed.handles.push(...(handles as string[]));
  pushed.results.push(...results);
}

/** `null` while Meta works on it. */
async function statusOf(
  client: PatientClient,
  catalogId: string,
  handle: string,
  signal: AbortSignal,
): Promise<Json | null> {
  const asked = await client.ask({
    method: 'GET',
    path: `${catalogId}/check_batch_request_status`,
    query: { handle, load_ids_of_invalid_requests: 'true' },
    patient: true,
    maxBytes: MOST_ANSWER_BYTES,
    signal,
  });
  if (!asked.ok) throw commerceFailure(asked.failure);
  const [first] = asList(asked.answer.body?.['data']);
  const status = asObject(first);
  const state = status?.['status'];
  if (status === undefined || typeof state !== 'string')
    throw new InventoryFailure('malformed', 'Meta ne connaît pas ce lot.');
  if (/^(?:error|cancell?ed)$/i.test(state))
    throw new InventoryFailure('malformed', 'Meta a abandonné ce lot en route : il est envoyé de nouveau.');
  return /^finished$/i.test(state) ? status : null;
}

function refusal(sku: string): CommerceResult {
  return { sku, ok: false, errors: [TOO_LARGE], warnings: [] };
}
