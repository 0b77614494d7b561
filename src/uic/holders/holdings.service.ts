import { Injectable } from '@nestjs/common';
import { partsOf } from '../code.js';
import { Pairing } from '../duplicates/pairing.service.js';
import { Schemes } from '../questions/schemes.js';
import { Registers } from '../registers.js';
import type { AnswerKey, Holding, Issued } from '../uic.contract.js';
import { CURRENT_STATES, type HolderRow } from '../uic.entity.js';
import { characters, type Code, UicRepository } from '../uic.repository.js';
import { HolderRepository } from './holder.repository.js';

const isCurrent = ({ state }: Code): boolean => CURRENT_STATES.includes(state);

/** What people have, and what may be told of it. */
@Injectable()
export class Holdings {
  constructor(
    private readonly codes: UicRepository,
    private readonly holders: HolderRepository,
    private readonly pairing: Pairing,
    private readonly registers: Registers,
    private readonly schemes: Schemes,
  ) {}

  hasAny(holderId: string): Promise<boolean> {
    return this.holders.hasAny(holderId);
  }

  /** The characters that count; `null` when they are not known yet, and when the code is gone. */
  codeOf(codeId: string): Promise<string | null> {
    return this.codes.codeOf(codeId);
  }

  async settled(holderId: string, codeId: string): Promise<Issued | null> {
    const held = await this.holders.heldBy(holderId, [codeId]);
    const code = held.has(codeId) ? await this.codes.find(codeId) : null;
    if (code === null || code.pendingUntil !== null) return null;
    const likeness = await this.pairing.remembered(codeId);
    const resembles = likeness === null ? {} : { resembles: likeness };
    return { outcome: 'issued', id: codeId, code: characters(code), repeat: false, ...resembles };
  }

  /**
   * Every code of the holder is opened and compared, whatever was answered: neither the answer nor the time that it takes tells
   * more than whether one fits. A code that staff linked to another one is found as that one.
   */
  async recall(holderId: string, key: AnswerKey, value: string): Promise<{ id: string; code: string }[]> {
    const counting = await this.counting(holderId);
    const told = counting.map((code) => ({ code, part: this.partOf(code, key) }));
    return told
      .filter(({ code, part }) => part === value && code.pendingUntil === null)
      .map(({ code }) => ({ id: code.id, code: characters(code) }));
  }

  async list(holderId: string): Promise<Holding[]> {
    const links = await this.holders.linksOf(holderId);
    const ids = links.map(({ codeId }) => codeId);
    const isRegistered = await this.registers.have(ids);
    const codes = new Map((await this.codes.findAll(ids)).map((code) => [code.id, code]));
    return links.flatMap(({ codeId: id, createdAt }) => {
      const code = codes.get(id);
      if (code === undefined) return [];
      return [{ id, createdAt, current: isCurrent(code), registered: isRegistered(id) }];
    });
  }

  /** With all who may be shown it: its own holders first, then those of the codes for which it counts. */
  async find(codeId: string): Promise<{ id: string; code: string; holderIds: string[] } | null> {
    const code = await this.codes.find(codeId);
    if (code === null || !isCurrent(code) || code.pendingUntil !== null) return null;
    const links = await this.linksTo(codeId);
    const holderIds = [...new Set(links.map(({ holderId }) => holderId))];
    return { id: codeId, code: characters(code), holderIds };
  }

  /** Who has this code, and since when, in the same order, whether it counts or not; `null` when it is gone. */
  async holdersOf(codeId: string): Promise<readonly HolderRow[] | null> {
    return (await this.codes.find(codeId)) === null ? null : this.linksTo(codeId);
  }

  private async linksTo(codeId: string): Promise<HolderRow[]> {
    const ids = [codeId, ...(await this.replacedBy(codeId))];
    const links = await this.holders.holdersOf(ids);
    return ids.flatMap((id) => links.filter((link) => link.codeId === id));
  }

  /** The codes that count for what this holder has, newest first, each once. */
  private async counting(holderId: string): Promise<Code[]> {
    const links = await this.holders.linksOf(holderId);
    const own = await this.codes.findAll(links.map(({ codeId }) => codeId));
    const found = new Map<string, Code>();
    for (const code of own) {
      const current = isCurrent(code) ? code : await this.codes.current(code.id);
      if (current !== null) found.set(current.id, current);
    }
    return [...found.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Codes in whose place this one counts, directly or through others. */
  private async replacedBy(codeId: string): Promise<string[]> {
    const found = new Set<string>();
    for (let wave = [codeId]; wave.length > 0;) {
      const replaced = await this.codes.replacedBy(wave);
      wave = replaced.map(({ id }) => id).filter((id) => id !== codeId && !found.has(id));
      for (const id of wave) found.add(id);
    }
    return [...found];
  }

  private partOf({ scheme: id, code }: Code, key: AnswerKey): string | undefined {
    const scheme = this.schemes.byId(id);
    return scheme ? partsOf(scheme, code)?.[key] : undefined;
  }
}
