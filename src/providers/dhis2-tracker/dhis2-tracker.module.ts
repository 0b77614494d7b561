import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Dhis2Module } from '../../dhis2/dhis2.module.js';
import { Dhis2Gateways } from '../../dhis2/dhis2.port.js';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { loadPlan } from './plan/plan-file.js';
import { TrackerClient } from './tracker.client.js';
import { TrackerGateway } from './tracker.gateway.js';

/** DHIS2 by its Tracker API, where the settings say so. A file that cannot be used stops the start. */
@Module({ imports: [Dhis2Module] })
export class Dhis2TrackerModule implements OnModuleInit, OnApplicationShutdown {
  #client: TrackerClient | undefined;

  constructor(
    private readonly gateways: Dhis2Gateways,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const { dhis2, production } = this.settings;
    if (dhis2.mode !== 'tracker') return;
    const plan = loadPlan(dhis2.configFile ?? '', { production });
    this.#client = new TrackerClient(dhis2, this.clock);
    this.gateways.add(new TrackerGateway(this.#client, plan, this.clock));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#client?.close();
  }
}
