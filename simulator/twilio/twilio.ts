import type { TwilioSettings } from '../settings.js';
import { Faults } from '../world/faults.js';
import type { World } from '../world/world.js';
import { Book } from './book.js';
import { Courier } from './courier.js';
import { People } from './person.js';
import { Postman } from './postman.js';

/** Twilio on a desk: takes messages for WhatsApp, delivers what people write, reports. Beside Meta, in the same world. */
export class Twilio {
  /** How the service reaches it; known once it listens. */
  origin = '';
  readonly book = new Book();
  readonly faults = new Faults(() => undefined);
  readonly postman: Postman;
  readonly courier: Courier;
  readonly people: People;

  constructor(
    readonly world: World,
    readonly settings: TwilioSettings,
  ) {
    this.postman = new Postman(world, settings);
    this.courier = new Courier({ world, settings, postman: this.postman, book: this.book });
    this.people = new People(settings, this.postman, () => this.origin);
  }

  /** Forgets everything, and what was under way. */
  reset(): void {
    this.courier.reset();
    this.postman.reset();
    this.book.clear();
    this.faults.clear();
  }
}
