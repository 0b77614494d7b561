import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import { Database } from '../../platform/database/database.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { InboundSeat } from '../inbox/inbound-seat.js';
import type { InboundMessage } from '../whatsapp.contract.js';
import { mediaIn, wantedRow } from './bearing.js';
import { MediaRepository } from './media.repository.js';

export const FETCH_JOB = 'whatsapp.fetch-media';

/** What may have brought a file. */
type Said = Pick<InboundMessage, 'id' | 'contactId' | 'content'>;

/** Where every file is to be fetched, notes those of the messages that are being handled. Elsewhere nothing is done here at all. */
@Injectable()
export class Arrivals implements OnModuleInit {
  constructor(
    private readonly media: MediaRepository,
    private readonly database: Database,
    private readonly seat: InboundSeat,
    private readonly jobs: Jobs,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    if (this.settings.media.fetch === 'always') this.seat.also((messages) => this.note(messages));
  }

  async note(messages: readonly Said[]): Promise<void> {
    if (this.settings.media.fetch !== 'always') return;
    const rows = messages.flatMap(({ id, contactId, content }) => {
      const media = mediaIn(content);
      return media === null ? [] : [wantedRow(id, contactId, media)];
    });
    if (rows.length === 0) return;
    await this.media.want(rows);
    this.database.afterCommit(() => this.jobs.wake(FETCH_JOB));
  }
}
