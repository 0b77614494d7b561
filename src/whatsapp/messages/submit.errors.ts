import { RelaisError } from '../../kernel/error.js';
import type { FieldError } from '../../platform/web/problem.dto.js';
import { InvalidRequest } from '../../platform/web/web.errors.js';

const PAUSED =
  'Ce numéro est en pause : ce que cette personne a pu y écrire depuis attend d’être traité et n’ouvre pas la fenêtre de 24 heures. Reprenez le numéro, ou envoyez un modèle approuvé (type « template » ou « fallbackTemplate »).';
const MOMENT = new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const missingFor = (purpose: string | undefined): string =>
  purpose === undefined ? '' : ` Aucun modèle n’est réglé pour l’usage « ${purpose} ».`;

/** The channel would refuse this content; `errors` names field, limit and length, by the path in the content. */
export class ContentRefused extends InvalidRequest {
  override readonly code = 'whatsapp.content';
  override readonly publicText: string;

  constructor(errors: readonly FieldError[]) {
    super(errors);
    this.publicText =
      errors.length > 1
        ? `WhatsApp n’accepterait pas ce message, pour ${errors.length} raisons.`
        : 'WhatsApp n’accepterait pas ce message.';
  }
}

/** The template cannot be sent like this. */
export class TemplateFaulty extends InvalidRequest {
  override readonly code = 'whatsapp.template';
  override readonly publicText =
    'Ce modèle ne peut pas être envoyé ainsi : corrigez ce qui est indiqué, ou synchronisez les modèles.';
}

/** Nobody has this id. */
export class RecipientUnknown extends InvalidRequest {
  override readonly code = 'whatsapp.recipient-unknown';
  override readonly publicText = 'Aucun contact ne porte cet identifiant. Il a peut-être été effacé.';

  constructor() {
    super([{ field: 'to', message: 'ne désigne aucun contact' }]);
  }
}

/** The number from which it was to go is not one of ours. */
export class NumberUnknown extends InvalidRequest {
  override readonly code = 'whatsapp.number-unknown';
  override readonly publicText: string;

  constructor(known: readonly string[]) {
    super([{ field: 'from', message: 'ne désigne aucun de vos numéros' }]);
    this.publicText =
      known.length === 0
        ? 'Aucun numéro n’est configuré : ajoutez-en un avant d’envoyer.'
        : `Ce numéro n’est pas l’un des vôtres. Identifiants connus : ${known.join(', ')}.`;
  }
}

/** The person does not want this message. */
export class OptedOut extends RelaisError {
  readonly code = 'whatsapp.opted-out';
  readonly kind = 'conflict';
  readonly publicText =
    'Cette personne a demandé à ne plus recevoir ces messages. Elle peut y revenir en écrivant elle-même.';
}

/** WhatsApp delivers a template with a code to a phone number only, and this person hides theirs. */
export class CodeNeedsPhone extends RelaisError {
  readonly code = 'whatsapp.code-needs-phone';
  readonly kind = 'conflict';
  readonly publicText =
    'Un modèle d’authentification ne part que vers un numéro de téléphone, et celui de cette personne n’est pas connu : elle écrit sous un identifiant. Demandez-lui son numéro, ou choisissez un autre modèle.';
}

/** Only templates may go now, and there is none. */
export class WindowClosed extends RelaisError {
  readonly code = 'whatsapp.window-closed';
  readonly kind = 'conflict';
  readonly publicText: string;

  /** @param closedAt `null` where the person never wrote to the number; `purpose`: for which no template is set */
  constructor(closedAt: Date | null, { purpose, isPaused }: { purpose?: string; isPaused: boolean }) {
    super('the window is closed');
    if (isPaused) {
      this.publicText = `${PAUSED}${missingFor(purpose)}`;
      return;
    }
    const since =
      closedAt === null
        ? 'Cette personne n’a encore jamais écrit à ce numéro'
        : `La fenêtre de 24 heures est fermée depuis le ${MOMENT.format(closedAt)} (UTC)`;
    this.publicText = `${since} : seul un modèle approuvé peut partir. Envoyez un message de type « template », ou joignez « fallbackTemplate ».${missingFor(purpose)}`;
  }
}

/** The key of a request came again with something else in it. */
export class KeyReused extends RelaisError {
  readonly code = 'whatsapp.key-reused';
  readonly kind = 'conflict';
  readonly publicText =
    'Cette clé d’idempotence a déjà servi pour une autre demande. Prenez une nouvelle clé pour chaque message.';
}

/** The message is out, or on its way, or already ended. */
export class NotCancellable extends RelaisError {
  readonly code = 'whatsapp.not-cancellable';
  readonly kind = 'conflict';
  readonly publicText: string;

  constructor(state: string) {
    super(`a message in state ${state} cannot be cancelled`);
    this.publicText = `Ce message ne peut plus être annulé : il est dans l’état « ${state.toLowerCase()} ».`;
  }
}
