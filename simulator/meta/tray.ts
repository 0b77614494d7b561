import type { World } from '../world/world.js';
import type { Postman } from './postman.js';
import type { Update } from './wire.js';

/** How messages that were kept back go out. */
export interface Release {
  /** `batch`: all in one POST. */
  as: 'batch' | 'each';
  order: 'as-sent' | 'reversed';
  copies: number;
}

const MOST = 1_000;

/** Where messages of people wait while webhooks are held; otherwise they only pass through. */
export class Tray {
  private kept: { update: Update; tell: (delivered: boolean) => void }[] = [];

  constructor(
    private readonly world: World,
    private readonly postman: Postman,
  ) {}

  /** `true` once the service has taken the message. */
  async put(update: Update): Promise<boolean> {
    const { hold, copies } = this.world.desk.options.webhooks;
    if (!hold || this.kept.length >= MOST) return this.postman.post([update], copies);
    const delivered = new Promise<boolean>((tell) => this.kept.push({ update, tell }));
    this.world.desk.held(this.kept.length);
    return delivered;
  }

  /** Sends what was kept back; returns how many messages. */
  release(how: Release): number {
    const kept = how.order === 'reversed' ? this.kept.toReversed() : this.kept;
    this.kept = [];
    this.world.desk.held(0);
    const parcels = how.as === 'batch' ? [kept] : kept.map((each) => [each]);
    for (const parcel of parcels) {
      void this.postman
        .post(
          parcel.map(({ update }) => update),
          how.copies,
        )
        .then((delivered) => parcel.forEach(({ tell }) => tell(delivered)));
    }
    return kept.length;
  }

  reset(): void {
    for (const { tell } of this.kept) tell(false);
    this.kept = [];
    this.world.desk.held(0);
  }
}
