import { DAY, few, growing, HOUR, later, MINUTE, PAIR, type Rows } from './plan.js';

/** The errors about one call: too many, not understood, not the moment. `code/subcode` where the second number says more. */
export const THROTTLE: Rows = {
  '4': {
    fr: ['L’application a fait trop d’appels à Meta.'],
    en: ['The app has made too many calls to Meta.'],
  },
  '17': {
    fr: ['Le compte utilisateur a fait trop d’appels à Meta.'],
    en: ['The user account has made too many calls to Meta.'],
  },
  '32': {
    fr: ['La page a fait trop d’appels à Meta.'],
    en: ['The page has made too many calls to Meta.'],
  },
  '341': {
    fr: ['L’application a atteint une limite de Meta, pour un temps.'],
    en: ['The app has reached one of Meta’s limits, for a while.'],
  },
  '613': {
    fr: ['Trop d’appels ont été faits à cette fonction de Meta.'],
    en: ['Too many calls were made to this function of Meta.'],
  },
  '80007': {
    fr: ['Le compte WhatsApp Business a fait trop d’appels à Meta.'],
    en: ['The WhatsApp Business account has made too many calls to Meta.'],
  },
  '80008': {
    fr: ['Le compte WhatsApp Business a fait trop d’appels de gestion à Meta.'],
    en: ['The WhatsApp Business account has made too many management calls to Meta.'],
  },
  '80009': {
    fr: ['Le catalogue a reçu trop d’appels de gestion chez Meta.'],
    en: ['The catalogue has had too many management calls at Meta.'],
  },
  '80014': {
    fr: ['Le catalogue a reçu trop de mises à jour par lots chez Meta.'],
    en: ['The catalogue has had too many batches of updates at Meta.'],
  },
  '130429': {
    fr: ['Le numéro envoie plus de messages par seconde que Meta n’en accepte.'],
    en: ['The number sends more messages a second than Meta takes.'],
    plan: { ...later('number'), slower: true },
  },
  '131048': {
    fr: [
      'Meta retient les envois de ce numéro : trop de personnes les ont bloqués ou signalés.',
      'Envoyez moins, et seulement à qui l’attend : des personnes ont bloqué ou signalé ce numéro.',
    ],
    en: [
      'Meta holds back what this number sends: too many people blocked or reported it.',
      'Send less, and only to those who expect it: people blocked or reported this number.',
    ],
    plan: growing(later('number', HOUR), DAY),
  },
  '131056': {
    fr: ['Trop de messages sont partis vers cette même personne en peu de temps.'],
    en: ['Too many messages went to this same person in a short time.'],
    plan: PAIR,
  },
  '131064': {
    fr: ['Meta limite ce compte : trop de modèles étaient mal classés.'],
    en: ['Meta limits this account: too many templates were in the wrong category.'],
    plan: growing(later('number', HOUR), DAY),
  },
  '132069': {
    fr: ['Ce formulaire WhatsApp a été envoyé trop souvent en une heure.'],
    en: ['This WhatsApp form was sent too often within an hour.'],
    plan: later('message', 10 * MINUTE),
  },
  '133016': {
    fr: ['Le numéro a été enregistré ou retiré trop de fois : il faut attendre jusqu’à 72 heures.'],
    en: ['The number was registered or removed too often: it has to wait for up to 72 hours.'],
    plan: later('number', HOUR),
  },
};

export const REQUEST: Rows = {
  '33': { fr: ['Le numéro expéditeur a été supprimé.'], en: ['The sending number was deleted.'] },
  '100': {
    fr: ['Meta n’a pas compris un paramètre de l’appel.'],
    en: ['Meta did not understand a parameter of the call.'],
  },
  '131008': { fr: ['Il manque un paramètre à l’appel.'], en: ['A parameter of the call is missing.'] },
  '131009': {
    fr: ['La valeur d’un paramètre n’est pas acceptée.'],
    en: ['The value of a parameter is not accepted.'],
  },
  '131055': { fr: ['Cette façon d’appeler n’est pas permise.'], en: ['This way of calling is not allowed.'] },
  '131059': { fr: ['Le repère de page n’est plus valable.'], en: ['The page marker is no longer valid.'] },
  '135000': {
    fr: ['Meta n’a pas pu traiter les paramètres du message.'],
    en: ['Meta could not process the parameters of the message.'],
  },
};

export const TEMPORARY: Rows = {
  '1': {
    fr: ['Meta a rencontré une erreur, ou n’a pas compris l’appel.'],
    en: ['Meta met an error, or did not understand the call.'],
    plan: few(later('message'), 3),
  },
  '2': {
    fr: ['Le service de Meta est indisponible pour un moment.'],
    en: ['Meta’s service is unavailable for a moment.'],
  },
  '131000': {
    fr: ['Une erreur inconnue s’est produite chez Meta.'],
    en: ['An unknown error occurred at Meta.'],
    plan: few(later('message'), 5),
  },
  '131016': { fr: ['Le service WhatsApp est surchargé.'], en: ['The WhatsApp service is overloaded.'] },
  '131057': {
    fr: ['Le compte est en maintenance chez Meta, le plus souvent moins d’une minute.'],
    en: ['The account is under maintenance at Meta, usually for less than a minute.'],
  },
  '133004': {
    fr: ['Le serveur de Meta est indisponible pour un moment.'],
    en: ['Meta’s server is unavailable for a moment.'],
  },
  '2494100': {
    fr: ['Le numéro est en maintenance chez Meta.'],
    en: ['The number is under maintenance at Meta.'],
  },
};
