import { RelaisError } from '../kernel/error.js';

/** Nobody issues tokens for this account. */
export class AccountUnknown extends RelaisError {
  readonly code = 'token.account-unknown';
  readonly kind = 'not-found';
  readonly publicText: string;

  constructor(accountId?: string) {
    super(accountId === undefined ? 'no account is configured' : `account ${accountId}`);
    this.publicText =
      accountId === undefined
        ? 'Aucun compte WhatsApp n’est configuré : « npm run relais -- token:setup » le fait pas à pas.'
        : 'Ce compte WhatsApp n’est pas configuré ici.';
  }
}

/** The account has no token at all. */
export class TokenMissing extends RelaisError {
  readonly code = 'token.missing';
  readonly kind = 'conflict';
  readonly publicText =
    'Ce compte n’a pas de jeton : donnez-en un par POST /api/wallet/update-whatsapp-token.';

  constructor(accountId: string) {
    super(`account ${accountId} has no token`);
  }
}

/** A token that was offered is not taken. */
export class TokenRefused extends RelaisError {
  readonly code = 'token.refused';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(reason: string) {
    super(`refused: ${reason}`);
    this.publicText = `Ce jeton n’est pas accepté, l’ancien reste en service : ${reason}`;
  }
}

/** The issuer will not renew the token: a person has to act. */
export class RenewalRefused extends RelaisError {
  readonly code = 'token.renewal-refused';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(reason: string) {
    super(`refused: ${reason}`);
    this.publicText = `Le jeton n’a pas pu être renouvelé : ${reason} Donnez-en un nouveau par POST /api/wallet/update-whatsapp-token.`;
  }
}

/** Nobody could be asked: nothing has changed. */
export class IssuerUnreachable extends RelaisError {
  readonly code = 'token.issuer-unreachable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText: string;

  constructor(reason: string) {
    super(`unreachable: ${reason}`);
    this.publicText = `L’émetteur du jeton n’a pas pu être consulté, rien n’a changé : ${reason} Réessayez plus tard.`;
  }
}
