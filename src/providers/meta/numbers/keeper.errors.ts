import { RelaisError } from '../../../kernel/error.js';

/** Meta does not confirm what was given: nothing was kept. */
export class NotConfirmed extends RelaisError {
  readonly code = 'meta.not-confirmed';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(reason: string) {
    super(`not confirmed: ${reason}`);
    this.publicText = `Rien n’a été gardé : ${reason}`;
  }
}
