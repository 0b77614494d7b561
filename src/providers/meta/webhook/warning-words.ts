/** What Meta tells of an account or a number that somebody has to know; `{}` is replaced by what it is about. */
export interface Words {
  title: string;
  advice: string;
  en: { title: string; advice: string };
}

const SEE_QUALITY = 'Ouvrez « Qualité du compte » dans Meta Business Suite ; un examen s’y demande.';
const SEE_QUALITY_EN = 'Open “Account quality” in Meta Business Suite; a review is asked for there.';
const LESS = 'Envoyez seulement ce que les personnes attendent ; sans mieux, Meta limitera l’envoi.';
const LESS_EN = 'Send only what people expect; without improvement Meta will limit the sending.';
const WHO = 'Si ce n’est pas vous, vérifiez dans Meta Business Suite qui gère le compte.';
const WHO_EN = 'If it was not you, look in Meta Business Suite who manages the account.';

function words(title: string, advice: string, englishTitle: string, englishAdvice: string): Words {
  return { title, advice, en: { title: englishTitle, advice: englishAdvice } };
}

export const WORDS = {
  disabled: words(
    'Meta a suspendu le compte WhatsApp {}, ou annonce sa suspension.',
    SEE_QUALITY,
    'Meta has disabled the WhatsApp account {}, or will do so.',
    SEE_QUALITY_EN,
  ),
  restricted: words(
    'Meta limite le compte WhatsApp {} : certains messages ne partent plus pour un temps.',
    SEE_QUALITY,
    'Meta restricts the WhatsApp account {}: some messages do not leave for a while.',
    SEE_QUALITY_EN,
  ),
  violated: words(
    'Meta reproche au compte WhatsApp {} de ne pas suivre ses règles.',
    SEE_QUALITY,
    'Meta says that the WhatsApp account {} does not follow its rules.',
    SEE_QUALITY_EN,
  ),
  deleted: words(
    'Le compte WhatsApp {} a été supprimé chez Meta.',
    'Retirez-le d’ici, ou raccordez un autre compte.',
    'The WhatsApp account {} was deleted at Meta.',
    'Remove it here, or connect another account.',
  ),
  refused: words(
    'Meta a refusé le compte WhatsApp {} à l’examen.',
    SEE_QUALITY,
    'Meta has refused the WhatsApp account {} in its review.',
    SEE_QUALITY_EN,
  ),
  alert: words(
    'Meta avertit du compte WhatsApp {}.',
    'Les détails sont dans Meta Business Suite, « Qualité du compte ».',
    'Meta warns about the WhatsApp account {}.',
    'The details are in Meta Business Suite, “Account quality”.',
  ),
  flagged: words(
    'Meta juge basse la qualité du numéro {}.',
    LESS,
    'Meta rates the quality of the number {} as low.',
    LESS_EN,
  ),
  downgraded: words(
    'Meta a abaissé la limite d’envoi du numéro {}.',
    LESS,
    'Meta has lowered the sending limit of the number {}.',
    LESS_EN,
  ),
  name: words(
    'Meta a refusé le nom demandé pour le numéro {}.',
    'Demandez un autre nom dans le gestionnaire WhatsApp.',
    'Meta has refused the name asked for the number {}.',
    'Ask for another name in the WhatsApp manager.',
  ),
  pinAsked: words(
    'Quelqu’un demande à changer le code PIN du numéro {}.',
    WHO,
    'Somebody asks to change the PIN of the number {}.',
    WHO_EN,
  ),
  pinChanged: words(
    'Le code PIN du numéro {} a été changé.',
    WHO,
    'The PIN of the number {} was changed.',
    WHO_EN,
  ),
  flow: words(
    'Le formulaire {} échoue ou répond trop lentement chez des personnes.',
    'Regardez-le dans le gestionnaire WhatsApp, « Flows » ; Meta finit par le fermer.',
    'The form {} fails or answers too slowly for people.',
    'Look at it in the WhatsApp manager, “Flows”; Meta closes it in the end.',
  ),
} as const satisfies Record<string, Words>;

export type Saying = keyof typeof WORDS;
