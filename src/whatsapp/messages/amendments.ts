import { Injectable } from '@nestjs/common';
import { idAt } from '../../platform/database/id-range.js';
import { Vault } from '../../platform/vault/vault.js';
import { messageKey, providerKey } from '../inbox/inbox-rows.js';
import type { MessageLine } from '../whatsapp.contract.js';
import { AmendmentRepository, type AmendmentRow, type Span } from './amendment.repository.js';

/** What became of a message after it was said. */
export type Fate = Pick<MessageLine, 'editedAt' | 'deletedAt'>;

/** A message of a conversation, with the hash under which the provider's id finds it. */
export interface Listed {
  line: MessageLine;
  channel: string;
  key: string | null;
}

/** A change of a message: of which one, by its hash, and when. */
interface Change {
  key: string;
  kind: 'edit' | 'revoke';
  at: Date;
}

type Direction = MessageLine['direction'];
type Content = MessageLine['content'];

/** WhatsApp lets people change a message for minutes and take it back for two days; some of it comes late. */
const CHANGED_MS = 7 * 86_400_000;

/** What was changed or taken back afterwards, and which message another one is about. */
@Injectable()
export class Amendments {
  constructor(
    private readonly repository: AmendmentRepository,
    private readonly vault: Vault,
  ) {}

  /**
   * The lines with what became of them, and with our id of what they are about. What was taken back is not shown any more.
   * `isNewest`: nothing was said after them, so that every change of them is among them.
   */
  async marked(
    place: Pick<Span, 'contactId' | 'numberId'>,
    listed: readonly Listed[],
    isNewest: boolean,
  ): Promise<MessageLine[]> {
    const among = listed.flatMap(({ line, channel }) => changeIn(line.content, line, channel) ?? []);
    const later = isNewest
      ? []
      : await this.later(
          place,
          listed.map(({ line }) => line),
        );
    const fates = fatesOf([...among, ...later]);
    const targets = await this.targets(listed);
    return listed.map(({ line, channel, key }) => {
      const targetKey = amendedKey(line.content, line.direction, channel);
      const own = key === null ? undefined : fates.get(key);
      // The words of an edit go with the message of which they are.
      const withdrawn = line.content?.kind === 'edit' ? fates.get(targetKey ?? '')?.deletedAt : undefined;
      return shown(line, {
        ...own,
        ...(withdrawn !== undefined && { deletedAt: withdrawn }),
        ...targets(line, channel),
      });
    });
  }

  /** What became of one message. */
  async fateOf(
    place: Pick<Span, 'contactId' | 'numberId'>,
    message: Pick<MessageLine, 'id' | 'direction' | 'at' | 'origin'> & { key: string | null },
  ): Promise<Fate> {
    if (message.key === null) return {};
    return fatesOf(await this.later(place, [message])).get(message.key) ?? {};
  }

  /** Our id of the message that the provider calls so: most often one of ours, sometimes words of the person. */
  async idOf(channel: string, providerId: string): Promise<string | null> {
    const keys = [providerKey(channel, providerId), messageKey(channel, providerId)] as const;
    const ids = await this.repository.idsOf([keys[0]], [keys[1]]);
    return ids.get(keys[0]) ?? ids.get(keys[1]) ?? null;
  }

  /** Changes that came after the first of these lines. */
  private async later(
    place: Pick<Span, 'contactId' | 'numberId'>,
    lines: readonly Pick<MessageLine, 'id' | 'direction' | 'at' | 'origin'>[],
  ): Promise<Change[]> {
    const found: Change[] = [];
    const look = async (direction: Direction, ours: typeof lines) => {
      const ids = ours.map(({ id }) => id).toSorted();
      const [after] = ids;
      if (after === undefined) return;
      const end = Math.max(...ours.map(({ at }) => at.getTime())) + CHANGED_MS;
      const span = { ...place, after, before: idAt(new Date(end)) };
      const rows = await (direction === 'in'
        ? this.repository.received(span)
        : this.repository.onPhone(span));
      found.push(...rows.flatMap((row) => this.changeOf(row, direction) ?? []));
    };
    await look(
      'in',
      lines.filter(({ direction }) => direction === 'in'),
    );
    await look(
      'out',
      lines.filter(({ origin }) => origin === 'phone'),
    );
    return found;
  }

  private changeOf({ body, at, channel }: AmendmentRow, direction: Direction): Change | null {
    if (body === null) return null;
    try {
      const { content } = JSON.parse(this.vault.open(body)) as { content: Content };
      return changeIn(content, { direction, at }, channel);
    } catch {
      // No key opens it any more.
      return null;
    }
  }

  /** Finds what lines are about: first among themselves, then all others together. */
  private async targets(
    listed: readonly Listed[],
  ): Promise<(line: MessageLine, channel: string) => Pick<MessageLine, 'targetId'>> {
    const ids = new Map(listed.flatMap(({ key, line }) => (key === null ? [] : [[key, line.id] as const])));
    const wanted = listed.flatMap(({ line, channel }) => {
      const target = targetIn(line.content);
      if (target === null) return [];
      const keys = { ours: providerKey(channel, target), theirs: messageKey(channel, target) };
      return ids.has(keys.ours) || ids.has(keys.theirs) ? [] : [keys];
    });
    const others = await this.repository.idsOf(
      [...new Set(wanted.map(({ ours }) => ours))],
      [...new Set(wanted.map(({ theirs }) => theirs))],
    );
    const idOf = (key: string) => ids.get(key) ?? others.get(key);
    return ({ content }, channel) => {
      const target = targetIn(content);
      if (target === null) return {};
      return { targetId: idOf(providerKey(channel, target)) ?? idOf(messageKey(channel, target)) ?? null };
    };
  }
}

function targetIn(content: Content): string | null {
  return content !== null && 'target' in content ? content.target : null;
}

/** Everybody changes their own messages only. */
function amendedKey(content: Content, direction: Direction, channel: string): string | null {
  if (content?.kind !== 'edit' && content?.kind !== 'revoke') return null;
  return direction === 'in' ? messageKey(channel, content.target) : providerKey(channel, content.target);
}

function changeIn(
  content: Content,
  { direction, at }: Pick<MessageLine, 'direction' | 'at'>,
  channel: string,
): Change | null {
  const key = amendedKey(content, direction, channel);
  return key === null ? null : { key, kind: content?.kind === 'edit' ? 'edit' : 'revoke', at };
}

/** By hash, the last change of each kind. */
function fatesOf(changes: readonly Change[]): Map<string, Fate> {
  const fates = new Map<string, Fate>();
  for (const { key, kind, at } of changes.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
    fates.set(key, { ...fates.get(key), ...(kind === 'edit' ? { editedAt: at } : { deletedAt: at }) });
  return fates;
}

function shown(line: MessageLine, marks: Fate & Pick<MessageLine, 'targetId'>): MessageLine {
  const isGone = marks.deletedAt !== undefined;
  return { ...line, ...marks, ...(isGone && { content: null, files: [] }) };
}
