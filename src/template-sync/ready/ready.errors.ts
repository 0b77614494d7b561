import { RelaisError } from '../../kernel/error.js';

/** None of the templates that are shipped has this name. */
export class ReadyUnknown extends RelaisError {
  readonly code = 'template-sync.ready-unknown';
  readonly kind = 'not-found';
  readonly publicText: string;

  constructor(names: readonly string[]) {
    super('no such ready template');
    this.publicText = `Aucun modèle prêt ne porte ce nom. Il y a : ${names.join(', ')}.`;
  }
}
