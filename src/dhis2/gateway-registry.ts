import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../platform/config/settings.js';
import { type Dhis2Gateway, Dhis2Gateways } from './dhis2.port.js';
import { GatewayUnknown } from './dhis2.errors.js';

/** The ways to speak with the register, and which of them the setting names. */
@Injectable()
export class GatewayRegistry extends Dhis2Gateways implements OnApplicationBootstrap {
  private readonly known = new Map<string, Dhis2Gateway>();

  constructor(private readonly settings: Settings) {
    super();
  }

  add(gateway: Dhis2Gateway): void {
    this.known.set(gateway.name, gateway);
  }

  get isOn(): boolean {
    return this.settings.dhis2.mode !== 'off';
  }

  /** Milliseconds for one attempt in all. */
  get timeoutMs(): number {
    return this.settings.dhis2.timeoutMs;
  }

  /** The one in use. */
  get active(): Dhis2Gateway {
    const gateway = this.known.get(this.settings.dhis2.mode);
    if (gateway === undefined) throw new GatewayUnknown(this.settings.dhis2.mode, [...this.known.keys()]);
    return gateway;
  }

  /** By now every gateway has made itself known. */
  onApplicationBootstrap(): void {
    if (this.isOn) void this.active;
  }
}
