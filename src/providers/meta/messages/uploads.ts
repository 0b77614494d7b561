import type { Clock } from '../../../kernel/clock.js';
import type { MediaKind, MediaSource } from '../../../whatsapp/whatsapp-content.contract.js';
import type { Attachments } from '../../../whatsapp/whatsapp.port.js';
import type { AccountClient, AccountOutcome } from '../graph/account.client.js';
import { formBody } from '../graph/graph.client.js';
import { providerIdOf } from '../graph/json.js';
import { type FileToSend, faultsInFile } from './file-faults.js';
import { refusalFor } from './faults.js';
import type { MediaReference } from './outbound.translate.js';
import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';

/** What became of the file of a message; `known`: Meta had it from before. */
export type Upload = { done: true; media: MediaReference; known: boolean } | UploadFailure;

/** Why a file could not be handed over. */
export type UploadFailure = { done: false; refused: ChannelError } | { done: false; outcome: AccountOutcome };

/** A file on its way to Meta. */
export interface UploadRequest {
  account: AccountClient;
  number: string;
  media: MediaKind;
  source: MediaSource;
}

/** Meta keeps an uploaded file for 30 days. */
const KEPT_MS = 25 * 86_400_000;
const MOST_KEPT = 1000;
const PICTURE_TYPE = 'image/png';

/** Hands files to Meta; one of our storage that it has already is not handed over again. */
export class Uploads {
  private readonly kept = new Map<string, { id: string; until: number }>();

  constructor(private readonly clock: Clock) {}

  async referenceTo(request: UploadRequest, attachments: Attachments): Promise<Upload> {
    const { source } = request;
    if ('link' in source) return { done: true, media: { link: source.link }, known: false };
    if ('provided' in source) return { done: true, media: { id: source.provided }, known: false };
    const known = this.idOf(request);
    if (known) return { done: true, media: { id: known }, known: true };
    return this.upload(request, await fileOf(request, attachments));
  }

  /** After Meta did not take a message with a file that it was thought to have. */
  forget(request: UploadRequest): void {
    this.kept.delete(keyOf(request));
  }

  private async upload(request: UploadRequest, file: FileToSend): Promise<Upload> {
    const refused = refusalFor(faultsInFile(file));
    if (refused) return { done: false, refused };
    const { account, number } = request;
    const body = formBody({ bytes: file.bytes, mime: file.mime, filename: filenameOf(file.mime) });
    const path = `${number}/media`;
    const outcome = await account.call({ method: 'POST', path, body, patient: true });
    const id = outcome.end === 'answered' ? providerIdOf(outcome.body?.['id']) : undefined;
    if (!id) return { done: false, outcome };
    if ('file' in request.source) this.keep(keyOf(request), id);
    return { done: true, media: { id }, known: false };
  }

  private idOf(request: UploadRequest): string | undefined {
    const kept = this.kept.get(keyOf(request));
    return kept && kept.until > this.clock.now().getTime() ? kept.id : undefined;
  }

  private keep(key: string, id: string): void {
    this.kept.delete(key);
    this.kept.set(key, { id, until: this.clock.now().getTime() + KEPT_MS });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}

function keyOf({ number, source }: UploadRequest): string {
  return 'file' in source ? `${number}/${source.file}` : '';
}

async function fileOf({ media, source }: UploadRequest, attachments: Attachments): Promise<FileToSend> {
  if ('attachment' in source)
    return { media, bytes: await attachments.render(source.attachment), mime: PICTURE_TYPE };
  if (!('file' in source)) throw new Error('a file that is not ours is not opened here');
  const { bytes, mime } = await attachments.open(source.file);
  return { media, bytes, mime };
}

/** A name for the form only: the one that the person sees goes with the message. */
function filenameOf(mime: string): string {
  const [kind = 'file', format = ''] = mime.split(/[;/]/, 2);
  return /^[a-z0-9]{1,8}$/.test(format) ? `${kind}.${format}` : 'file';
}
