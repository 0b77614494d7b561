import { Injectable } from '@nestjs/common';
import { UnknownChannel } from './whatsapp.errors.js';
import { type Channel, Channels } from './whatsapp.port.js';

/** The channels that adapters have added. */
@Injectable()
export class ChannelRegistry extends Channels {
  private readonly channels = new Map<string, Channel>();

  add(channel: Channel): void {
    if (this.channels.has(channel.name)) throw new Error(`channel ${channel.name} is added twice`);
    this.channels.set(channel.name, channel);
  }

  get(name: string): Channel {
    const channel = this.channels.get(name);
    if (channel === undefined) throw new UnknownChannel(name, [...this.channels.keys()]);
    return channel;
  }

  /** Whether a number is one of ours. */
  serves(number: string): boolean {
    return this.numbers().some((known) => known.number === number);
  }

  /** Every number with its channel. */
  numbers(): { channel: Channel; number: string }[] {
    return [...this.channels.values()].flatMap((channel) =>
      channel.numbers.map((number) => ({ channel, number })),
    );
  }
}
