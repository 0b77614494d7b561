import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../platform/jobs/jobs.js';
import { Settling } from './settling.service.js';

const EVERY_MS = 5_000;

/** Looks after codes for which nobody has decided in time, after a crash as well. */
@Injectable()
export class SettlingJob implements OnModuleInit {
  constructor(
    private readonly settling: Settling,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.define({ name: 'uic.settle', everyMs: EVERY_MS, run: () => this.settling.round() });
  }
}
