import { Injectable } from '@nestjs/common';
import { Assistant } from '../assistant/assistant.contract.js';
import { Catalog } from '../catalog/catalog.contract.js';
import { Clock } from '../kernel/clock.js';
import { Settings } from '../platform/config/settings.js';
import { WhatsApp } from '../whatsapp/whatsapp.contract.js';
import type { Terms } from './dialogue/consent.js';
import type { Entry } from './dialogue/flow.js';
import type { World } from './dialogue/world.js';

/** Where a conversation takes place. */
export interface Seat {
  channel: string;
  number: string;
}

/** What the dialogue may look at, as it is at this moment: the clock, the channel, what there is to offer. */
@Injectable()
export class Surroundings {
  constructor(
    private readonly whatsapp: WhatsApp,
    private readonly catalog: Catalog,
    private readonly assistant: Assistant,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  get now(): number {
    return this.clock.now().getTime();
  }

  /** What a first message to this number meets. */
  entry(number: string): Entry {
    const set = this.whatsapp.entryFlow(number);
    return isEntry(set) ? set : this.settings.conversations.entryFlow;
  }

  /** What people are told of this installation before they answer. */
  get terms(): Terms {
    const { serviceName, contact, contactName } = this.settings.uic;
    const named = [contactName, contact].filter((part) => part !== undefined).join(', ');
    return {
      serviceName,
      register: this.settings.dhis2.mode !== 'off',
      retentionDays: this.settings.whatsapp.retentionDays,
      contact: contact === undefined ? null : named,
    };
  }

  of({ channel, number }: Seat, timeoutMs: number): Omit<World, 'texts' | 'read' | 'recallKey'> {
    const { repliesPerMinute } = this.settings.conversations;
    const card = this.settings.uic.qrCode;
    const can = this.whatsapp.capabilities(channel);
    const catalogId = can.products ? this.whatsapp.catalogOf(number) : null;
    return {
      now: this.now,
      can,
      ...(catalogId !== null && { catalogId }),
      offers: { products: this.catalog.hasProducts, questions: this.assistant.isUseful },
      settings: { ...this.terms, timeoutMs, card, repliesPerMinute },
    };
  }
}

function isEntry(name: string | null): name is Entry {
  return name === 'menu' || name === 'uic' || name === 'assistant';
}
