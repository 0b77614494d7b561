import { type ErrorKind, RelaisError } from '../kernel/error.js';

/** No key, or one that does not open. Which of the two is nobody's business. */
export class Unauthenticated extends RelaisError {
  readonly code = 'auth.unauthenticated';
  readonly kind: ErrorKind = 'unauthenticated';
  readonly publicText = 'Présentez une clé d’accès valable : « Authorization: Bearer rk_… ».';

  constructor() {
    super('no valid key');
  }
}

/** A name and password that do not belong together, or a session that is over. */
export class WrongPassword extends RelaisError {
  readonly code = 'auth.wrong-password';
  readonly kind: ErrorKind = 'unauthenticated';
  readonly publicText = 'Nom ou mot de passe inexact, ou clé inconnue. Vérifiez, puis réessayez.';

  constructor() {
    super('wrong name, password or key');
  }
}

/** A change asked for by a page that is not ours, with somebody's cookie. */
export class ForeignPage extends RelaisError {
  readonly code = 'auth.foreign-page';
  readonly kind: ErrorKind = 'forbidden';
  readonly publicText = 'Cette demande vient d’une autre page que la console : elle est refusée.';

  constructor() {
    super('a cookie came from a foreign page');
  }
}

/** The key is good, but not for this. */
export class Forbidden extends RelaisError {
  readonly code = 'auth.forbidden';
  readonly kind: ErrorKind = 'forbidden';
  readonly publicText: string;

  constructor(permission: string | null) {
    super(permission === null ? 'handler without an access decision' : `needs ${permission}`);
    this.publicText =
      permission === null
        ? 'Cette adresse n’est ouverte à personne.'
        : `Votre clé ne donne pas le droit « ${permission} ».`;
  }
}

export class KeyUnknown extends RelaisError {
  readonly code = 'auth.key-unknown';
  readonly kind: ErrorKind = 'not-found';
  readonly publicText = 'Cette clé n’existe pas.';

  constructor(id: string) {
    super(`key ${id}`);
  }
}

/** Nobody could make a key any more. */
export class LastAdministrator extends RelaisError {
  readonly code = 'auth.last-administrator';
  readonly kind: ErrorKind = 'conflict';
  readonly publicText =
    'C’est la dernière clé d’administration : créez-en une autre avant de révoquer celle-ci.';

  constructor(id: string) {
    super(`key ${id} is the last administrator`);
  }
}

/** There is no such user. */
export class UserUnknown extends RelaisError {
  readonly code = 'auth.user-unknown';
  readonly kind = 'not-found';
  readonly publicText = 'Cet utilisateur n’existe pas.';
}

/** Two users would have the same name. */
export class NameTaken extends RelaisError {
  readonly code = 'auth.name-taken';
  readonly kind = 'conflict';
  readonly publicText = 'Ce nom est déjà pris. Choisissez-en un autre.';
}
