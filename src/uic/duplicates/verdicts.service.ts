import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Registers } from '../registers.js';
import { CURRENT_STATES, type CodeState } from '../uic.entity.js';
import { type Code, UicRepository } from '../uic.repository.js';
import { PairDecided, PairOpen, PairReplaced } from './duplicates.errors.js';
import type { PairRow, PairState } from './pair.entity.js';
import { PairRepository, UNDECIDED, type Verdict } from './pair.repository.js';

/** Who decided where staff did not. */
const PERSON = 'person';

/**
 * What a decision on a pair does to its codes, and how it is taken back; inside a transaction. The codes are held first each time:
 * of two who decide at the same moment, or of one who decides and one who erases, the second waits there and then finds it done.
 */
@Injectable()
export class Verdicts {
  constructor(
    private readonly pairs: PairRepository,
    private readonly codes: UicRepository,
    private readonly registers: Registers,
    private readonly clock: Clock,
  ) {}

  /**
   * Both belong to one person: the later code is linked to the earlier one, or to the code that counts for that one by now. Throws
   * `PairDecided`, `PairReplaced`.
   */
  async same({ id, keptId, otherId }: PairRow, by: string): Promise<void> {
    const kept = await this.codes.current(keptId);
    const held = await this.codes.hold(kept === null ? [otherId] : [kept.id, otherId]);
    await this.decide(id, 'OPEN', this.verdict('SAME', by));
    if (kept === null || kept.id === otherId || held.length < 2) throw new PairReplaced();
    const set = { state: 'LINKED', successorId: kept.id } as const;
    if (!(await this.codes.change(otherId, CURRENT_STATES, set))) throw new PairReplaced();
    await this.registers.current.join(kept.id, otherId);
  }

  /** Whether `same` would succeed now. */
  async canBeSame({ keptId, otherId }: PairRow): Promise<boolean> {
    const [kept, other] = [await this.codes.current(keptId), await this.codes.find(otherId)];
    return kept !== null && kept.id !== otherId && other !== null && CURRENT_STATES.includes(other.state);
  }

  /** They belong to two people: nobody needs to look at the later code any more. Throws `PairDecided`. */
  async different({ id, keptId, otherId }: PairRow, by: string): Promise<void> {
    await this.codes.hold([otherId]);
    await this.decide(id, 'OPEN', this.verdict('DIFFERENT', by));
    await this.look(otherId, 'NEEDS_REVIEW');
    await this.registers.current.part(keptId, otherId);
  }

  /** The person itself says that they belong to two people: in the register they were never one. */
  async apart(oneId: string, otherId: string): Promise<void> {
    const pair = await this.pairs.between(oneId, otherId);
    if (pair?.state === 'OPEN') await this.pairs.decide(pair.id, 'OPEN', this.verdict('DIFFERENT', PERSON));
  }

  /**
   * The person corrected itself: the newer code counts, also where no pair was known. The caller holds both. The person may change
   * its own mind, not that of staff: then it is `false`.
   */
  async supersede(older: Code, newer: Code, differs: string | null): Promise<boolean> {
    const pair = await this.pairs.between(older.id, newer.id);
    const verdict = this.verdict('SAME', PERSON);
    const isFirst =
      pair === null
        ? await this.pairs.add({
            kind: 'near-miss',
            keptId: older.id,
            otherId: newer.id,
            differs,
            ...verdict,
          })
        : (pair.state === 'OPEN' || isPersons(pair)) &&
          (await this.pairs.decide(pair.id, pair.state, verdict));
    if (!isFirst) return false;
    const set = { state: 'SUPERSEDED', successorId: newer.id } as const;
    if (!(await this.codes.change(older.id, CURRENT_STATES, set))) throw new PairReplaced();
    await this.registers.current.supersede(older.id, newer.id);
    return true;
  }

  /** Takes a decision back: the codes are as before it, and so is the register. Throws `PairOpen`, `PairDecided`. */
  async reopen(pair: PairRow): Promise<void> {
    if (pair.state === 'OPEN') throw new PairOpen();
    await this.codes.hold([pair.keptId, pair.otherId]);
    await this.decide(pair.id, pair.state, UNDECIDED);
    const replaced = pair.state === 'SAME' ? await this.replacedIn(pair) : null;
    if (replaced === null) await this.look(pair.otherId, 'ACTIVE');
    else await this.restore(replaced);
  }

  /** A code that was superseded was asked for again: it counts once more, and whoever reviews pairs sees the two. */
  async revive(code: Code): Promise<void> {
    const pair = code.successorId === null ? null : await this.pairs.between(code.id, code.successorId);
    if (pair?.state === 'SAME') await this.reopen(pair);
    else await this.restore(code);
  }

  /** These codes are about to be erased. Returns the others in whose place they counted. */
  async forsake(codeIds: readonly string[]): Promise<string[]> {
    const gone = new Set(codeIds);
    const bereft = (await this.codes.replacedBy(codeIds)).filter(({ id }) => !gone.has(id));
    for (const { id, successorId } of bereft)
      if (successorId !== null) await this.registers.current.part(successorId, id);
    await this.registers.current.forget(codeIds);
    return bereft.map(({ id }) => id);
  }

  /** The code counts by itself again. */
  private async restore({
    id,
    state,
    successorId,
  }: Pick<Code, 'id' | 'state' | 'successorId'>): Promise<void> {
    const set = { state: await this.stateOf(id), successorId: null };
    if (!(await this.codes.change(id, [state], set))) throw new PairDecided();
    if (successorId !== null) await this.registers.current.part(successorId, id);
  }

  /** Which of the two does not count because of this pair. */
  private async replacedIn({ keptId, otherId }: PairRow): Promise<Code | null> {
    const codes = await this.codes.findAll([keptId, otherId]);
    const corrected = codes.find(
      ({ state, successorId }) =>
        state === 'SUPERSEDED' && (successorId === keptId || successorId === otherId),
    );
    return corrected ?? codes.find(({ id, state }) => id === otherId && state === 'LINKED') ?? null;
  }

  /** Whether a person has to look at a code that counts by itself depends on its pairs. */
  private async look(id: string, from: CodeState): Promise<void> {
    await this.codes.change(id, [from], { state: await this.stateOf(id), successorId: null });
  }

  private async stateOf(id: string): Promise<CodeState> {
    const pairs = await this.pairs.ofLater(id);
    const waits = pairs.some(({ kind, state }) => kind === 'same-code' && state === 'OPEN');
    return waits ? 'NEEDS_REVIEW' : 'ACTIVE';
  }

  private async decide(id: string, from: PairState, to: Verdict): Promise<void> {
    if (!(await this.pairs.decide(id, from, to))) throw new PairDecided();
  }

  private verdict(state: PairState, decidedBy: string): Verdict {
    return { state, decidedBy, decidedAt: this.clock.now() };
  }
}

/** Whether the person itself said that they are two people. */
function isPersons({ state, decidedBy }: PairRow): boolean {
  return state === 'DIFFERENT' && decidedBy === PERSON;
}
