import { Injectable } from '@nestjs/common';
import { partsOf } from '../code.js';
import { HolderRepository } from '../holders/holder.repository.js';
import { Schemes } from '../questions/schemes.js';
import type { AnswerKey } from '../uic.contract.js';
import { CURRENT_STATES } from '../uic.entity.js';
import { type Code, type Known, UicRepository } from '../uic.repository.js';
import type { PairRow } from './pair.entity.js';
import { PairRepository } from './pair.repository.js';

/** A code that was just issued. */
export interface Newcomer {
  id: string;
  code: string;
  scheme: string;
  holderId: string;
}

/** An earlier code of the same holder, and the one question in which it differs. */
export interface Likeness {
  id: string;
  key: AnswerKey;
}

const isCurrent = ({ state }: Pick<Known, 'state'>): boolean => CURRENT_STATES.includes(state);

/** Finds the codes that may belong to the same person as a new one, and remembers the pairs for whoever reviews them. */
@Injectable()
export class Pairing {
  constructor(
    private readonly pairs: PairRepository,
    private readonly codes: UicRepository,
    private readonly holders: HolderRepository,
    private readonly schemes: Schemes,
  ) {}

  /** Keeps the one with whom a new code will be compared; `false` when that one was erased at this very moment. */
  async holdFirst(known: readonly Known[]): Promise<boolean> {
    const first = firstOf(known);
    return first === undefined || (await this.codes.hold([first.id])).length === 1;
  }

  /** Remembers what a new code has in common with earlier ones; `known` have its characters. */
  async remember(newcomer: Newcomer, known: readonly Known[]): Promise<Likeness | null> {
    await this.besideFirst(newcomer.id, known);
    const likeness = await this.likeness(newcomer);
    if (likeness === null) return null;
    const { id: keptId, key: differs } = likeness;
    await this.pairs.add({ kind: 'near-miss', keptId, otherId: newcomer.id, differs });
    return likeness;
  }

  /** The undecided pairs with the same characters in which one of these is the earlier code. */
  waitingFor(codeIds: readonly string[]): Promise<PairRow[]> {
    return this.pairs.waitingFor(codeIds);
  }

  /** The only question in which two codes of one scheme differ; `null` where there are more. */
  difference(one: Pick<Code, 'scheme' | 'code'>, other: Pick<Code, 'scheme' | 'code'>): AnswerKey | null {
    const scheme = one.scheme === other.scheme ? this.schemes.byId(one.scheme) : null;
    const [ours, theirs] = [one, other].map(({ code }) => scheme && partsOf(scheme, code));
    if (!ours || !theirs) return null;
    const differing = Object.keys(ours).filter((key) => ours[key] !== theirs[key]);
    return differing.length === 1 ? (differing[0] ?? null) : null;
  }

  /** An earlier code of the same holder that differs in one answer, as long as nobody has said whether it is the same person's. */
  async remembered(codeId: string): Promise<Likeness | null> {
    const pairs = await this.pairs.ofLater(codeId);
    const pair = pairs.find(({ kind, state }) => kind === 'near-miss' && state === 'OPEN');
    if (pair === undefined || pair.differs === null) return null;
    const earlier = await this.codes.find(pair.keptId);
    return earlier !== null && isCurrent(earlier) ? { id: earlier.id, key: pair.differs } : null;
  }

  /**
   * The codes that these were compared with, or that counted in their place, are gone: they stand alone again, or beside the first
   * of those who are left. Those that something else replaced stay replaced.
   */
  async beginAgain(codeIds: readonly string[]): Promise<void> {
    for (const id of [...codeIds].toSorted()) {
      const code = await this.codes.find(id);
      if (code === null || (await this.isReplaced(code))) continue;
      const pairs = await this.pairs.ofLater(id);
      const compared = pairs.filter(({ kind }) => kind === 'same-code');
      const earlier = compared.length > 0 ? [] : await this.earlier(code);
      const waits = compared.some(({ state }) => state === 'OPEN') || earlier.length > 0;
      await this.codes.change(id, [code.state], {
        state: waits ? 'NEEDS_REVIEW' : 'ACTIVE',
        successorId: null,
      });
      await this.besideFirst(id, earlier);
    }
  }

  private async besideFirst(otherId: string, known: readonly Known[]): Promise<void> {
    const first = firstOf(known);
    if (first === undefined) return;
    await this.pairs.add({ kind: 'same-code', keptId: first.id, otherId, differs: null });
  }

  private async isReplaced({ successorId }: Code): Promise<boolean> {
    return successorId !== null && (await this.codes.find(successorId)) !== null;
  }

  /** Who obtained the same characters before. */
  private async earlier({ id, scheme, code, sequence }: Known & { scheme: string; code: string }) {
    const known = await this.codes.known(scheme, code);
    return known.filter((row) => row.id !== id && row.sequence < sequence);
  }

  /** The newest of this holder's codes that differs in one answer. */
  private async likeness({ id, code, scheme, holderId }: Newcomer): Promise<Likeness | null> {
    const links = await this.holders.linksOf(holderId);
    const earlier = await this.codes.findAll(links.map(({ codeId }) => codeId).filter((each) => each !== id));
    for (const each of earlier.filter(isCurrent)) {
      const key = this.difference(each, { scheme, code });
      if (key !== null) return { id: each.id, key };
    }
    return null;
  }
}

/** The first in the line of those who share a code, as long as its code counts. */
function firstOf(known: readonly Known[]): Known | undefined {
  const inLine = known.toSorted((a, b) => a.sequence - b.sequence);
  return inLine.find(isCurrent) ?? inLine.at(0);
}
