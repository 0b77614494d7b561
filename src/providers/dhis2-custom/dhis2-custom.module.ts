import { Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Dhis2Module } from '../../dhis2/dhis2.module.js';
import { Dhis2Gateways } from '../../dhis2/dhis2.port.js';
import { Settings } from '../../platform/config/settings.js';
import { CustomClient } from './calls/custom.client.js';
import { loadCustomConfig } from './config/config-file.js';
import { CustomGateway } from './custom.gateway.js';

/** A register behind up to six addresses of the deployment's own, where DHIS2_MODE says so. */
@Module({ imports: [Dhis2Module] })
export class Dhis2CustomModule implements OnModuleInit, OnModuleDestroy {
  #client: CustomClient | undefined;

  constructor(
    private readonly gateways: Dhis2Gateways,
    private readonly settings: Settings,
  ) {}

  /** A faulty file stops the start here. */
  onModuleInit(): void {
    const { mode, baseUrl, account, configFile, concurrency } = this.settings.dhis2;
    if (mode !== 'custom') return;
    const config = loadCustomConfig(configFile, { account, production: this.settings.production });
    this.#client = new CustomClient(baseUrl, concurrency, config);
    this.gateways.add(new CustomGateway(this.#client));
  }

  async onModuleDestroy(): Promise<void> {
    await this.#client?.close();
  }
}
