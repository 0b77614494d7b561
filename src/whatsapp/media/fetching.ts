import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Settings } from '../../platform/config/settings.js';
import { ChannelRegistry } from '../channel-registry.js';
import type { WantedFile } from './bearing.js';
import { bareMime, trustedMime } from './file-kinds.js';
import { fingerprintOf } from './fingerprint.js';
import { Intake, type IntakeFault, IntakeStopped, within } from './intake.js';
import { MediaGone, MediaLater, MediaRefused } from './media.errors.js';
import type { MediaRow } from './media.entity.js';
import { MediaRepository } from './media.repository.js';
import { Shelf } from './shelf.js';

/** How one attempt ended, as the row will say. */
type Ending = Partial<MediaRow> & Pick<MediaRow, 'state'>;

const LEASE_MS = 6 * 60_000;
/** Nobody waits so long for bytes that a lease could end before. */
const FETCH_MS = 5 * 60_000;
/** How long whoever asks waits for somebody else who is fetching. */
const PATIENCE_MS = 30_000;
const LOOK_MS = 200;
const MINUTE_MS = 60_000;
/** Pauses after the first attempts; after the last one the file is fetched only when somebody asks. */
const PAUSES = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 180 * MINUTE_MS];
/** What would not be another the next time. */
const FINAL: ReadonlySet<IntakeFault> = new Set(['too-large', 'wrong-hash', 'empty']);

/** Brings files of messages from the provider into the storage: each once, however many ask, on however many instances. */
@Injectable()
export class Fetching {
  private readonly log = new Logger('Media');
  private readonly running = new Map<string, Promise<MediaRow>>();

  constructor(
    private readonly media: MediaRepository,
    private readonly channels: ChannelRegistry,
    private readonly shelf: Shelf,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** The row of the file once it is here; throws `MediaGone`, `MediaRefused`, `MediaLater`. */
  fetch(row: MediaRow, wanted: WantedFile): Promise<MediaRow> {
    const running = this.running.get(row.id);
    if (running !== undefined) return running;
    const begun = this.begin(row, wanted).finally(() => this.running.delete(row.id));
    this.running.set(row.id, begun);
    return begun;
  }

  private async begin(row: MediaRow, wanted: WantedFile): Promise<MediaRow> {
    const end = performance.now() + PATIENCE_MS;
    for (let current: MediaRow | null = row; current !== null; current = await this.media.find(row.id)) {
      if (current.state !== 'WANTED' && current.state !== 'FAILED') return told(current);
      const attempt = await this.media.claim(current, LEASE_MS);
      if (attempt !== null) return this.attempt(current, wanted, attempt);
      if (performance.now() > end) throw new MediaLater(row.id);
      await pause(LOOK_MS);
    }
    throw new MediaGone(row.id);
  }

  private async attempt(row: MediaRow, wanted: WantedFile, attempt: number): Promise<MediaRow> {
    const key = this.shelf.newKey();
    const ending = await this.bring(wanted, key).catch((error: unknown) => this.failed(error, attempt));
    const kept = await this.media.settle(row, attempt, ending);
    if (!kept || ending.state !== 'STORED') await this.shelf.clear([key]);
    return told((await this.media.find(row.id)) ?? { ...row, state: 'GONE' });
  }

  private async bring({ channel, number, media }: WantedFile, key: string): Promise<Ending> {
    const until = performance.now() + FETCH_MS;
    const file = await within(FETCH_MS, this.channels.get(channel).fetchMedia(number, media.id));
    if (file === 'gone') return { state: 'GONE', error: 'gone' };
    if (file === 'refused') return { state: 'REFUSED', error: 'address' };
    if (file === 'later') throw new Error('the provider may have it later');
    const sha256 = [media.sha256, file.sha256].flatMap((written) => fingerprintOf(written) ?? []);
    const { maxBytes } = this.settings.media;
    if (file.size !== undefined && file.size > maxBytes) {
      await file.stream[Symbol.asyncIterator]().return?.();
      throw new IntakeStopped('too-large');
    }
    const intake = new Intake({
      maxBytes,
      sha256,
      until,
      ...(file.size !== undefined && { size: file.size }),
    });
    await this.shelf.put(key, intake.take(file.stream));
    return {
      state: 'STORED',
      mime: trustedMime(bareMime(media.mime ?? file.mime), intake.look),
      byteCount: intake.size,
      sha256: intake.sha256,
      filename: media.filename ?? null,
      storageKey: key,
      usedAt: this.clock.now(),
      error: null,
    };
  }

  private failed(error: unknown, attempt: number): Ending {
    const fault = error instanceof IntakeStopped ? error.fault : null;
    if (fault !== null && FINAL.has(fault)) return { state: 'REFUSED', error: fault };
    this.log.warn(`a file could not be fetched: ${redact(messageOf(error))}`);
    const wait = PAUSES[attempt - 1];
    const now = this.clock.now();
    const set = { error: fault ?? 'later', leasedUntil: now };
    return wait === undefined
      ? { state: 'FAILED', ...set }
      : { state: 'WANTED', ...set, dueAt: new Date(now.getTime() + wait) };
  }
}

/** The row of a file that is here, or why it is not. */
export function told(row: MediaRow): MediaRow {
  const { id, state, error } = row;
  if (state === 'STORED') return row;
  if (state === 'GONE') throw new MediaGone(id);
  if (state === 'REFUSED') throw new MediaRefused(error ?? 'refused');
  throw new MediaLater(id);
}
