import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { Database } from '../platform/database/database.js';
import { Events } from '../platform/events/events.js';
import { HolderRepository } from './holders/holder.repository.js';
import { CodeSettled } from './uic.contract.js';
import { UicRepository } from './uic.repository.js';

const BATCH = 100;
/** So much longer than the register was given it may still be about to tell. */
const GRACE_MS = 5_000;
/** Sealed, they fit their column. */
const LONGEST_BYTES = 200;

/** Codes for which the register decides: they are known in the end, whatever happens to the register or to this process. */
@Injectable()
export class Settling {
  private readonly log = new Logger('Codes');

  constructor(
    private readonly codes: UicRepository,
    private readonly holders: HolderRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** What came too late to be decisive is kept beside the code, as with `note`. */
  settle(codeId: string, remote: string | null): Promise<void> {
    return this.database.retrying(async () => {
      const differing = remote === null ? null : await this.differing(codeId, remote);
      if (await this.codes.settle(codeId, differing)) await this.tell(codeId);
      else if (differing !== null) await this.codes.noteRemote(codeId, differing);
    });
  }

  async note(codeId: string, remote: string): Promise<void> {
    const differing = await this.differing(codeId, remote);
    if (differing !== null) await this.codes.noteRemote(codeId, differing);
  }

  /** Ends the waiting of those about whom the register, or whoever asks it, says nothing any more. */
  async round(): Promise<boolean> {
    const overdue = await this.codes.overdue(new Date(this.clock.now().getTime() - GRACE_MS), BATCH);
    for (const codeId of overdue) await this.settle(codeId, null);
    return overdue.length === BATCH;
  }

  private async tell(codeId: string): Promise<void> {
    for (const { holderId } of await this.holders.holdersOf([codeId]))
      await this.events.publish(new CodeSettled(codeId, holderId));
  }

  /** The register's characters where they are not ours: the very same need not be kept twice, and what can be no code not at all. */
  private async differing(codeId: string, remote: string): Promise<string | null> {
    const characters = remote.trim();
    if (characters === '' || Buffer.byteLength(characters) > LONGEST_BYTES) {
      this.log.warn(`code ${codeId}: what the register calls its code can be none; ours counts`);
      return null;
    }
    const code = await this.codes.find(codeId);
    return code === null || code.code === characters ? null : characters;
  }
}
