import { Injectable } from '@nestjs/common';
import type { ContentFault, OutboundContent } from '../whatsapp-content.contract.js';
import { MediaRepository } from '../media/media.repository.js';
import { ownFilesIn } from './own-files.js';
import { QuoteRepository } from './quote.repository.js';
import { ContentRefused } from './submit.errors.js';
import type { Recipient } from './submit-recipient.js';

const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const UNKNOWN = 'ne désigne aucun fichier';
const GONE = 'désigne un fichier qui n’est pas ou plus ici';

/** What a message points at: the provider's id stands in the place of ours, and a file has to be there. */
@Injectable()
export class SubmitQuotes {
  constructor(
    private readonly quotes: QuoteRepository,
    private readonly media: MediaRepository,
  ) {}

  async settled(content: OutboundContent, recipient: Recipient): Promise<OutboundContent> {
    const { replyTo } = content;
    await this.filesMustFit(content, recipient);
    const quoting = replyTo === undefined ? {} : { replyTo: await this.idOf('replyTo', replyTo, recipient) };
    if (content.kind !== 'reaction') return { ...content, ...quoting };
    return { ...content, ...quoting, target: await this.idOf('target', content.target, recipient) };
  }

  /** Each file of ours is here, and of a kind and size that the channel takes. */
  private async filesMustFit(content: OutboundContent, { route }: Recipient): Promise<void> {
    const faults: ContentFault[] = [];
    for (const { media, file, field } of ownFilesIn(content)) {
      const row = OURS.test(file) ? await this.media.find(file.toLowerCase()) : null;
      if (row?.state !== 'STORED') faults.push({ field, message: row === null ? UNKNOWN : GONE });
      else {
        const kind = { media, mime: row.mime ?? 'application/octet-stream', size: row.byteCount ?? 0 };
        faults.push(...route.channel.faultsInFile(kind).map((fault) => ({ ...fault, field })));
      }
    }
    if (faults.length > 0) throw new ContentRefused(faults);
  }

  private async idOf(field: string, id: string, { contactId, route }: Recipient): Promise<string> {
    if (!OURS.test(id)) return id;
    const quoted = await this.quotes.find(id.toLowerCase());
    const isTheirs =
      quoted !== null &&
      quoted.contactId === contactId &&
      quoted.number === route.number &&
      contactId !== null;
    if (!isTheirs)
      throw new ContentRefused([{ field, message: 'ne désigne aucun message de cette conversation' }]);
    if (quoted.providerId !== null) return quoted.providerId;
    const message =
      quoted.direction === 'out'
        ? 'désigne un message qui n’est pas encore parti'
        : 'désigne un message dont le contenu a été effacé';
    throw new ContentRefused([{ field, message }]);
  }
}
