import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Interview } from '../answers/interview.js';
import type { Scheme } from '../scheme.js';
import { definitionOf, fingerprintOf, schemeOf } from './fingerprint.js';
import { SchemeChanged } from './questions.errors.js';
import { SchemeRepository } from './scheme.repository.js';

/**
 * The formula by which codes are made now, and those by which they were made before. A formula that was used once never changes: the
 * start stops where what decides codes is no longer the same under the same id.
 */
@Injectable()
export class Schemes implements OnModuleInit {
  private earlier: ReadonlyMap<string, Scheme> = new Map();

  constructor(
    private readonly interview: Interview,
    private readonly repository: SchemeRepository,
    private readonly clock: Clock,
  ) {}

  get current(): Scheme {
    return this.interview.scheme;
  }

  /** The scheme that a code names; `null` when this installation never used it before it started. */
  byId(id: string): Scheme | null {
    return id === this.current.id ? this.current : (this.earlier.get(id) ?? null);
  }

  /** Every scheme that was ever used here, once. */
  get all(): readonly Scheme[] {
    return [...new Map([...this.earlier, [this.current.id, this.current]]).values()];
  }

  async onModuleInit(): Promise<void> {
    const { current } = this;
    const fingerprint = fingerprintOf(current);
    const definition = definitionOf(current);
    await this.repository.keep({ id: current.id, fingerprint, definition, firstUsedAt: this.clock.now() });
    const rows = await this.repository.all();
    const kept = rows.find(({ id }) => id === current.id);
    if (kept !== undefined && kept.fingerprint !== fingerprint) throw new SchemeChanged(current.id);
    this.earlier = new Map(
      rows.flatMap((row): [string, Scheme][] => {
        const scheme = schemeOf(row.definition);
        return scheme === null ? [] : [[row.id, scheme]];
      }),
    );
  }
}
