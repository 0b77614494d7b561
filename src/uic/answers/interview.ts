import { Clock } from '../../kernel/clock.js';
import { Settings } from '../../platform/config/settings.js';
import type { Asked, Definition } from '../questions/definition.js';
import { loadQuestions } from '../questions/questions-file.js';
import type { Scheme } from '../scheme.js';
import type { AnswerKey, Question, Reading } from '../uic.contract.js';
import { loadTowns } from '../towns/towns-file.js';
import type { Towns } from '../towns/towns.js';
import { NORMALISATION, type Reader, readerOf } from './normalisation.js';
import type { TownMode } from './town.js';

/** As many as a list on a phone holds beside the row for « another town ». */
const TOWNS_TO_TAP = 9;

/** The questions of this deployment, and how their answers are read. */
export class Interview {
  readonly scheme: Scheme;
  /** The question that opens the way to a code that was issued before. */
  readonly recallKey: AnswerKey;
  readonly questions: readonly Question[];
  /** The versions that decide which answers give which code. */
  readonly rules: string;
  private readonly readers: ReadonlyMap<AnswerKey, Reader>;

  constructor(
    definition: Definition,
    readonly towns: Towns,
    private readonly townMode: TownMode,
    private readonly clock: Clock,
  ) {
    const { questions, scheme, recall, digest } = definition;
    this.scheme = scheme;
    this.recallKey = recall;
    this.questions = questions.map((asked) => this.question(asked));
    this.readers = new Map(questions.map((asked) => [asked.key, readerOf(asked)]));
    this.rules = [NORMALISATION, towns.version, ...(digest === null ? [] : [`questions-${digest}`])].join(
      ' ',
    );
  }

  /** Reads the questions and the table of towns; a faulty file stops the start here. */
  static of({ uic }: Settings, clock: Clock): Interview {
    return new Interview(loadQuestions(uic.questionsFile), loadTowns(uic.townsFile), uic.townMode, clock);
  }

  read(key: AnswerKey, text: string): Reading {
    const reader = this.readers.get(key);
    if (reader === undefined) throw new Error(`no question is called ${key}`);
    const { towns, townMode, clock } = this;
    return reader(text, { towns, townMode, year: clock.now().getUTCFullYear() });
  }

  private question({ key, kind, options, texts }: Asked): Question {
    const worded = texts === undefined ? {} : { texts };
    if (kind !== 'town') return { key, kind, options: options.map(tapped), ...worded };
    const towns = this.towns.largest(TOWNS_TO_TAP);
    return { key, kind, options: towns.map(({ code, name }) => ({ value: code, name })), ...worded };
  }
}

function tapped({ value, names }: Asked['options'][number]): Question['options'][number] {
  return names === undefined ? { value } : { value, names };
}
