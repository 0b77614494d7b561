import { RelaisError } from '../kernel/error.js';

/** Nothing has this id. */
export class TemplateNotFound extends RelaisError {
  readonly code = 'template-sync.template-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun modèle ne porte cet identifiant.';
}

/** The template has no such version. */
export class VersionNotFound extends RelaisError {
  readonly code = 'template-sync.version-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Ce modèle n’a pas cette version.';
}

export class RunNotFound extends RelaisError {
  readonly code = 'template-sync.run-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucune synchronisation ne porte cet identifiant.';
}

/** No source that is switched on has this account, or any account at all. */
export class AccountUnknown extends RelaisError {
  readonly code = 'template-sync.account-unknown';
  readonly kind = 'not-found';
  readonly publicText: string;

  constructor(accountId: string | undefined, known: readonly string[]) {
    super(`no source for account ${accountId ?? '(any)'}`);
    const which = known.length > 0 ? ` Comptes connus : ${known.join(', ')}.` : '';
    this.publicText =
      accountId === undefined
        ? 'Aucun compte WhatsApp Business n’est configuré : il n’y a rien à synchroniser.'
        : `Le compte ${accountId} n’est pas configuré.${which}`;
  }
}

/** The account is being synchronised already. */
export class SyncRunning extends RelaisError {
  readonly code = 'template-sync.sync-running';
  readonly kind = 'conflict';
  override readonly retryable = true;
  readonly publicText: string;

  constructor(
    accountId: string,
    readonly runId: string,
  ) {
    super(`run ${runId} is synchronising account ${accountId}`);
    this.publicText = `Une synchronisation du compte ${accountId} est déjà en cours : suivez la ${runId}.`;
  }
}

/** The same pages come again and again. */
export class ListingLoops extends RelaisError {
  readonly code = 'template-sync.listing-loops';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText =
    'La liste des modèles tourne en rond : les mêmes pages reviennent sans fin. Rien n’a été changé ; réessayez plus tard.';

  constructor(pages: number) {
    super(`${pages} pages in a row without a new template`);
  }
}

/** A complete listing is so short that it is rather broken than true. */
export class ListingShrank extends RelaisError {
  readonly code = 'template-sync.listing-shrank';
  readonly kind = 'unavailable';
  readonly publicText: string;

  constructor(listed: number, known: number) {
    super(`${listed} templates listed, ${known} known`);
    this.publicText =
      `La liste ne contient que ${listed} modèle(s) alors que ${known} sont connus : elle est sans doute incomplète. ` +
      'Rien n’a été changé. Si les autres ont vraiment été supprimés, relancez avec --allow-shrink (allowShrink).';
  }
}

/** Another instance took the run for dead and began its own. */
export class RunTakenOver extends RelaisError {
  readonly code = 'template-sync.run-taken-over';
  readonly kind = 'conflict';
  override readonly retryable = true;
  readonly publicText =
    'Une autre instance a repris cette synchronisation, qui semblait arrêtée. Rien n’a été changé par celle-ci.';
}

/** The server was shut down meanwhile. */
export class RunStopped extends RelaisError {
  readonly code = 'template-sync.run-stopped';
  readonly kind = 'unavailable';
  override readonly retryable = true;
  readonly publicText =
    'La synchronisation a été arrêtée avec le serveur. Rien n’a été changé ; relancez-la.';
}

/** An approved template may be changed once a day and ten times in thirty days. */
export class EditsSpent extends RelaisError {
  readonly code = 'template-sync.edits-spent';
  readonly kind = 'limited';
  readonly publicText: string;

  constructor(next: Date) {
    super('no edit of an approved template is left');
    this.publicText =
      'Un modèle approuvé peut être modifié une fois par 24 heures et dix fois par 30 jours. ' +
      `Prochaine modification possible : ${next.toISOString()}.`;
  }
}

/** A hundred templates may be created an hour and account. */
export class CreationsSpent extends RelaisError {
  readonly code = 'template-sync.creations-spent';
  readonly kind = 'limited';
  readonly publicText: string;

  constructor(next: Date) {
    super('no creation of a template is left');
    this.publicText = `Cent modèles par heure peuvent être créés. Prochaine création possible : ${next.toISOString()}.`;
  }
}

/** Only approved, rejected and paused templates can be changed at their source, and only while it has them. */
export class NotEditable extends RelaisError {
  readonly code = 'template-sync.not-editable';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(status: string, active: boolean) {
    super(`a template in state ${status}, ${active ? 'active' : 'inactive'}, cannot be changed`);
    this.publicText = active
      ? `Un modèle dans l’état ${status} ne peut pas être changé : seulement APPROVED, REJECTED et PAUSED.`
      : 'Ce modèle n’existe plus à la source ; il ne reste que dans la copie locale.';
  }
}

/** Somebody else changed the template at the same moment. */
export class TemplateContended extends RelaisError {
  readonly code = 'template-sync.template-contended';
  readonly kind = 'conflict';
  override readonly retryable = true;
  readonly publicText = 'Ce modèle vient d’être changé par ailleurs ; il faut recommencer.';
}
