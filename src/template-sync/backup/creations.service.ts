import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import type { CreationRow } from './creation.entity.js';
import { CreationRepository } from './creation.repository.js';

/** What an account may create within an hour. */
export const CREATIONS = 100;
const HOUR_MS = 3_600_000;

/**
 * Counts the templates that an account makes: never more than a hundred in any hour, over all processes. Each creation holds
 * one of a hundred places for an hour; a place is taken by one only, however many ask at once.
 */
@Injectable()
export class Creations {
  constructor(
    private readonly repository: CreationRepository,
    private readonly clock: Clock,
  ) {}

  /** Takes a creation; `null` when it may be made now, else when the next one is free. */
  async take(accountId: string): Promise<Date | null> {
    for (;;) {
      const now = this.clock.now();
      const places = await this.repository.places(accountId);
      const fresh = oneOf(unused(places));
      const used = oneOf(places.filter((place) => freeAt(place) <= now));
      if (fresh !== undefined) {
        if (await this.repository.open(accountId, fresh, now)) return null;
      } else if (used !== undefined) {
        if (await this.repository.reuse(used, now)) return null;
      } else return new Date(Math.min(...places.map((place) => freeAt(place).getTime())));
    }
  }
}

function freeAt({ takenAt }: CreationRow): Date {
  return new Date(takenAt.getTime() + HOUR_MS);
}

function unused(places: readonly CreationRow[]): number[] {
  const used = new Set(places.map(({ place }) => place));
  return Array.from({ length: CREATIONS }, (_, place) => place).filter((place) => !used.has(place));
}

/** Any: those who ask at the same moment seldom choose the same. */
function oneOf<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(Math.random() * list.length)];
}
