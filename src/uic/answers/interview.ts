import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import { type Part, type Scheme, shippedScheme } from '../scheme.js';
import type { AnswerKey, Question, Reading } from '../uic.contract.js';
import { loadTowns } from '../towns/towns-file.js';
import type { Towns } from '../towns/towns.js';
import { NORMALISATION, readAnswer } from './normalisation.js';
import type { TownMode } from './town.js';

/** As many as a list on a phone holds beside the row for « another town ». */
const TOWNS_TO_TAP = 9;

/** The questions of this deployment, and how their answers are read. */
export class Interview {
  readonly scheme: Scheme = shippedScheme;
  readonly questions: readonly Question[];
  /** The versions that decide which answers give which code. */
  readonly rules: string;

  constructor(
    readonly towns: Towns,
    private readonly townMode: TownMode,
    private readonly clock: Clock,
  ) {
    this.questions = this.scheme.parts.map((part) => this.question(part));
    this.rules = `${NORMALISATION} ${towns.version}`;
  }

  /** Reads the table of towns; a faulty one stops the start here. */
  static of({ uic }: Settings, clock: Clock): Interview {
    return new Interview(loadTowns(uic.townsFile), uic.townMode, clock);
  }

  read(key: AnswerKey, text: string): Reading {
    const part = this.scheme.parts.find((candidate) => candidate.key === key);
    if (part === undefined) throw new Error(`no question is called ${key}`);
    const { towns, townMode, clock } = this;
    return readAnswer(part, text, { towns, townMode, year: clock.now().getUTCFullYear() });
  }

  private question({ key, kind, choices = [] }: Part): Question {
    if (kind !== 'town') return { key, kind, options: choices.map((value) => ({ value })) };
    const towns = this.towns.largest(TOWNS_TO_TAP);
    return { key, kind, options: towns.map(({ code, name }) => ({ value: code, name })) };
  }
}
