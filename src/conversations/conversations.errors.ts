import { RelaisError } from '../kernel/error.js';

/** Not a phone number. */
export class PhoneInvalid extends RelaisError {
  readonly code = 'conversations.phone-invalid';
  readonly kind = 'invalid';
  readonly publicText =
    'Ce n’est pas un numéro de téléphone. Écrivez-le avec l’indicatif du pays, par exemple 243810000001.';
}

/** Nothing is kept about this number. */
export class PersonUnknown extends RelaisError {
  readonly code = 'conversations.person-unknown';
  readonly kind = 'not-found';
  readonly publicText =
    'Aucune donnée n’est gardée sous ce numéro. Vérifiez-le, avec l’indicatif du pays ; il a peut-être déjà été effacé.';
}

/** Somebody else moved the same conversations meanwhile: the whole turn has to be taken again. */
export class ConversationMoved extends RelaisError {
  readonly code = 'conversations.moved';
  readonly kind = 'conflict';
  override readonly retryable = true;
  readonly publicText = 'Cette conversation a avancé entre-temps ; il faut recommencer.';

  constructor(count: number) {
    super(`${count} conversations were moved by somebody else`);
  }
}

/** The scheme asks something for which the dialogue has no words; the start stops. */
export class QuestionWithoutText extends RelaisError {
  readonly code = 'conversations.question-without-text';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(readonly keys: readonly string[]) {
    super(`questions without text: ${keys.join(', ')}`);
    this.publicText = `Ces questions n’ont pas de texte : ${keys.join(', ')}.`;
  }
}

/** Nothing has this id. */
export class ConversationNotFound extends RelaisError {
  readonly code = 'conversations.not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucune conversation ne porte cet identifiant. Elle a peut-être été effacée.';
}

/** A message without a file, of another conversation, or that nobody reads. */
export class FileNotFound extends RelaisError {
  readonly code = 'conversations.file-not-found';
  readonly kind = 'not-found';
  readonly publicText =
    'Aucun fichier que vous puissiez ouvrir ne va avec ce message dans cette conversation.';
}

/** A note that is not there, or that somebody else wrote. */
export class NoteNotFound extends RelaisError {
  readonly code = 'conversations.note-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucune de vos notes ne porte cet identifiant dans cette conversation.';
}

/** Only those who may read the words of people may look for a person. */
export class SearchForbidden extends RelaisError {
  readonly code = 'conversations.search-forbidden';
  readonly kind = 'forbidden';
  readonly publicText = 'Chercher une personne par son numéro est réservé à ceux qui répondent aux messages.';
}

/** As many as this process can serve follow conversations already. */
export class TooManyListeners extends RelaisError {
  readonly code = 'conversations.too-many-listeners';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText =
    'Trop d’écrans suivent déjà les conversations en direct. Fermez-en un, ou réessayez plus tard.';
}
