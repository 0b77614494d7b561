import { Injectable } from '@nestjs/common';
import { HolderRepository } from '../holders/holder.repository.js';
import { Schemes } from '../questions/schemes.js';
import { Registers } from '../registers.js';
import { type Code, UicRepository } from '../uic.repository.js';
import type { PairDto, PairSideDto } from './duplicates.dto.js';
import { maskPair } from './mask.js';
import type { PairRow } from './pair.entity.js';

/** What is known of all codes of a page. */
interface Known {
  codes: ReadonlyMap<string, Code>;
  phones: ReadonlyMap<string, number>;
  isRegistered: (codeId: string) => boolean | null;
}

/** Shows pairs to those who compare them, masked. */
@Injectable()
export class Comparison {
  constructor(
    private readonly codes: UicRepository,
    private readonly holders: HolderRepository,
    private readonly registers: Registers,
    private readonly schemes: Schemes,
  ) {}

  /** Pairs of which a code was erased meanwhile are left out. */
  async of(pairs: readonly PairRow[]): Promise<PairDto[]> {
    const ids = [...new Set(pairs.flatMap(({ keptId, otherId }) => [keptId, otherId]))];
    const known = {
      codes: new Map((await this.codes.findAll(ids)).map((code) => [code.id, code])),
      phones: countsBy((await this.holders.holdersOf(ids)).map(({ codeId }) => codeId)),
      isRegistered: await this.registers.have(ids),
    };
    return pairs.flatMap((pair) => this.pair(pair, known) ?? []);
  }

  private pair({ keptId, otherId, decidedAt, ...pair }: PairRow, known: Known): PairDto | null {
    const [kept, other] = [known.codes.get(keptId), known.codes.get(otherId)];
    if (kept === undefined || other === undefined) return null;
    const [one, two] = maskPair(this.schemes.byId(kept.scheme) ?? null, [kept.code, other.code]);
    return {
      ...pair,
      kept: side(kept, one, known),
      other: side(other, two, known),
      decidedAt: decidedAt?.toISOString() ?? null,
    };
  }
}

function side(code: Code, mask: string, { phones, isRegistered }: Known): PairSideDto {
  const { id, state, requestCount } = code;
  return {
    id,
    mask,
    state,
    createdAt: code.createdAt.toISOString(),
    lastRequestedAt: code.lastRequestedAt.toISOString(),
    requestCount,
    phones: phones.get(id) ?? 0,
    registered: isRegistered(id),
  };
}

function countsBy(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
