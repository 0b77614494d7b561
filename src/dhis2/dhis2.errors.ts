import { RelaisError } from '../kernel/error.js';

/** The setting names a way to the register that nobody serves. */
export class GatewayUnknown extends RelaisError {
  readonly code = 'dhis2.gateway-unknown';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(mode: string, known: readonly string[]) {
    super(`no gateway for DHIS2_MODE=${mode}`);
    const valid = ['off', ...known].join(', ');
    this.publicText = `DHIS2_MODE=${mode} ne mène nulle part. Valeurs possibles : ${valid}.`;
  }
}

/** The mapping needs answers to questions that nobody is asked: every single registration would fail. */
export class AnswersUnasked extends RelaisError {
  readonly code = 'dhis2.answers-unasked';
  readonly kind = 'invalid';
  readonly publicText: string;

  constructor(unasked: readonly string[], asked: readonly string[]) {
    const text = `Le registre attend des réponses que personne ne donne : ${unasked.join(', ')}. Les questions sont : ${asked.join(', ')}. Dites dans DHIS2_CONFIG_FILE ce qui est envoyé (body de chaque adresse), ou ajoutez la question à UIC_QUESTIONS_FILE. Exemple : docs/examples/dhis2/custom.yaml`;
    super(text);
    this.publicText = text;
  }
}

/** Nothing is registered anywhere. */
export class Dhis2Off extends RelaisError {
  readonly code = 'dhis2.off';
  readonly kind = 'conflict';
  readonly publicText =
    'L’enregistrement dans DHIS2 est éteint (DHIS2_MODE=off). Réglez DHIS2_MODE sur « tracker » ou « custom », puis redémarrez.';
}

/** Nothing has this id. */
export class RegistrationNotFound extends RelaisError {
  readonly code = 'dhis2.registration-not-found';
  readonly kind = 'not-found';
  readonly publicText = 'Aucun enregistrement ne porte cet identifiant. Il a peut-être été effacé.';
}

/** What is to be retried was not said, or twice. */
export class RetryUnclear extends RelaisError {
  readonly code = 'dhis2.retry-unclear';
  readonly kind = 'invalid';
  readonly publicText =
    'Dites ce qu’il faut réessayer : soit « ids », une liste d’identifiants, soit « all » à « true ».';
}

/** Nobody has to decide about it, or not any more. */
export class DecisionNotOpen extends RelaisError {
  readonly code = 'dhis2.decision-not-open';
  readonly kind = 'conflict';
  readonly publicText =
    'Aucune décision n’est attendue pour cet enregistrement : quelqu’un l’a peut-être déjà prise. Rechargez la page.';
}

/** The decision is none of those that this task has. */
export class DecisionImpossible extends RelaisError {
  readonly code = 'dhis2.decision-impossible';
  readonly kind = 'conflict';

  constructor(readonly publicText: string) {
    super('the decision does not fit the task');
  }
}
