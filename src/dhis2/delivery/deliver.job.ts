import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Jobs } from '../../platform/jobs/jobs.js';
import { Shards } from '../../platform/jobs/shards.js';
import { Deciding } from './deciding.js';
import { Tending } from './tending.js';
import { Pump } from './pump.js';

const GROUP = 'dhis2';
export const DELIVER = 'dhis2.deliver';
export const SETTLE = 'dhis2.settle';
const TEND = 'dhis2.tend';

/** When codes are told to the register: on one instance, at once or within a second. */
@Injectable()
export class DeliverJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly shards: Shards,
    private readonly pump: Pump,
    private readonly deciding: Deciding,
    private readonly tending: Tending,
  ) {}

  onModuleInit(): void {
    if (!this.tending.isOn) return;
    this.shards.join({
      name: GROUP,
      count: 1,
      gained: () => this.pump.gained(),
      changed: () => this.jobs.wake(DELIVER),
    });
    const isOurs = (): boolean => this.shards.held(GROUP).has(0);
    this.jobs.define({
      name: DELIVER,
      everyMs: 1_000,
      run: (signal) => (isOurs() ? this.pump.run(signal, isOurs) : Promise.resolve()),
    });
    this.jobs.define({ name: SETTLE, everyMs: 500, run: () => this.deciding.settleOverdue() });
    this.jobs.define({
      name: TEND,
      everyMs: 5_000,
      run: () => (isOurs() ? this.tending.tend() : Promise.resolve()),
    });
    this.tending.begin({
      deliver: (isUrgent) => {
        if (isUrgent) this.pump.nudge();
        this.jobs.wake(DELIVER);
      },
      tend: () => this.jobs.wake(TEND),
    });
  }
}
