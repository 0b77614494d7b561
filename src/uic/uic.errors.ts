import { RelaisError } from '../kernel/error.js';

/** Answers that reading cannot have given were handed in: a defect of the caller. The values are not told. */
export class AnswersInvalid extends RelaisError {
  readonly code = 'uic.answers-invalid';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(readonly questions: readonly string[]) {
    super(`answers that make no code: ${questions.join(', ')}`);
    this.publicText = `Ces réponses ne peuvent pas donner de code : ${questions.join(', ')}.`;
  }
}

/** Nothing has this id, or not any more. */
export class CodeNotFound extends RelaisError {
  readonly code = 'uic.code-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun code ne porte cet identifiant. Il a peut-être été effacé.';
}

/** So many others obtained the same code at the same moment that no place in the line was found. */
export class CodeContended extends RelaisError {
  readonly code = 'uic.code-contended';
  readonly kind = 'conflict';
  override readonly retryable = true;
  readonly publicText = 'Le code n’a pas pu être enregistré ; il faut recommencer.';
}

/** What is wrong in a table of towns, and where. */
export interface TownFault {
  /** Line of the file, from 1; absent when it is the file as a whole. */
  line?: number;
  reason: string;
}

/** The table of towns cannot be used; the start stops here and names each fault. */
export class TownsFileInvalid extends RelaisError {
  readonly code = 'uic.towns-file-invalid';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(
    file: string,
    readonly faults: readonly TownFault[],
    example: string,
  ) {
    const shown = faults
      .slice(0, MOST_FAULTS)
      .map(({ line, reason }) => `  ${line === undefined ? '' : `ligne ${line} : `}${reason}`);
    if (faults.length > MOST_FAULTS) shown.push(`  … et ${faults.length - MOST_FAULTS} autres`);
    const text = `La table des villes (UIC_TOWNS_FILE) ${file} est refusée :\n${shown.join('\n')}\n  Exemple : ${example}`;
    super(text);
    this.publicText = text;
  }
}

const MOST_FAULTS = 20;
