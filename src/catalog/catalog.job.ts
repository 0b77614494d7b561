import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { Shelves } from './products/shelves.js';
import { Indexing } from './search/indexing.service.js';

const LOOK = 'catalog.look';
const INDEX = 'catalog.index';
const LOOK_EVERY_MS = 3_000;
const INDEX_EVERY_MS = 2_000;

/** What follows when the catalogue changed: its words are indexed, and every process looks at it anew. */
@Injectable()
export class CatalogChanges implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly indexing: Indexing,
    private readonly shelves: Shelves,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.jobs.define({
      name: LOOK,
      everyMs: LOOK_EVERY_MS,
      everywhere: true,
      run: () => this.shelves.look(),
    });
    this.jobs.define({ name: INDEX, everyMs: INDEX_EVERY_MS, run: () => this.indexing.run() });
  }

  /** To be called by whoever changed the catalogue. */
  tell(): void {
    this.shelves.changed();
    this.database.afterCommit(() => {
      this.jobs.wake(LOOK);
      this.jobs.wake(INDEX);
    });
  }
}
