import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FileStorage } from '../../platform/storage/storage.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { HealthChecks } from '../../platform/web/health.js';

/** A storage is asked this often at most, however many probes come. */
const FRESH_MS = 30_000;

/**
 * Whether files can be kept. It is shown and never makes the house unready: without a storage messages still come, are answered and
 * wait, and taking them away from a whole process would be worse than files that come later.
 */
@Injectable()
export class MediaHealth implements OnModuleInit {
  private last: { at: number; up: Promise<boolean> } | null = null;

  constructor(
    private readonly storage: FileStorage,
    private readonly health: HealthChecks,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const check = async () => ({ writable: await this.isUp() });
    this.health.add({ name: 'storage', check });
    this.metrics.gauge('relais_storage_up', 'Whether files can be kept', async () =>
      Number(await this.isUp()),
    );
  }

  private isUp(): Promise<boolean> {
    if (this.last !== null && performance.now() - this.last.at < FRESH_MS) return this.last.up;
    const up = this.storage.check().then(
      () => true,
      () => false,
    );
    this.last = { at: performance.now(), up };
    return up;
  }
}
