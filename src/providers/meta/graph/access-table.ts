import { later, MINUTE, REFUSED, type Rows } from './plan.js';

/** The errors about who we are: the key, the account, the number. `code/subcode` where the second number says more. */
export const AUTH: Rows = {
  '0': { fr: ['Meta n’a pas pu vérifier qui nous sommes.'], en: ['Meta could not verify who we are.'] },
  '3': {
    fr: ['L’application n’a pas droit à cette fonction de l’API.'],
    en: ['The app has no right to this function of the API.'],
  },
  '10': {
    fr: ['L’application n’a pas, ou n’a plus, la permission d’envoyer.'],
    en: ['The app does not have, or no longer has, the permission to send.'],
  },
  '102': {
    fr: ['La session du jeton d’accès n’est plus valable.'],
    en: ['The session of the access token is no longer valid.'],
  },
  '104': {
    fr: ['L’appel est arrivé sans jeton d’accès valable.'],
    en: ['The call arrived without a valid access token.'],
  },
  '190': {
    fr: ['Le jeton d’accès n’est pas valable : il a expiré ou a été révoqué.'],
    en: ['The access token is not valid: it has expired or was revoked.'],
  },
  '190/458': {
    fr: [
      'L’application a été retirée du compte qui a émis le jeton d’accès.',
      'Autorisez à nouveau l’application dans les paramètres de l’entreprise, puis créez un nouveau jeton.',
    ],
    en: [
      'The app was removed from the account that issued the access token.',
      'Authorise the app again in the business settings, then create a new token.',
    ],
  },
  '190/459': {
    fr: [
      'Le compte qui a émis le jeton d’accès doit d’abord répondre à une vérification.',
      'Connectez-vous à Facebook avec ce compte et suivez ce qui est demandé, puis créez un nouveau jeton.',
    ],
    en: [
      'The account that issued the access token has to pass a check first.',
      'Sign in to Facebook with this account and do what is asked, then create a new token.',
    ],
  },
  '190/460': {
    fr: [
      'Le mot de passe du compte qui a émis le jeton d’accès a changé.',
      'Créez un nouveau jeton d’accès, de préférence celui d’un utilisateur système.',
    ],
    en: [
      'The password of the account that issued the access token was changed.',
      'Create a new access token, preferably one of a system user.',
    ],
  },
  '190/463': {
    fr: [
      'Le jeton d’accès a expiré.',
      'Créez un nouveau jeton d’accès ; celui d’un utilisateur système peut ne pas expirer.',
    ],
    en: [
      'The access token has expired.',
      'Create a new access token; one of a system user can be without an end.',
    ],
  },
  '190/464': {
    fr: ['Le compte qui a émis le jeton d’accès n’est pas confirmé.'],
    en: ['The account that issued the access token is not confirmed.'],
  },
  '190/467': {
    fr: [
      'Le jeton d’accès a été révoqué.',
      'Créez un nouveau jeton d’accès dans les paramètres de l’entreprise.',
    ],
    en: ['The access token was revoked.', 'Create a new access token in the business settings.'],
  },
  '190/492': {
    fr: ['Le compte qui a émis le jeton d’accès n’a plus ses droits.'],
    en: ['The account that issued the access token has lost its rights.'],
  },
  '200': {
    fr: ['Il manque une permission à l’application ou au jeton d’accès.'],
    en: ['A permission of the app or of the access token is missing.'],
  },
  '100/33': {
    fr: [
      'Le numéro expéditeur n’existe pas, ou le jeton d’accès n’y donne pas droit.',
      'Vérifiez WHATSAPP_PHONE_NUMBER_ID et que le jeton d’accès donne droit à ce compte.',
    ],
    en: [
      'The sending number does not exist, or the access token gives no right to it.',
      'Check WHATSAPP_PHONE_NUMBER_ID, and that the access token gives a right to this account.',
    ],
  },
  '100/proof': {
    fr: [
      'La preuve du secret de l’application manque, ou n’est pas la bonne.',
      'Vérifiez WHATSAPP_APP_SECRET : l’application exige une preuve faite avec ce secret.',
    ],
    en: [
      'The proof of the app secret is missing, or is not the right one.',
      'Check WHATSAPP_APP_SECRET: the app demands a proof made with this secret.',
    ],
  },
  '131005': {
    fr: ['L’accès est refusé : la permission n’a pas été donnée, ou a été retirée.'],
    en: ['Access is denied: the permission was not granted, or was taken away.'],
  },
};

export const ACCOUNT: Rows = {
  '368': {
    fr: ['Le compte est bloqué pour un temps, pour non-respect des règles de Meta.'],
    en: ['The account is blocked for a while for breaking Meta’s rules.'],
  },
  '130497': {
    fr: [
      'Le compte n’a pas le droit d’écrire aux personnes de ce pays.',
      'Aucun message ne peut partir vers ce pays avec ce compte : consultez les règles de Meta.',
    ],
    en: [
      'The account may not write to people of this country.',
      'No message can go to this country with this account: see Meta’s rules.',
    ],
    plan: REFUSED,
  },
  '131031': {
    fr: ['Le compte WhatsApp Business est verrouillé.'],
    en: ['The WhatsApp Business account is locked.'],
  },
  '131037': {
    fr: ['Le nom affiché du numéro n’est pas encore approuvé.'],
    en: ['The display name of the number is not approved yet.'],
  },
  '131042': {
    fr: [
      'Le paiement du compte n’est pas en règle.',
      'Ajoutez ou corrigez le moyen de paiement du compte. Les messages attendent jusque-là.',
    ],
    en: [
      'The payment of the account is not in order.',
      'Add or correct the account’s means of payment. Messages wait until then.',
    ],
  },
  '131045': {
    fr: ['Le certificat du numéro manque : son enregistrement n’est pas terminé.'],
    en: ['The certificate of the number is missing: its registration is not finished.'],
  },
  '131063': {
    fr: [
      'Les messages marketing sont désactivés pour cette API.',
      'Utilisez l’API Marketing Messages pour ce genre de message.',
    ],
    en: [
      'Marketing messages are disabled for this API.',
      'Use the Marketing Messages API for this kind of message.',
    ],
    plan: REFUSED,
  },
  '133010': {
    fr: ['Le numéro n’est pas enregistré chez Meta.'],
    en: ['The number is not registered with Meta.'],
  },
  '134011': {
    fr: ['Les conditions de WhatsApp sur les paiements n’ont pas été acceptées.'],
    en: ['WhatsApp’s terms on payments were not accepted.'],
  },
};

export const REGISTRATION: Rows = {
  '133000': {
    fr: ['Un précédent enregistrement du numéro n’est pas effacé.'],
    en: ['An earlier registration of the number has not been deleted.'],
  },
  '133005': {
    fr: ['Le code PIN du numéro n’est pas le bon.'],
    en: ['The PIN of the number is not the right one.'],
  },
  '133006': { fr: ['Le numéro doit être vérifié de nouveau.'], en: ['The number has to be verified again.'] },
  '133008': { fr: ['Trop de codes PIN faux ont été essayés.'], en: ['Too many wrong PINs were tried.'] },
  '133009': { fr: ['Le code PIN a été essayé trop vite.'], en: ['The PIN was tried too fast.'] },
  '133015': {
    fr: ['Le numéro vient d’être supprimé : il faut attendre cinq minutes.'],
    en: ['The number has just been deleted: it takes five minutes.'],
    plan: later('number', 5 * MINUTE),
  },
};
