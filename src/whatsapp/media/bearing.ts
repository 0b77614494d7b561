import { Injectable } from '@nestjs/common';
import { Vault } from '../../platform/vault/vault.js';
import type { InboundContent } from '../whatsapp-content.contract.js';
import type { InboundUpdate } from '../whatsapp-updates.contract.js';
import { MediaGone, MediaLater, MediaNotFound } from './media.errors.js';
import { type Bearer, MediaRepository, type NewMedia } from './media.repository.js';

type Media = Extract<InboundContent, { kind: 'media' }>;

/** A file at the provider, as the message tells of it. */
export interface WantedFile {
  channel: string;
  number: string;
  contactId: string;
  media: Media;
}

/** Which file a message brought. */
@Injectable()
export class Bearing {
  constructor(
    private readonly media: MediaRepository,
    private readonly vault: Vault,
  ) {}

  /** Throws `MediaNotFound` where there is none, `MediaGone` where the message was erased. */
  async fileOf(messageId: string): Promise<WantedFile> {
    const bearer = await this.media.bearer(messageId);
    if (bearer === null || bearer.kind !== 'message') throw new MediaNotFound(messageId);
    if (bearer.body === null) throw new MediaGone(messageId);
    const media = mediaIn(this.contentOf(bearer));
    if (media === null) throw new MediaNotFound(messageId);
    // Until its contact is known nobody could erase the file with the person.
    if (bearer.contactId === null) throw new MediaLater(messageId);
    return { channel: bearer.channel, number: bearer.numberId, contactId: bearer.contactId, media };
  }

  private contentOf({ body }: Bearer): InboundContent {
    return (JSON.parse(this.vault.open(body ?? '')) as InboundUpdate).content;
  }
}

/** The file in a content, also in one that took the place of an earlier one. */
export function mediaIn(content: InboundContent): Media | null {
  if (content.kind === 'media') return content;
  return content.kind === 'edit' ? mediaIn(content.content) : null;
}

/** The row of a file that is still to be fetched. */
export function wantedRow(messageId: string, contactId: string, { media: kind }: Media): NewMedia {
  return { direction: 'in', messageId, contactId, kind, state: 'WANTED' };
}
