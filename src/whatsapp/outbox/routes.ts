import { Injectable } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import { ChannelRegistry } from '../channel-registry.js';
import { type Channel, OwnNumbers } from '../whatsapp.port.js';

/** One of our numbers, as far as sending from it goes. */
export interface Route {
  number: string;
  channel: Channel;
  /** The account at the provider; the number itself where nobody told. */
  accountId: string;
  isPaused: boolean;
  perSecond: number;
}

/** From which numbers messages leave, and how fast: what the channels serve, as people have set it. From memory. */
@Injectable()
export class Routes {
  constructor(
    private readonly channels: ChannelRegistry,
    private readonly settings: Settings,
    private readonly numbers: OwnNumbers,
  ) {}

  all(): Route[] {
    return this.channels.numbers().map(({ channel, number }) => {
      const own = this.numbers.number(number);
      return {
        number,
        channel,
        accountId: own?.accountId ?? number,
        isPaused: own?.state === 'paused',
        perSecond: own?.perSecond ?? this.settings.whatsapp.maxPerSecond,
      };
    });
  }

  of(number: string): Route | undefined {
    return this.all().find((route) => route.number === number);
  }

  /** The first number of the default channel that is not paused; a paused one where there is no other. */
  usual(): Route | undefined {
    const { provider } = this.settings.whatsapp;
    const all = this.all();
    const own = all.filter(({ channel }) => channel.name === provider);
    const choice = own.length > 0 ? own : all;
    return choice.find(({ isPaused }) => !isPaused) ?? choice[0];
  }

  /** Calls back whenever numbers were changed. */
  changed(listener: () => void): void {
    this.numbers.changed(listener);
  }
}
