import { Injectable } from '@nestjs/common';
import { Settings } from '../../platform/config/settings.js';
import { type MessageFile, MessageFiles } from '../whatsapp.contract.js';
import { Bearing, wantedRow } from './bearing.js';
import { Fetching, told } from './fetching.js';
import { isShowable } from './file-kinds.js';
import { MediaGone, MediaOff } from './media.errors.js';
import type { MediaRow } from './media.entity.js';
import { MediaRepository } from './media.repository.js';
import { Shelf } from './shelf.js';

/** Files of messages that came in, fetched when the first one asks. */
@Injectable()
export class MessageFilesService extends MessageFiles {
  constructor(
    private readonly media: MediaRepository,
    private readonly bearing: Bearing,
    private readonly fetching: Fetching,
    private readonly shelf: Shelf,
    private readonly settings: Settings,
  ) {
    super();
  }

  async open(messageId: string): Promise<MessageFile> {
    return this.shown(await this.row(messageId));
  }

  /** The file of a row that is here. */
  shown(row: MediaRow): MessageFile {
    const { id, mime, byteCount, sha256 } = row;
    const kind = mime ?? 'application/octet-stream';
    return {
      id,
      mime: kind,
      showable: isShowable(kind),
      size: byteCount ?? 0,
      sha256: sha256 ?? '',
      filename: this.media.nameOf(row),
      bytes: () => this.shelf.open(row),
    };
  }

  private async row(messageId: string): Promise<MediaRow> {
    const known = await this.media.findByMessage(messageId);
    if (known !== null && known.state !== 'WANTED' && known.state !== 'FAILED') return told(known);
    const wanted = await this.bearing.fileOf(messageId);
    if (this.settings.media.fetch === 'never') throw new MediaOff(messageId);
    if (known !== null) return this.fetching.fetch(known, wanted);
    await this.media.want([wantedRow(messageId, wanted.contactId, wanted.media)]);
    const made = await this.media.findByMessage(messageId);
    if (made === null) throw new MediaGone(messageId);
    return this.fetching.fetch(made, wanted);
  }
}
