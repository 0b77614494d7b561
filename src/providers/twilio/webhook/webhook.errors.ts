import { RelaisError } from '../../../kernel/error.js';

/** Missing, malformed or wrong: the answer is the same, so that it teaches nothing. */
export class SignatureRefused extends RelaisError {
  readonly code = 'twilio.signature';
  readonly kind = 'unauthenticated';
  readonly publicText = 'La requête n’a pas pu être authentifiée.';
}

/** Signed, and yet neither a form nor a JSON object. */
export class FormUnreadable extends RelaisError {
  readonly code = 'twilio.form';
  readonly kind = 'invalid';
  readonly publicText = 'Le corps n’est ni un formulaire, ni un objet JSON.';
}

/** The updates are not safely kept: Twilio must deliver them again. */
export class NotKept extends RelaisError {
  readonly code = 'twilio.not-kept';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText = 'Les messages ne peuvent pas être enregistrés maintenant. Livrez-les de nouveau.';
}
