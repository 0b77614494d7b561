import { type ErrorKind, RelaisError } from '../../kernel/error.js';

/** The demonstration must not be mixed with what is real; says which, and what to do. */
export class DemoRefused extends RelaisError {
  readonly code = 'demo.refused';
  readonly kind: ErrorKind = 'conflict';

  constructor(readonly publicText: string) {
    super('the demonstration is refused');
  }
}

/** Somebody of the demonstration was not answered, or the server refused what the team did. */
export class DemoStopped extends RelaisError {
  readonly code = 'demo.stopped';
  readonly kind: ErrorKind = 'unavailable';
  readonly publicText: string;

  /** @param what what was tried; nothing of a person */
  constructor(what: string) {
    super(what);
    this.publicText = `La démonstration s’est arrêtée (${what}). Un autre serveur travaille peut-être sur cette base. Lancez « demo:seed --remove », puis recommencez.`;
  }
}
