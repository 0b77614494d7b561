import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Expiry } from './expiry.service.js';

const EVERY_MS = 15_000;

/** Looks after conversations in which nobody writes. */
@Injectable()
export class ConversationsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly expiry: Expiry,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: 'conversations.expire',
      everyMs: EVERY_MS,
      run: () => this.database.retrying(() => this.expiry.round()),
    });
  }
}
