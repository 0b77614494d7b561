import { type ErrorKind, RelaisError } from '../../kernel/error.js';

/** Why a call to the outside gave nothing. */
export type OutsideCause =
  /** The address is no http(s) address, carries credentials, or its host is not among those wanted. */
  | 'address'
  /** The host is on this machine, in a private network, or nowhere. */
  | 'private'
  /** More redirects than anybody needs, or one that leads from https to http. */
  | 'redirect'
  | 'too-large'
  | 'timeout'
  /** Nobody can be reached there. */
  | 'unreachable'
  /** The connection ended before the answer did. */
  | 'broken'
  /** Whoever asked wants it no more. */
  | 'called-off';

const PASSING: ReadonlySet<OutsideCause> = new Set(['timeout', 'unreachable', 'broken', 'called-off']);

const TEXTS: Readonly<Record<OutsideCause, string>> = {
  address: 'Cette adresse ne peut pas être utilisée : une adresse http(s) publique est attendue.',
  private: 'Cette adresse mène à un réseau privé : elle est refusée.',
  redirect: 'Le serveur distant renvoie ailleurs d’une façon qui n’est pas acceptée.',
  'too-large': 'Le serveur distant envoie plus que la taille permise.',
  timeout: 'Le serveur distant n’a pas répondu à temps.',
  unreachable: 'Le serveur distant est injoignable.',
  broken: 'La liaison avec le serveur distant s’est rompue.',
  'called-off': 'La demande au serveur distant a été interrompue.',
};

/** A call to the outside gave nothing. The address, which may hold a secret or a person, is in no word of it. */
export class OutsideFailure extends RelaisError {
  readonly code: `outside.${OutsideCause}`;
  readonly kind: ErrorKind;
  override readonly retryable: boolean;
  readonly publicText: string;

  constructor(readonly reason: OutsideCause) {
    super(`outside: ${reason}`);
    this.code = `outside.${reason}`;
    this.retryable = PASSING.has(reason);
    this.kind = this.retryable ? 'unavailable' : 'invalid';
    this.publicText = TEXTS[reason];
  }
}
