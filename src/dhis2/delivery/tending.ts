import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { RegisterService } from '../register.service.js';
import { QueueRepository } from './queue.repository.js';
import { Sky } from './sky.js';
import { Watch } from './watch.js';

/** What wakes the delivery, and what has to be looked at from time to time. */
@Injectable()
export class Tending {
  private deliver: (isUrgent: boolean) => void = () => undefined;

  constructor(
    private readonly register: RegisterService,
    private readonly queue: QueueRepository,
    private readonly sky: Sky,
    private readonly watch: Watch,
    private readonly clock: Clock,
  ) {}

  get isOn(): boolean {
    return this.register.isOn;
  }

  begin({ deliver, tend }: { deliver: (isUrgent: boolean) => void; tend: () => void }): void {
    this.deliver = deliver;
    this.register.wake = deliver;
    this.sky.changed = tend;
  }

  /** Pairs of which both sides are in the register by now, and the alerts. */
  async tend(): Promise<void> {
    if ((await this.queue.queueLinks(this.clock.now())) > 0) this.deliver(false);
    await this.watch.look();
  }
}
