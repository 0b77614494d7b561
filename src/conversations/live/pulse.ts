import { Injectable } from '@nestjs/common';

/** Tells, within this process, that conversations have changed, so that whoever looks need not wait for the next look. */
@Injectable()
export class Pulse {
  private readonly feelers = new Set<() => void>();

  /** Whether anybody would notice. */
  get isFelt(): boolean {
    return this.feelers.size > 0;
  }

  beat(): void {
    for (const feel of this.feelers) feel();
  }

  /** Calls at each beat; returns how to stop that. */
  feel(feeler: () => void): () => void {
    this.feelers.add(feeler);
    return () => void this.feelers.delete(feeler);
  }
}
