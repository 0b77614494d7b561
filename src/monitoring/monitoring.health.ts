import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { Database } from '../platform/database/database.js';
import { HealthChecks } from '../platform/web/health.js';

/** What every process needs, whatever its rooms do: the database, and a disk for the updates that come while it is away. */
@Injectable()
export class GroundHealth implements OnModuleInit {
  constructor(
    private readonly health: HealthChecks,
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.health.add({ name: 'database', check: () => this.database.ping() });
    this.health.add({ name: 'spool', check: () => this.writeToSpool() });
  }

  /** Asking for permission is not enough: a full disk shows only in a write. */
  private async writeToSpool(): Promise<void> {
    const probe = join(this.settings.whatsapp.spoolDir, `.probe-${process.pid}`);
    await writeFile(probe, 'ok');
    await rm(probe);
  }
}
