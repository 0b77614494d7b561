import { choicesOf } from '../world/content.js';
import type { Phone } from '../world/phones.js';
import type { World } from '../world/world.js';
import { contentOf, replyToOf, wireOf, type Said } from './inbound.js';
import type { MediaLinks } from './media-links.js';
import type { Tray } from './tray.js';
import { newWamid } from './wamid.js';
import { contactOf, senderOf, seconds, type MessageUpdate } from './wire.js';

/** When and under which id a message is said; both are made up where absent. */
export interface Stamp {
  id?: string;
  at?: number;
  /** Id of the service's number to which it is said; absent: the first. */
  to?: string;
}

/** A tap that nothing offered. */
export class NoSuchChoice extends Error {}

/** What people say: a bubble on their phone, and an update for the service. */
export class Mouth {
  constructor(
    private readonly world: World,
    private readonly links: MediaLinks,
    private readonly tray: Tray,
  ) {}

  /** Says it and sends it; resolves once it is on its way, `delivered` once the service has it. */
  say(phone: Phone, said: Said, stamp: Stamp = {}): { id: string; delivered: Promise<boolean> } {
    const update = this.utter(phone, said, stamp);
    const delivered = this.tray.put(update).then((taken) => this.arrived(update.id, taken));
    return { id: update.id, delivered };
  }

  /** Puts it on the phone and makes the update, without sending it. */
  utter(
    phone: Phone,
    said: Said,
    { id = newWamid(phone.number, 'in'), at = Date.now(), to }: Stamp,
  ): MessageUpdate {
    const { settings } = this.world.lines.ofNumber(to) ?? this.world.lines.first;
    const wire = wireOf(said, this.links, settings.displayPhoneNumber);
    this.world.phones.wrote(phone.number, at);
    this.show(phone, said, { id, at, to: settings.phoneNumberId });
    return {
      kind: 'message',
      phone: phone.number,
      what: wire.type,
      id,
      line: settings.phoneNumberId,
      contact: contactOf(phone),
      data: { ...senderOf(phone), id, timestamp: seconds(at), ...wire },
    };
  }

  /** The service has it: the second tick. */
  arrived(id: string, taken: boolean): boolean {
    if (taken) this.world.chats.tick(id, 'delivered');
    return taken;
  }

  /** Finds the choice that a person taps: the newest message with it, or the one named. */
  findTap(phone: Phone, wish: { choice: string; messageId?: string }): Extract<Said, { type: 'tap' }> {
    const bubbles = this.world.chats.of(phone.number).toReversed();
    for (const bubble of bubbles) {
      if (wish.messageId !== undefined && bubble.id !== wish.messageId) continue;
      const { type } = bubble.content;
      if (type !== 'buttons' && type !== 'list' && type !== 'template') continue;
      const found = choicesOf(bubble.content).find(
        ({ id, title }) => id === wish.choice || title === wish.choice,
      );
      if (found) return { type: 'tap', on: type, messageId: bubble.id, choice: found };
    }
    throw new NoSuchChoice(`No message on this phone offers "${wish.choice}".`);
  }

  /** The message whose form a person fills in: the one named, or the newest with a form. */
  findForm(phone: Phone, messageId?: string): { messageId?: string; token?: string } {
    for (const bubble of this.world.chats.of(phone.number).toReversed()) {
      const wanted = messageId === undefined || bubble.id === messageId;
      if (!wanted || bubble.content.type !== 'form') continue;
      const { token } = bubble.content;
      return { messageId: bubble.id, ...(token !== undefined && { token }) };
    }
    return messageId === undefined ? {} : { messageId };
  }

  private show(phone: Phone, said: Said, { id, at, to: line }: Required<Stamp>): void {
    if (said.type === 'reaction') return this.world.chats.react(said.messageId, 'person', said.emoji);
    if (said.type === 'edit')
      return this.world.chats.reword(said.messageId, { type: 'text', text: said.text });
    if (said.type === 'revoke') return this.world.chats.reword(said.messageId, { type: 'gone' });
    if (said.type === 'tap' && said.on !== 'list') this.world.chats.tap(said.messageId, said.choice.id);
    const replyTo = replyToOf(said);
    this.world.chats.add({
      id,
      phone: phone.number,
      side: 'person',
      at,
      line,
      content: contentOf(said),
      ticks: 'sent',
      ...(replyTo && { replyTo }),
    });
  }
}
