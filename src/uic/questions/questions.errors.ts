import { RelaisError } from '../../kernel/error.js';
import type { FileFault } from '../../platform/config/lined-file.js';
import { LinedFileInvalid } from '../../platform/config/lined-file.errors.js';

/** What is wrong in a questions file, and where. */
export type QuestionFault = FileFault;

/** The questions cannot be used. */
export class QuestionsFileInvalid extends LinedFileInvalid {
  readonly code = 'uic.questions-file-invalid';

  constructor(file: string, faults: readonly FileFault[]) {
    super(
      `Le fichier des questions (UIC_QUESTIONS_FILE) ${file} est refusé`,
      faults,
      'Un fichier complet se trouve dans docs/examples/questions.',
    );
  }
}

/** What decides codes has changed under the name of a scheme that was used before; the start stops here. */
export class SchemeChanged extends RelaisError {
  readonly code = 'uic.scheme-changed';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(readonly scheme: string) {
    const text = `La formule « ${scheme} » a déjà servi, et ce qui décide des codes n’y est plus le même. Les codes donnés ne changent jamais : donnez une nouvelle « version » au fichier des questions (UIC_QUESTIONS_FILE), ou rétablissez l’ancienne formule.`;
    super(text);
    this.publicText = text;
  }
}
