import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { TemplateUsers } from '../template-sync.port.js';

/** What runs need to know of the world around. */
@Injectable()
export class World {
  constructor(
    private readonly templateUsers: TemplateUsers,
    private readonly clock: Clock,
  ) {}

  now(): Date {
    return this.clock.now();
  }

  users(all: boolean): Promise<string[]> {
    return this.templateUsers.ids(all ? 'everybody' : 'administrators');
  }
}
