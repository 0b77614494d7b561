import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { DepartureRepository } from './departure.repository.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Of people who are gone nothing is counted any more after a day. */
@Injectable()
export class DeparturesJob implements OnModuleInit {
  constructor(
    private readonly repository: DepartureRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'conversations.prune-departures',
      everyMs: HOUR_MS,
      run: () => this.repository.prune(new Date(this.clock.now().getTime() - DAY_MS)),
    });
  }
}
