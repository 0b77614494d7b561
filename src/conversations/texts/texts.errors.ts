import { RelaisError } from '../../kernel/error.js';

/** A language file cannot be used; the start stops. */
export class TextsInvalid extends RelaisError {
  readonly code = 'conversations.texts-invalid';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(readonly faults: readonly string[]) {
    const list = faults.length > 0 ? faults : ['fr.json manque'];
    super(`language files:\n  - ${list.join('\n  - ')}`);
    this.publicText = `Les fichiers de textes (TEXTS_DIR) ne peuvent pas être utilisés :\n${list.map((fault) => `- ${fault}`).join('\n')}`;
  }
}
