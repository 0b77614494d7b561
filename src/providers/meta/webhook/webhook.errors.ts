import { RelaisError } from '../../../kernel/error.js';
import type { JsonFault } from '../graph/json.js';

/** Missing, malformed or wrong: the answer is the same, so that it teaches nothing. */
export class SignatureRefused extends RelaisError {
  readonly code = 'meta.signature';
  readonly kind = 'unauthenticated';
  readonly publicText = 'La requête n’a pas pu être authentifiée.';
}

/** Signed, and yet no envelope: Meta itself never sends this. */
export class EnvelopeUnreadable extends RelaisError {
  readonly code = 'meta.envelope';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(reason: JsonFault) {
    super(`signed webhook body refused: ${reason}`);
    this.publicText = REASONS[reason];
  }
}

/** Someone else than Meta, or a token that was changed on one side only. */
export class HandshakeRefused extends RelaisError {
  readonly code = 'meta.handshake';
  readonly kind = 'forbidden';
  readonly publicText =
    'La vérification du webhook est refusée : comparez le jeton de vérification des deux côtés.';
}

/** The updates are not safely kept: Meta must deliver them again. */
export class NotKept extends RelaisError {
  readonly code = 'meta.not-kept';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText = 'Les messages ne peuvent pas être enregistrés maintenant. Livrez-les de nouveau.';
}

const REASONS: Record<JsonFault, string> = {
  'not-utf8': 'Le corps n’est pas du texte UTF-8.',
  'too-deep': 'Le corps JSON est trop imbriqué.',
  'not-json': 'Le corps n’est pas du JSON.',
  'not-an-object': 'Le corps JSON n’est pas un objet.',
};
