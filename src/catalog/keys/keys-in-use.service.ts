import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import type { Secret } from '../../kernel/secret.js';
import { Alerts } from '../../platform/alerts/alerts.js';
import { InventoryFailure, InventoryKeys, KINDS } from '../catalog.port.js';
import { Clocks } from '../sync/clocks.service.js';
import { KEY_MISSING } from '../sync/outcomes.service.js';
import { Candidates } from './candidates.service.js';
import { InventoryKeyRow, OF_SETTINGS } from './inventory-key.entity.js';
import { InventoryKeyRepository } from './inventory-key.repository.js';

const NOTED_EVERY_MS = 5 * 60_000;
const PAUSE_MS = 3_600_000;
const ALERT = 'catalog.key-refused';

/** The key in use, whether it works, and what follows when it does not. */
@Injectable()
export class KeysInUse extends InventoryKeys implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('Catalog');
  private readonly noted = new Map<string, number>();
  private readonly notes = new Set<Promise<void>>();

  constructor(
    private readonly candidates: Candidates,
    private readonly repository: InventoryKeyRepository,
    private readonly alerts: Alerts,
    private readonly clock: Clock,
    private readonly clocks: Clocks,
  ) {
    super();
  }

  /** Another key in the settings is worth trying now, as one that the API gives is. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      if (await this.isAnotherInSettings()) await this.changed();
    } catch (error) {
      this.log.warn(`the inventory key of the settings was not looked at: ${messageOf(error)}`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.notes);
  }

  async use(): Promise<{ id: string; secret: Secret } | null> {
    const found = await this.candidates.all();
    const now = this.clock.now();
    const free = found.find(({ row }) => !isPaused(row, now));
    if (free !== undefined) return { id: handleOf(free.row), secret: free.secret };
    if (found.length === 0) return null;
    const until = Math.min(...found.map(({ row }) => row.pausedUntil?.getTime() ?? 0));
    throw new InventoryFailure('key', REFUSED, Math.max(0, until - now.getTime()));
  }

  /** Noted in the background and rarely: whoever asked does not wait for it. */
  worked(id: string): void {
    const now = this.clock.now().getTime();
    if (now - (this.noted.get(id) ?? -Infinity) < NOTED_EVERY_MS) return;
    this.noted.set(id, now);
    const note: Promise<void> = this.accepted(id)
      .catch((error: unknown) => this.log.warn(`use of inventory key ${id} not noted: ${messageOf(error)}`))
      .finally(() => this.notes.delete(note));
    this.notes.add(note);
  }

  async refused(id: string): Promise<void> {
    const now = this.clock.now();
    const found = await this.candidates.all();
    const known = found.find(({ row }) => handleOf(row) === id)?.row;
    if (known === undefined || isPaused(known, now)) return;
    await this.alerts.clear(KEY_MISSING);
    await this.note(known, { refusedAt: now, pausedUntil: new Date(now.getTime() + PAUSE_MS) });
    this.noted.delete(id);
    this.log.warn(`the inventory refuses key ${known.id}; it is left alone for an hour`);
    const isLast = found.every(({ row }) => row.id === known.id || isPaused(row, now));
    if (isLast) await this.alerts.raise({ key: ALERT, ...WORDS });
    else this.alerts.note({ key: `${ALERT}:${known.id}`, ...WORDS_OF_ONE });
  }

  missing(): Promise<void> {
    return this.alerts.raise({ key: KEY_MISSING, ...WORDS_OF_NONE });
  }

  /** It was accepted: its pause is over, and so is the alarm. */
  async accepted(id: string): Promise<void> {
    const known = (await this.candidates.all()).find(({ row }) => handleOf(row) === id)?.row;
    if (known === undefined) return;
    await this.note(known, { lastUsedAt: this.clock.now(), pausedUntil: null });
    await this.alerts.clear(ALERT);
  }

  /** A key came, or another took its place: it is worth trying now. */
  async changed(): Promise<void> {
    await this.alerts.clear(KEY_MISSING);
    this.candidates.forget();
    this.noted.clear();
    for (const kind of KINDS) await this.clocks.wind(kind);
  }

  private async isAnotherInSettings(): Promise<boolean> {
    const state = await this.candidates.ofSettings();
    if (state !== 'new') return state === 'other';
    return (await this.alerts.open()).some(({ key }) => key === KEY_MISSING);
  }

  private async note(row: InventoryKeyRow, set: Partial<InventoryKeyRow>): Promise<void> {
    if (row.id === OF_SETTINGS) await this.noteSettings({ ...row, ...set });
    else await this.repository.amend(row.id, set);
    this.candidates.forget();
  }

  private noteSettings({ id, ...row }: InventoryKeyRow): Promise<void> {
    return this.repository.together(async () => {
      await this.repository.add({ id, ...row });
      await this.repository.amend(id, row);
    });
  }
}

/** Another key in the same place has another: a refusal that comes late is not held against it. */
export function handleOf({ id, createdAt }: InventoryKeyRow): string {
  return id === OF_SETTINGS ? id : `${id}:${createdAt.getTime()}`;
}

function isPaused({ pausedUntil }: InventoryKeyRow, now: Date): boolean {
  return pausedUntil !== null && pausedUntil > now;
}

const REFUSED =
  'L’inventaire n’accepte pas la clé : rien n’est plus demandé avec elle pendant une heure. Remplacez-la ou ajoutez-en une autre.';

const WORDS = {
  title: 'L’inventaire n’accepte plus la clé.',
  advice:
    'Remplacez-la dans la console (Catalogue, clés d’inventaire), ou INVENTORY_API_KEY. D’ici là le catalogue reste tel qu’il est ; la clé est essayée une fois par heure.',
  en: {
    title: 'The inventory no longer accepts the key.',
    advice:
      'Replace it in the console (catalogue, keys of inventories), or INVENTORY_API_KEY. Until then the catalogue stays as it is; the key is tried once an hour.',
  },
  service: 'catalog',
  code: 'catalog.source-key',
} as const;

const WORDS_OF_ONE = {
  ...WORDS,
  title: 'L’inventaire refuse une clé ; une autre a pris sa place.',
  advice: 'Remplacez ou révoquez la clé refusée (Catalogue, clés d’inventaire).',
  en: {
    title: 'The inventory refuses a key; another has taken its place.',
    advice: 'Replace or revoke the refused key (catalogue, keys of inventories).',
  },
} as const;

const WORDS_OF_NONE = {
  title: 'L’inventaire demande une clé, et il n’y en a pas.',
  advice:
    'Ajoutez-en une dans la console (Catalogue, clés d’inventaire), ou donnez INVENTORY_API_KEY. D’ici là rien n’est copié ; l’inventaire est interrogé une fois par heure.',
  en: {
    title: 'The inventory asks for a key, and there is none.',
    advice:
      'Add one in the console (catalogue, keys of inventories), or set INVENTORY_API_KEY. Until then nothing is copied; the inventory is asked once an hour.',
  },
  service: 'catalog',
  code: 'catalog.source-key',
} as const;
