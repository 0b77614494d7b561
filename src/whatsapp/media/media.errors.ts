import { RelaisError } from '../../kernel/error.js';

/** Nothing has this id, or it is not for the caller. */
export class MediaNotFound extends RelaisError {
  readonly code = 'whatsapp.media-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun fichier ne porte cet identifiant, ou ce message n’a pas de fichier.';
}

/** The file was there, and is nowhere any more. */
export class MediaGone extends RelaisError {
  readonly code = 'whatsapp.media-gone';
  readonly kind = 'not-found';
  readonly publicText = 'Ce fichier n’existe plus : il a été effacé, ou WhatsApp ne le garde plus (7 jours).';
}

/** What is handed over says that it is a kind of file that WhatsApp does not take, or says nothing. */
export class MediaTypeRefused extends RelaisError {
  readonly code = 'whatsapp.media-type';
  readonly kind = 'unsupported-type';
  readonly publicText: string;

  constructor(
    declared: string,
    readonly accepted: readonly string[],
  ) {
    super(`content type ${declared || 'absent'}`);
    this.publicText = `Le type de ce fichier (Content-Type) n’est pas accepté. Types acceptés : ${accepted.join(', ')}.`;
  }
}

const REFUSALS: Readonly<Record<string, string>> = {
  'too-large': 'il dépasse la taille permise (MEDIA_MAX_BYTES)',
  'wrong-hash': 'ce qui est arrivé n’est pas ce que WhatsApp a annoncé (empreinte différente)',
  empty: 'il est vide',
  address: 'l’adresse donnée pour lui ne mène pas chez WhatsApp, ou mène à un réseau privé',
};

/** What came is not what was announced, or more than is taken. */
export class MediaRefused extends RelaisError {
  readonly code = 'whatsapp.media-refused';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(fault: string) {
    super(`file refused: ${fault}`);
    this.publicText = `Ce fichier a été refusé : ${REFUSALS[fault] ?? 'il n’est pas utilisable'}.`;
  }
}

/** The file may come, but not now. */
export class MediaLater extends RelaisError {
  readonly code = 'whatsapp.media-later';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText = 'Le fichier n’a pas pu être obtenu pour le moment. Réessayez dans quelques minutes.';
}

/** This installation takes no files of people. */
export class MediaOff extends RelaisError {
  readonly code = 'whatsapp.media-off';
  readonly kind = 'conflict';
  readonly publicText = 'Les fichiers reçus ne sont pas cherchés ici (MEDIA_FETCH=never).';
}

/** Nobody has said under which address the world reaches this server. */
export class NoPublicAddress extends RelaisError {
  readonly code = 'whatsapp.no-public-address';
  readonly kind = 'conflict';
  readonly publicText = 'PUBLIC_BASE_URL manque : sans elle aucun lien vers un fichier ne peut être donné.';
}
