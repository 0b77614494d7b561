import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Database } from '../../platform/database/database.js';
import { Events } from '../../platform/events/events.js';
import { hasShrunk, type Index } from '../mirror/diff.js';
import { LinkRepository } from '../mirror/link.repository.js';
import { MirrorRepository, type Stamp } from '../mirror/mirror.repository.js';
import { TemplatesSynced } from '../template-sync.contract.js';
import { ListingShrank } from '../template-sync.errors.js';
import type { TemplateSource } from '../template-sync.port.js';
import { ahead } from '../../kernel/ahead.js';
import { Listing, type Staged } from './listing.js';
import type { RunPhase } from './run.entity.js';
import { Stage } from './stage.js';
import type { Tally } from './tally.js';

/** One account to be copied. */
export interface Order {
  accountId: string;
  runId: string;
  actor: string;
  source: TemplateSource;
  /** Write equal ones, too. */
  force: boolean;
  /** Mark as inactive what is gone. Only a complete listing can tell. */
  disable: boolean;
  /** Change nothing else than that. */
  onlyDisable: boolean;
  dryRun: boolean;
  /** Take a listing for true that is less than half as long as what is known. */
  allowShrink: boolean;
  /** Only what changed since; absent: a complete listing. */
  since: Date | null;
  /** Users to link all active templates to. */
  users: readonly string[];
  signal: AbortSignal;
  tally: Tally;
  /** Told how far it is: after each page, and before writing. */
  tell(phase: RunPhase): void;
  /** The last step of the transaction that writes. */
  seal(): Promise<void>;
}

/**
 * Copies an account: pages are compared as they come while the next is asked for, what has to be written waits, and everything is
 * written in one transaction after the last page arrived whole. A listing that fails leaves the tables as they were.
 */
@Injectable()
export class Copying {
  constructor(
    private readonly mirror: MirrorRepository,
    private readonly links: LinkRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async run(order: Order): Promise<void> {
    const index = await this.mirror.index(order.accountId);
    order.tally.known = index.size;
    order.tell('reading');
    const stage = new Stage<Staged>();
    try {
      const listing = await this.read(order, index, stage);
      order.signal.throwIfAborted();
      order.tell('writing');
      if (order.onlyDisable) keepUnchanged(order.tally);
      if (order.dryRun) await this.estimate(order, listing);
      else await this.write(order, listing, stage);
    } finally {
      await stage.discard();
    }
  }

  private async read(order: Order, index: Index, stage: Stage<Staged>): Promise<Listing> {
    const { accountId, since, signal, tally, force } = order;
    const listing = new Listing(index, force, tally);
    const pages = order.source.all(accountId, { ...(since === null ? {} : { since }), signal });
    const known = [...index.values()].filter(({ active }) => active).length;
    for await (const page of ahead(pages)) {
      signal.throwIfAborted();
      const staged = listing.take(page);
      if (!order.dryRun && !order.onlyDisable) await stage.add(staged);
      order.tell('reading');
    }
    if (since === null && !order.allowShrink && hasShrunk(index, listing.listed))
      throw new ListingShrank(listing.listed, known);
    return listing;
  }

  private async write(order: Order, listing: Listing, stage: Stage<Staged>): Promise<void> {
    const { accountId, runId, actor, tally } = order;
    const stamp: Stamp = { cause: 'sync', actor, runId, at: this.clock.now() };
    const counted = { added: tally.added, updated: tally.updated, unchanged: tally.unchanged };
    await this.database.retrying(async () => {
      Object.assign(tally, counted, { disabled: 0, linked: 0 });
      for await (const batch of stage.batches())
        await this.writeBatch(
          order,
          batch.filter((staged) => listing.isLatest(staged)),
          stamp,
        );
      if (order.disable && order.since === null)
        tally.disabled = await this.mirror.deactivate(listing.gone(), stamp);
      for (const userId of order.users) tally.linked += await this.links.link(userId, accountId, stamp.at);
      const changed = tally.added + tally.updated + tally.disabled;
      if (changed > 0) await this.events.publish(new TemplatesSynced(accountId, runId, changed));
      await order.seal();
    });
  }

  /** A row that somebody changed since it was read is left: what was read is older. The next run looks at it again. */
  private async writeBatch(
    { accountId, tally }: Order,
    batch: readonly Staged[],
    stamp: Stamp,
  ): Promise<void> {
    const changes = batch.map(({ change }) => change);
    const inserts = changes.filter(({ revision }) => revision === 0);
    const updates = changes.filter(({ revision }) => revision > 0);
    const notAdded = inserts.length - (await this.mirror.insert(accountId, inserts, stamp));
    const notUpdated = updates.length - (await this.mirror.update(updates, stamp));
    tally.added -= notAdded;
    tally.updated -= notUpdated;
    tally.unchanged += notAdded + notUpdated;
  }

  private async estimate(
    { accountId, disable, since, users, tally }: Order,
    listing: Listing,
  ): Promise<void> {
    if (disable && since === null) tally.disabled = listing.gone().length;
    for (const userId of users)
      tally.linked += tally.added + (await this.links.missing(userId, accountId)).length;
  }
}

function keepUnchanged(tally: Tally): void {
  tally.unchanged += tally.added + tally.updated;
  tally.added = 0;
  tally.updated = 0;
}
