import { type BeforeApplicationShutdown, Injectable, type MessageEvent } from '@nestjs/common';
import { type Observable, Subject } from 'rxjs';
import { followed } from '../../platform/web/followed.js';
import { RunDto } from './runs.dto.js';
import { Runs } from './runs.service.js';

/** A run as it goes on. */
@Injectable()
export class Following implements BeforeApplicationShutdown {
  private readonly closing = new Subject<void>();

  constructor(private readonly runs: Runs) {}

  /** `progress` at each change, `over` at the end. Rejects when there is no such run. */
  async events(id: string): Promise<Observable<MessageEvent>> {
    const look = async (): Promise<RunDto> => RunDto.of(await this.runs.report(id));
    await look();
    return followed(look, ({ state }) => state !== 'RUNNING', this.closing);
  }

  beforeApplicationShutdown(): void {
    this.closing.next();
  }
}
