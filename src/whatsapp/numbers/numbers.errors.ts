import { RelaisError } from '../../kernel/error.js';

/** None of our numbers has this id. */
export class NumberNotFound extends RelaisError {
  readonly code = 'whatsapp.number-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun de nos numéros ne porte cet identifiant.';

  constructor(id: string) {
    super(`number ${id}`);
  }
}

/** None of our accounts has this id. */
export class AccountNotFound extends RelaisError {
  readonly code = 'whatsapp.account-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun de nos comptes ne porte cet identifiant.';

  constructor(id: string) {
    super(`account ${id}`);
  }
}

/** An account or a number is there already. */
export class AlreadyOurs extends RelaisError {
  readonly code = 'whatsapp.already-ours';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(what: 'account' | 'number', id: string) {
    super(`${what} ${id} is there`);
    this.publicText =
      what === 'account'
        ? `Le compte ${id} est déjà là : ajoutez-lui des numéros, ou remplacez son jeton.`
        : `Le numéro ${id} est déjà l’un des nôtres.`;
  }
}

/** The settings speak of it: the API cannot remove it. */
export class FromSettings extends RelaisError {
  readonly code = 'whatsapp.from-settings';
  readonly kind = 'conflict';
  readonly publicText =
    'Il vient des réglages du serveur : retirez-le là, puis redémarrez. En attendant, vous pouvez mettre le numéro en pause.';

  constructor(id: string) {
    super(`${id} is from the settings`);
  }
}

/** Messages still wait, to leave or to be answered, where something should be removed. */
export class MessagesWaiting extends RelaisError {
  readonly code = 'whatsapp.messages-waiting';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(readonly count: number) {
    super(`${count} messages wait`);
    this.publicText =
      count === 1
        ? 'Un message attend encore d’être envoyé ou traité. Laissez-le finir, ou renoncez-y avec « force=true ».'
        : `${count} messages attendent encore d’être envoyés ou traités. Laissez-les finir, ou renoncez-y avec « force=true ».`;
  }
}

/** The accounts of this channel are set by the settings alone. */
export class NoKeeper extends RelaisError {
  readonly code = 'whatsapp.no-keeper';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(channel: string, known: readonly string[]) {
    super(`nobody keeps numbers of ${channel}`);
    this.publicText = `Aucun compte ne s’ajoute au canal « ${channel} ». Canaux possibles : ${known.join(', ') || 'aucun'}.`;
  }
}
