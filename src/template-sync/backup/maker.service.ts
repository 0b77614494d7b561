import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '../../kernel/error.js';
import { Adoption } from '../mirror/adoption.service.js';
import { SourceError, type TemplateDraft, type TemplateSource } from '../template-sync.port.js';
import { Creations } from './creations.service.js';
import { ExampleMissing, withExamples } from './media-examples.js';

/** Where templates are made, and how. */
export interface Workshop {
  readonly source: TemplateSource;
  readonly accountId: string;
  /** Files for media headers. */
  readonly folder: string | undefined;
  /** Waits for the next free creation; without it the maker says `full`. */
  readonly wait: ((until: Date) => Promise<void>) | undefined;
}

export type Made =
  | { readonly outcome: 'created' | 'duplicate' }
  /** This one cannot be made. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** None can be made before then. */
  | { readonly outcome: 'full'; readonly nextAt: Date }
  /** None can be made at all for now. */
  | { readonly outcome: 'stopped'; readonly reason: string };

/** Makes one template at its source, within the hour's quota, and takes it into the local copy. */
@Injectable()
export class Maker {
  private readonly log = new Logger('TemplateRestore');

  constructor(
    private readonly creations: Creations,
    private readonly adoption: Adoption,
  ) {}

  async make(draft: TemplateDraft, workshop: Workshop): Promise<Made> {
    const { source, accountId } = workshop;
    try {
      const whole = await withExamples(draft, workshop);
      const nextAt = await this.turn(workshop);
      if (nextAt !== null) return { outcome: 'full', nextAt };
      const { remoteId } = await source.create(accountId, whole);
      await this.adopt(workshop, remoteId);
      return { outcome: 'created' };
    } catch (error) {
      return verdict(error);
    }
  }

  private async turn({ accountId, wait }: Workshop): Promise<Date | null> {
    for (;;) {
      const nextAt = await this.creations.take(accountId);
      if (nextAt === null || wait === undefined) return nextAt;
      await wait(nextAt);
    }
  }

  /** The template is made; what cannot be read back now comes with the next synchronisation. */
  private async adopt({ source, accountId }: Workshop, remoteId: string): Promise<void> {
    try {
      const remote = await source.one(accountId, remoteId);
      if (remote !== null) await this.adoption.adopt(accountId, remote, this.adoption.stamp('restore'));
    } catch (error) {
      this.log.warn(`template ${remoteId} was made and could not be read back: ${messageOf(error)}`);
    }
  }
}

function verdict(error: unknown): Made {
  if (error instanceof ExampleMissing) return { outcome: 'refused', reason: error.message };
  if (!(error instanceof SourceError)) throw error;
  const { cause, publicText: reason } = error;
  if (cause === 'duplicate') return { outcome: 'duplicate' };
  return cause === 'refused' ? { outcome: 'refused', reason } : { outcome: 'stopped', reason };
}
