import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { OrderRepository } from './order.repository.js';

const DAY_MS = 86_400_000;
/** What nobody confirmed is of no use after this. */
const DRAFTS_MS = 7 * DAY_MS;

/** Removes orders that were never confirmed. */
@Injectable()
export class OrdersJob implements OnModuleInit {
  constructor(
    private readonly repository: OrderRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'conversations.prune-orders',
      everyMs: DAY_MS,
      run: () => this.repository.prune(new Date(this.clock.now().getTime() - DRAFTS_MS)),
    });
  }
}
