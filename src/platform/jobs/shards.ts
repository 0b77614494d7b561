import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database } from '../database/database.js';
import { messageOf } from '../../kernel/error.js';
import { hostId, isProcessAlive } from './host.js';
import type { InstanceRow } from './instance.entity.js';
import { Jobs } from './jobs.js';
import { ShardRepository } from './shard.repository.js';

/** A piece of shared work cut into shards, each done by one instance at a time. */
export interface ShardGroup {
  /** ≤ 40 characters. */
  name: string;
  count: number;
  /** Called with the shards that this instance has just taken, before it works on them. */
  gained?(shards: readonly number[]): Promise<void>;
  /** Called when the set of shards changed. */
  changed?(): void;
}

/** Instances of this very process (tests run several): their common process number says nothing. */
const siblings = new Set<string>();

const BEAT_MS = 1_000;
const SILENCE_MS = 8_000;

/**
 * Leases in the database: which instance does which shard. Each instance beats; one that was silent for 8 s, or whose process is
 * gone from this machine, loses its shards to the living. Silence is measured with this process's own stopwatch, never by comparing
 * clocks of machines. Leases keep order and avoid double work; that nothing happens twice is each row's own state's business.
 */
@Injectable()
export class Shards implements BeforeApplicationShutdown {
  private readonly log = new Logger('Shards');
  private readonly me = uuid();
  private readonly groups: ShardGroup[] = [];
  private readonly mine = new Map<string, ReadonlySet<number>>();
  private readonly heard = new Map<string, { beats: number; at: number }>();
  private entered = false;

  constructor(
    private readonly repository: ShardRepository,
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {
    siblings.add(this.me);
    jobs.define({ name: 'platform.shards', everyMs: BEAT_MS, run: () => this.round() });
  }

  /** Takes part in a piece of work; to be called before the application has started. */
  join(group: ShardGroup): void {
    this.groups.push(group);
    this.mine.set(group.name, new Set());
  }

  /** The shards of a group that this instance holds now. */
  held(group: string): ReadonlySet<number> {
    return this.mine.get(group) ?? new Set();
  }

  /** Gives everything back at once, so that others need not wait. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
    siblings.delete(this.me);
    for (const group of this.groups) this.mine.set(group.name, new Set());
    if (!this.entered) return;
    await this.database
      .transaction(() => this.repository.remove([this.me]))
      .catch((error: unknown) => this.log.warn(`shards not given back: ${messageOf(error)}`));
  }

  private async round(): Promise<void> {
    const division = await this.database.transaction(async () => {
      if (!this.entered || !(await this.repository.beat(this.me))) await this.enter();
      const living = await this.buryTheDead(await this.repository.instances());
      return this.divide(living.map((instance) => instance.id));
    });
    for (const [group, shards] of division) {
      const gained = shards.filter((n) => !this.held(group.name).has(n));
      if (gained.length > 0) await group.gained?.(gained);
      this.mine.set(group.name, new Set(shards));
      if (gained.length > 0) group.changed?.();
    }
  }

  private async enter(): Promise<void> {
    for (const group of this.groups) this.mine.set(group.name, new Set());
    await this.repository.enter({ id: this.me, host: hostId(), pid: process.pid, beats: 1 });
    await this.repository.declare(
      this.groups.flatMap((group) => numbers(group).map((n) => `${group.name}:${n}`)),
    );
    this.entered = true;
  }

  private async buryTheDead(instances: InstanceRow[]): Promise<InstanceRow[]> {
    const now = performance.now();
    const dead = instances.filter((instance) => {
      if (instance.id === this.me) return false;
      if (instance.host === hostId() && !siblings.has(instance.id) && !isProcessAlive(instance.pid))
        return true;
      const last = this.heard.get(instance.id);
      if (last?.beats !== instance.beats) this.heard.set(instance.id, { beats: instance.beats, at: now });
      return last !== undefined && last.beats === instance.beats && now - last.at > SILENCE_MS;
    });
    await this.repository.remove(dead.map((instance) => instance.id));
    for (const instance of dead) this.heard.delete(instance.id);
    return instances.filter((instance) => !dead.includes(instance));
  }

  /** Shard n belongs to the n-th living instance, counted around; what is somebody else's is given back, one round after it was let go. */
  private async divide(living: string[]): Promise<Map<ShardGroup, number[]>> {
    const isMine = (n: number) => living[n % living.length] === this.me;
    const before = await this.owned();
    const shardIds = this.groups.flatMap((group) =>
      numbers(group).map((n) => ({ group, n, id: `${group.name}:${n}` })),
    );
    const left = shardIds.filter(
      ({ group, n, id }) => before.has(id) && !isMine(n) && !this.held(group.name).has(n),
    );
    const wanted = shardIds.filter(({ n, id }) => isMine(n) && !before.has(id));
    await this.repository.release(
      left.map(({ id }) => id),
      this.me,
    );
    await this.repository.take(
      wanted.map(({ id }) => id),
      this.me,
    );
    const after = wanted.length > 0 ? await this.owned() : before;
    return new Map(
      this.groups.map((group) => [
        group,
        numbers(group).filter((n) => isMine(n) && after.has(`${group.name}:${n}`)),
      ]),
    );
  }

  private async owned(): Promise<Set<string>> {
    const shards = await this.repository.shards();
    return new Set(shards.filter((shard) => shard.owner === this.me).map((shard) => shard.id));
  }
}

function numbers(group: ShardGroup): number[] {
  return Array.from({ length: group.count }, (_, n) => n);
}
