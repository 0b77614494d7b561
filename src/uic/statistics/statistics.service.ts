import { Injectable } from '@nestjs/common';
import { Interview } from '../answers/interview.js';
import { type Figures, figuresOf, stagesOf } from './figures.js';
import { TallyRepository } from './tally.repository.js';
import { Tally } from './tally.service.js';

/** Figures with the names of towns, where the table still has them, and of answers, where the questions have them. */
export interface NamedFigures extends Figures {
  towns: { town: string; name: string | null; count: number }[];
  genders: { gender: string; name: string | null; count: number }[];
}

/** Of the shipped questions: their texts are in the language files. */
const STAGES: Readonly<Record<string, string>> = {
  consent: 'accord',
  family: 'nom de famille',
  given: 'prénom',
  year: 'année de naissance',
  town: 'ville de naissance',
  gender: 'genre',
  summary: 'récapitulatif',
};

const GENDERS: Readonly<Record<string, string>> = { '1': 'homme', '2': 'femme', '3': 'trans', '4': 'autre' };

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
    const { towns, questions } = this.interview;
    const figures = figuresOf(rows, days, stagesOf(questions));
    return {
      ...figures,
      towns: figures.towns.map((each) => ({ ...each, name: towns.withCode(each.town)?.name ?? null })),
      genders: figures.genders.map((each) => ({ ...each, name: this.genderName(each.gender) })),
    };
  }

  /** How a stage of the conversation is called; `null` for a question that is not asked any more. */
  stageName(at: string): string | null {
    const question = this.interview.questions.find(({ key }) => key === at);
    return question?.texts?.['fr']?.label ?? STAGES[at] ?? null;
  }

  private genderName(value: string): string | null {
    const question = this.interview.questions.find(({ key }) => key === 'gender');
    const named = question?.options.find((option) => option.value === value);
    const ours = question?.texts === undefined ? GENDERS[value] : undefined;
    return named?.names?.['fr'] ?? named?.name ?? ours ?? null;
  }
}
