import { type ErrorKind, RelaisError } from '../../kernel/error.js';

/** There is no such code, or another one has taken its place. */
export class CodeNotCurrent extends RelaisError {
  readonly code = 'reminders.code-not-current';
  readonly kind = 'not-found';
  readonly publicText =
    'Aucun code actuel ne porte cet identifiant. Il a peut-être été effacé, ou remplacé par un plus récent : cherchez la personne de nouveau.';
}

/** Several phones have this code: one of them is to be named. */
export class SeveralHolders extends RelaisError {
  readonly code = 'reminders.several-holders';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(count: number) {
    super(`${count} holders`);
    this.publicText = `Ce code est connu de ${count} téléphones : dites avec « contactId » auquel l’envoyer.`;
  }
}

/** The person who is named does not have this code, or nobody has it any more. */
export class NotAHolder extends RelaisError {
  readonly code = 'reminders.not-a-holder';
  readonly kind: ErrorKind = 'conflict';
  readonly publicText =
    'Ce code n’est pas celui de cette personne, ou elle a été effacée. Un code ne s’envoie qu’au téléphone qui l’a demandé.';
}

/** The person wrote STOP. */
export class ReminderUnwanted extends RelaisError {
  readonly code = 'reminders.opted-out';
  readonly kind = 'conflict';
  readonly publicText =
    'Cette personne a écrit STOP : elle ne veut pas de message qu’elle n’a pas demandé. Elle peut retrouver son code en écrivant elle-même.';
}

/** Nothing proves that the person agreed. */
export class ReminderWithoutConsent extends RelaisError {
  readonly code = 'reminders.no-consent';
  readonly kind = 'conflict';
  readonly publicText =
    'Aucun accord de cette personne n’est gardé ici, et il en faut un. Demandez-lui d’écrire CODE et d’accepter.';
}

/** It was sent a short while ago. */
export class ReminderTooSoon extends RelaisError {
  readonly code = 'reminders.too-soon';
  readonly kind = 'limited';
  readonly publicText =
    'Ce code a déjà été renvoyé à cette personne dans les dernières 24 heures. S’il n’est pas arrivé, voyez ce qu’est devenu ce message.';
}

/** From a number that is not one of ours. */
export class ReminderFromNowhere extends RelaisError {
  readonly code = 'reminders.number-unknown';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(known: readonly string[]) {
    super('no such number of ours');
    this.publicText =
      known.length === 0
        ? 'Aucun numéro n’est configuré : ajoutez-en un avant d’envoyer.'
        : `« number » ne désigne aucun de vos numéros. Identifiants connus : ${known.join(', ')}.`;
  }
}

/** The window is closed, and the template that could go is not there or may not be sent. */
export class ReminderTemplateUnready extends RelaisError {
  readonly code = 'reminders.template';
  readonly kind = 'conflict';
  readonly publicText: string;

  /** @param faults what stands in the way, in French; `null` where there is no such template */
  constructor(name: string, language: string, faults: readonly string[] | null) {
    super(`template ${name} (${language}) is ${faults === null ? 'missing' : 'not to be sent'}`);
    const wanted = `La fenêtre de 24 heures est fermée : seul le modèle « ${name} » (${language}) peut partir`;
    this.publicText =
      faults === null
        ? `${wanted}, et il n’est pas dans la copie locale. Soumettez-le (POST /api/templates/ready/${name}) et attendez son accord ; s’il l’a déjà, synchronisez les modèles.`
        : `${wanted}, et il ne le peut pas. ${faults.join(' ')} En attendant, la personne peut retrouver son code en écrivant elle-même.`;
  }
}
