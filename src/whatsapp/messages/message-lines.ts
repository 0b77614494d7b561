import { Injectable } from '@nestjs/common';
import { AFTER_ALL_IDS, BEFORE_ALL_IDS } from '../../platform/database/id-range.js';
import { Vault } from '../../platform/vault/vault.js';
import type { InboxRow } from '../inbox/inbox.entity.js';
import { ReceivedRepository } from '../inbox/received.repository.js';
import { MediaRepository } from '../media/media.repository.js';
import { errorIn, shownError } from '../outbox/error-words.js';
import { unpack } from '../outbox/kept.js';
import type { OutboxRow } from '../outbox/outbox.entity.js';
import type { InboundContent, OutboundContent } from '../whatsapp-content.contract.js';
import type { MessageLine } from '../whatsapp.contract.js';
import type { InboundUpdate } from '../whatsapp-updates.contract.js';
import { Amendments } from './amendments.js';
import { SentRepository } from './sent.repository.js';

type SaidContent = InboundContent | OutboundContent;

/** Lines read at a time, of each direction. */
const BATCH = 200;

/** What was said between a person and us, opened for those who may read it. */
@Injectable()
export class MessageLines {
  constructor(
    private readonly received: ReceivedRepository,
    private readonly sent: SentRepository,
    private readonly media: MediaRepository,
    private readonly vault: Vault,
    private readonly amendments: Amendments,
  ) {}

  /** Newest first, before `beforeId`. */
  async history(
    contactId: string,
    numberId: string,
    beforeId: string,
    limit: number,
  ): Promise<MessageLine[]> {
    const sought = { contactId, numberId, before: beforeId };
    const received = await this.received.list({ ...sought, kind: 'message' }, limit);
    const sent = await this.sent.list(sought, limit);
    const lines = await this.lines(received, sent);
    const rows = new Map([
      ...received.map(({ id, channel, dedupeKey: key }) => [id, { channel, key }] as const),
      ...sent.map(({ id, channel, providerKey: key }) => [id, { channel, key }] as const),
    ]);
    const listed = lines
      .toReversed()
      .slice(0, limit)
      .map((line) => ({ line, ...(rows.get(line.id) ?? { channel: '', key: null }) }));
    return this.amendments.marked({ contactId, numberId }, listed, beforeId === AFTER_ALL_IDS);
  }

  /** Everything, oldest first, a few hundred at a time. */
  async *all(contactId: string): AsyncGenerator<MessageLine> {
    for (let afterId = BEFORE_ALL_IDS; ;) {
      const received = await this.received.of(contactId, null, afterId, BATCH);
      const sent = await this.sent.of(contactId, null, afterId, BATCH);
      const lines = (await this.lines(received, sent)).slice(0, BATCH);
      const last = lines.at(-1);
      if (last === undefined) return;
      yield* lines;
      afterId = last.id;
    }
  }

  /** What a person said; `null` once it is erased, or when no key opens it any more. */
  inbound(row: InboxRow): InboundUpdate | null {
    return this.opened(row.body, (text) => JSON.parse(text) as InboundUpdate);
  }

  /** What was said to a person; `null` once it is erased. Private words are not opened. */
  outbound(row: OutboxRow): SaidContent | null {
    if (row.isSensitive) return null;
    // Nobody sends what was written on the phone: it is kept as it was told, like what comes in.
    if (row.origin === 'phone')
      return this.opened(row.body, (text) => (JSON.parse(text) as Pick<InboundUpdate, 'content'>).content);
    return this.opened(row.body, (text) => unpack(text).content);
  }

  /** The mark of whoever had it sent, as long as the words are kept. */
  callbackData(row: OutboxRow): string | undefined {
    return this.opened(row.body, (text) => unpack(text).callbackData) ?? undefined;
  }

  /** In the order of their ids. */
  private async lines(received: readonly InboxRow[], sent: readonly OutboxRow[]): Promise<MessageLine[]> {
    const bearing = [...received, ...sent.filter(({ origin }) => origin === 'phone')];
    const files = await this.media.idsOf(bearing.map(({ id }) => id));
    const lines = [
      ...received.map((row) => receivedLine(row, this.inbound(row)?.content ?? null, files.get(row.id))),
      ...sent.map((row) => sentLine(row, this.outbound(row), files.get(row.id))),
    ];
    return lines.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  private opened<T>(body: string | null, read: (text: string) => T): T | null {
    if (body === null) return null;
    try {
      return read(this.vault.open(body));
    } catch {
      return null;
    }
  }
}

function receivedLine(row: InboxRow, content: InboundContent | null, file: string | undefined): MessageLine {
  return {
    id: row.id,
    direction: 'in',
    state: 'received',
    type: row.topic,
    content,
    isPrivate: false,
    origin: null,
    at: row.receivedAt,
    files: file === undefined ? [] : [file],
  };
}

function sentLine(row: OutboxRow, content: SaidContent | null, file: string | undefined): MessageLine {
  const error = errorIn(row);
  return {
    id: row.id,
    direction: 'out',
    state: row.state.toLowerCase(),
    type: row.type,
    content,
    isPrivate: row.isSensitive,
    origin: row.origin,
    at: row.createdAt,
    files: file === undefined ? filesIn(content) : [file],
    ...(error !== null && { error: shownError(error) }),
  };
}

/** Ids of files of our storage that a message to a person brings. */
export function filesIn(content: SaidContent | null): string[] {
  if (content === null) return [];
  const source =
    'source' in content ? content.source : 'banner' in content ? content.banner?.source : undefined;
  return source !== undefined && 'file' in source ? [source.file] : [];
}
