import { type BeforeApplicationShutdown, Injectable, type MessageEvent } from '@nestjs/common';
import {
  concatMap,
  distinctUntilChanged,
  from,
  map,
  type Observable,
  Subject,
  takeUntil,
  takeWhile,
  timer,
} from 'rxjs';
import { RunDto } from './runs.dto.js';
import { Runs } from './runs.service.js';

const LOOK_MS = 500;

/** A run as it goes on, whichever instance does it: its record is looked at until it is over. */
@Injectable()
export class Following implements BeforeApplicationShutdown {
  private readonly closing = new Subject<void>();

  constructor(private readonly runs: Runs) {}

  /** `progress` at each change, `over` at the end. Rejects when there is no such run. */
  async events(id: string): Promise<Observable<MessageEvent>> {
    await this.runs.report(id);
    return timer(0, LOOK_MS).pipe(
      concatMap(() => from(this.runs.report(id))),
      distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
      takeWhile(({ state }) => state === 'RUNNING', true),
      map((report) => ({ type: report.state === 'RUNNING' ? 'progress' : 'over', data: RunDto.of(report) })),
      takeUntil(this.closing),
    );
  }

  beforeApplicationShutdown(): void {
    this.closing.next();
  }
}
