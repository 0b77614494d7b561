import { Injectable } from '@nestjs/common';
import { NumberBook } from './numbers/number-book.js';
import { UnknownChannel } from './whatsapp.errors.js';
import { type Channel, Channels, type OwnNumber } from './whatsapp.port.js';

/** The channels that adapters have added, and which number is whose. */
@Injectable()
export class ChannelRegistry extends Channels {
  private readonly channels = new Map<string, Channel>();

  constructor(private readonly book: NumberBook) {
    super();
  }

  add(channel: Channel): void {
    if (this.channels.has(channel.name)) throw new Error(`channel ${channel.name} is added twice`);
    this.channels.set(channel.name, channel);
    this.book.list(channel.name, channel.numbers);
  }

  get(name: string): Channel {
    const channel = this.channels.get(name);
    if (channel === undefined) throw new UnknownChannel(name, [...this.channels.keys()]);
    return channel;
  }

  /** Whether a number is one of ours, also one that is paused. Asked for each update. */
  serves(number: string): boolean {
    return this.book.number(number) !== undefined;
  }

  /** How one of our numbers is set; `undefined` when it is not ours. */
  own(number: string): OwnNumber | undefined {
    return this.book.number(number);
  }

  /** What the providers' own interfaces call parts of a request to send. */
  aliases(): Readonly<Record<string, string>> {
    return Object.assign({}, ...[...this.channels.values()].map(({ aliases }) => aliases)) as Record<
      string,
      string
    >;
  }

  /** Every number with its channel, at this moment. */
  numbers(): { channel: Channel; number: string }[] {
    return this.book.numbers().flatMap(({ id: number, channel: name }) => {
      const channel = this.channels.get(name);
      return channel === undefined ? [] : [{ channel, number }];
    });
  }
}
