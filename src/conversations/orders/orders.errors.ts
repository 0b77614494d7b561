import { type ErrorKind, RelaisError } from '../../kernel/error.js';

/** There is no such order, or it was never confirmed. */
export class OrderUnknown extends RelaisError {
  readonly code = 'orders.unknown';
  readonly kind: ErrorKind = 'not-found';
  readonly publicText = 'Cette commande n’existe pas.';

  constructor(id: string) {
    super(`order ${id}`);
  }
}

/** An order cannot go from one state into the other. */
export class OrderStuck extends RelaisError {
  readonly code = 'orders.stuck';
  readonly kind: ErrorKind = 'conflict';
  readonly publicText = 'La commande ne peut pas passer de son état actuel à celui-ci.';

  constructor(from: string, to: string) {
    super(`from ${from} to ${to}`);
  }
}
