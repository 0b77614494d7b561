import { Injectable } from '@nestjs/common';
import { Interview } from '../answers/interview.js';
import { type Figures, figuresOf } from './figures.js';
import { TallyRepository } from './tally.repository.js';
import { Tally } from './tally.service.js';

/** Figures with the names of towns, where the table still has them. */
export interface NamedFigures extends Figures {
  towns: { town: string; name: string | null; count: number }[];
}

/** What the counts tell: how many, from where, and where people stop. */
@Injectable()
export class Statistics {
  constructor(
    private readonly tally: Tally,
    private readonly repository: TallyRepository,
    private readonly interview: Interview,
  ) {}

  /** Over these days, in their order; includes what this process has not written yet. */
  async over(days: readonly string[]): Promise<NamedFigures> {
    await this.tally.flush();
    const rows = await this.repository.between(days[0] ?? '', days.at(-1) ?? '');
    const figures = figuresOf(rows, days);
    const { towns } = this.interview;
    return {
      ...figures,
      towns: figures.towns.map((each) => ({ ...each, name: towns.withCode(each.town)?.name ?? null })),
    };
  }
}
