import { RelaisError } from '../kernel/error.js';

/** Neither the database nor the journal can take what came in. */
export class InboxUnavailable extends RelaisError {
  readonly code = 'whatsapp.inbox-unavailable';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText = 'Le message ne peut pas être enregistré maintenant ; il faut le livrer de nouveau.';
}

/** A channel that is not switched on was named. */
export class UnknownChannel extends RelaisError {
  readonly code = 'whatsapp.unknown-channel';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(name: string, known: readonly string[]) {
    super(`channel ${name} is not active; active: ${known.join(', ') || 'none'}`);
    this.publicText = `Le canal « ${name} » n’est pas actif. Canaux actifs : ${known.join(', ') || 'aucun'}.`;
  }
}

/** Nothing has this id. */
export class MessageNotFound extends RelaisError {
  readonly code = 'whatsapp.message-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun message ne porte cet identifiant. Il a peut-être été effacé.';
}

/** The message is not one that can be sent or handled again. */
export class NotReplayable extends RelaisError {
  readonly code = 'whatsapp.not-replayable';
  readonly kind = 'conflict';
  readonly publicText =
    'Ce message ne peut pas être rejoué : il n’est pas en échec, ou son contenu a été effacé.';
}

/** Another instance handled these rows in the meantime: this one drops its work. */
export class Superseded extends RelaisError {
  readonly code = 'whatsapp.superseded';
  readonly kind = 'conflict';
  override readonly retryable = true;
  readonly publicText = 'Ce message a été traité entre-temps par un autre processus.';
}

/** What came for a number that is not ours cannot be handled. */
export class NumberNotOurs extends RelaisError {
  readonly code = 'whatsapp.number-not-ours';
  readonly kind = 'conflict';
  readonly publicText = 'Ce numéro n’est pas enregistré ici : ajoutez-le d’abord, puis rejouez ses messages.';
}

/** Nobody has this id. */
export class ContactNotFound extends RelaisError {
  readonly code = 'whatsapp.contact-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun contact ne porte cet identifiant. Il a peut-être été effacé.';
}

/** Whether somebody is known here is nobody's business who does not answer people. */
export class LookUpForbidden extends RelaisError {
  readonly code = 'whatsapp.look-up-forbidden';
  readonly kind = 'forbidden';
  readonly publicText =
    'Votre rôle ne permet pas de chercher une personne par son numéro ou par son nom. Demandez à qui administre Relais.';
}
