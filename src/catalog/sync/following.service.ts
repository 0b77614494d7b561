import { type BeforeApplicationShutdown, Injectable, type MessageEvent } from '@nestjs/common';
import { type Observable, Subject } from 'rxjs';
import { followed } from '../../platform/web/followed.js';
import { RunNotFound } from '../catalog.errors.js';
import { RunRepository } from './run.repository.js';
import { SyncRunDto } from './sync.dto.js';

/** A run as it goes on. */
@Injectable()
export class Following implements BeforeApplicationShutdown {
  private readonly closing = new Subject<void>();

  constructor(private readonly runs: RunRepository) {}

  async find(id: string): Promise<SyncRunDto> {
    const row = await this.runs.find(id);
    if (row === null) throw new RunNotFound();
    return SyncRunDto.of(row);
  }

  /** `progress` at each change, `over` at the end. Rejects when there is no such run. */
  async events(id: string): Promise<Observable<MessageEvent>> {
    const look = (): Promise<SyncRunDto> => this.find(id);
    await look();
    return followed(look, ({ state }) => state !== 'RUNNING', this.closing);
  }

  beforeApplicationShutdown(): void {
    this.closing.next();
  }
}
