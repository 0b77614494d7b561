import { RelaisError } from '../../kernel/error.js';

/** No template is set for this purpose. */
export class PurposeUnknown extends RelaisError {
  readonly code = 'whatsapp.purpose-unknown';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun modèle n’est réglé pour cet usage.';
}
