import { type ErrorKind, RelaisError } from '../../kernel/error.js';
import type { FieldError } from './problem.dto.js';

/** The request cannot be understood; `errors` says why, field by field. Rooms extend it where a code of their own says more. */
export class InvalidRequest extends RelaisError {
  readonly code: string = 'request.invalid';
  readonly kind: ErrorKind = 'invalid';
  readonly publicText: string;

  constructor(readonly errors: readonly FieldError[]) {
    super(`invalid: ${errors.map(({ field }) => field).join(', ')}`);
    this.publicText =
      errors.length > 1
        ? `La requête contient ${errors.length} champs invalides.`
        : 'La requête contient un champ invalide.';
  }
}

/** A cursor that no page gave. */
export class CursorUnknown extends InvalidRequest {
  constructor() {
    super([{ field: 'cursor', message: 'doit être la valeur « nextCursor » d’une page précédente' }]);
  }
}

/** Too many requests; says when to come back. */
export class TooManyRequests extends RelaisError {
  readonly code = 'request.limited';
  readonly kind: ErrorKind = 'limited';
  override readonly retryable = true;
  readonly publicText: string;

  constructor(readonly retryAfterSeconds: number) {
    super(`limited for ${retryAfterSeconds} s`);
    this.publicText = `Trop de requêtes. Réessayez dans ${retryAfterSeconds} s.`;
  }
}

/** Somebody without a key opens a page in a browser, which asks for it as for a password. */
export class KeyAsked extends RelaisError {
  readonly code = 'auth.unauthenticated';
  readonly kind: ErrorKind = 'unauthenticated';
  readonly publicText: string =
    'Donnez votre clé d’accès comme mot de passe, ou entrez d’abord dans la console.';

  constructor() {
    super('a page opened without a key');
  }
}

/** Somebody without a key wants to read the documentation. */
export class ReaderUnknown extends KeyAsked {
  override readonly publicText =
    'La documentation est réservée aux clés d’administration : donnez la clé comme mot de passe.';
}
