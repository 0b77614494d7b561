import type { IncomingMessage, Server } from 'node:http';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { messageOf } from '../../kernel/error.js';
import { redact } from '../../kernel/redact.js';
import { Settings } from '../../platform/config/settings.js';
import { Schedules } from '../../platform/jobs/schedules.js';
import { runAs } from '../../platform/web/request-context.js';
import { type Kind, KINDS } from '../catalog.port.js';
import { SyncRuns } from './runs.service.js';

/** Who looks at these wants the catalogue as it is. */
const LOOKED_AT: Readonly<Record<string, readonly Kind[]>> = {
  '/': KINDS,
  '/api/inventory/products/synced': ['products'],
  '/api/inventory/categories/synced': ['categories'],
};
const SYSTEM = { kind: 'system', id: 'catalog' } as const;

/** What sets off a copy of its own accord: somebody looks at the catalogue, or the clock strikes. */
@Injectable()
export class Triggers implements OnModuleInit {
  private readonly log = new Logger('Catalog');

  constructor(
    private readonly runs: SyncRuns,
    private readonly host: HttpAdapterHost,
    private readonly schedules: Schedules,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    // Commands have no server. The request itself goes its way: it is only heard of here.
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    server?.on('request', (request: IncomingMessage) => this.heard(request));
    this.schedules.define({
      name: 'catalog.sync',
      setting: 'CATALOG_SYNC_CRON',
      cron: this.settings.catalog.syncCron,
      run: () => this.inTurn(KINDS, 'schedule'),
    });
  }

  private heard({ method, url = '' }: IncomingMessage): void {
    if (method !== 'GET') return;
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    const kinds = LOOKED_AT[path.length > 1 ? path.replace(/\/$/, '') : path];
    if (kinds === undefined) return;
    setImmediate(() => void this.inTurn(kinds, 'request'));
  }

  /** Categories first: products stand on their shelves. */
  private async inTurn(kinds: readonly Kind[], cause: 'request' | 'schedule'): Promise<void> {
    for (const kind of kinds.toReversed()) await (await this.begin(kind, cause))?.over;
  }

  private async begin(kind: Kind, cause: 'request' | 'schedule'): ReturnType<SyncRuns['beginIfDue']> {
    try {
      return await runAs(SYSTEM, () => this.runs.beginIfDue(kind, cause));
    } catch (error) {
      this.log.warn(`${kind} could not be begun: ${redact(messageOf(error))}`);
      return null;
    }
  }
}
