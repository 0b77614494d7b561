import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { Uic } from '../../uic/uic.contract.js';
import { WhatsApp } from '../../whatsapp/whatsapp.contract.js';
import { DepartureRepository } from './departure.repository.js';

const DAY_MS = 86_400_000;

/** The limit of codes a day outlives an erasure, for that day only: else SUPPRIMER would be a way around it. */
@Injectable()
export class Departures {
  constructor(
    private readonly repository: DepartureRepository,
    private readonly whatsapp: WhatsApp,
    private readonly uic: Uic,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Before somebody is forgotten: how many codes that was within a day. Nothing is kept of whoever had none. */
  async note(contactId: string): Promise<void> {
    const obtained = await this.obtained(contactId);
    const address = obtained.length === 0 ? null : await this.addressOf(contactId);
    if (address !== null) await this.repository.add(address, obtained);
  }

  /** When somebody who had everything erased may obtain another code; `null`: now, as far as that goes. */
  async until(contactId: string): Promise<Date | null> {
    const gone = await this.repository.since(this.dayAgo);
    const address = gone.length === 0 ? null : await this.addressOf(contactId);
    const own = address === null ? [] : this.repository.of(address, gone);
    if (own.length === 0) return null;
    const all = [...own.map(({ obtainedAt }) => obtainedAt), ...(await this.obtained(contactId))];
    const decisive = all.toSorted((a, b) => a.getTime() - b.getTime()).at(-this.settings.uic.codesPerDay);
    return decisive === undefined ? null : new Date(decisive.getTime() + DAY_MS);
  }

  private get dayAgo(): Date {
    return new Date(this.clock.now().getTime() - DAY_MS);
  }

  private async obtained(contactId: string): Promise<Date[]> {
    const holdings = await this.uic.holdings(contactId);
    return holdings.map(({ createdAt }) => createdAt).filter((moment) => moment > this.dayAgo);
  }

  private async addressOf(contactId: string): Promise<string | null> {
    const [contact] = await this.whatsapp.contacts([contactId]);
    return contact?.phone ?? contact?.userId ?? null;
  }
}
