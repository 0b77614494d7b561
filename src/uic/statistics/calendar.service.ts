import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { dayIn, wallIn } from '../../kernel/zone.js';
import { Settings } from '../../platform/config/settings.js';
import { type Choice, daysOf, type Period, periodOf } from './period.js';

/** The days and hours of the programme, wherever the server stands. */
@Injectable()
export class Calendar {
  readonly zone: string;

  constructor(
    private readonly clock: Clock,
    settings: Settings,
  ) {
    this.zone = settings.timeZone;
  }

  today(): string {
    return dayIn(this.zone, this.clock.now());
  }

  /** At most 366. Throws `InvalidRequest`. */
  daysOf(choice: Choice): string[] {
    return daysOf(choice, this.today());
  }

  /** Throws `InvalidRequest`. */
  periodOf(choice: Choice): Period {
    return periodOf(choice, this.today(), this.zone);
  }

  /** As clocks showed it there, for a table. */
  wallOf(at: Date): Date {
    return wallIn(this.zone, at);
  }
}
