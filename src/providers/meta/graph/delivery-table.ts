import { later, MINUTE, REFUSED, type Rows } from './plan.js';

/** The errors about one message: its recipient, its template, its file. `code/subcode` where the second number says more. */
export const UNDELIVERABLE: Rows = {
  '130403': {
    fr: [
      'Cette personne est bloquée par votre numéro.',
      'Débloquez cette personne si elle doit recevoir vos messages.',
    ],
    en: ['This person is blocked by your number.', 'Unblock this person if your messages should arrive.'],
  },
  '130472': {
    fr: ['Meta n’a pas remis ce message : la personne fait partie d’une expérience.'],
    en: ['Meta did not deliver this message: the person is part of an experiment.'],
  },
  '131021': {
    fr: ['Le destinataire est le numéro expéditeur lui-même.'],
    en: ['The recipient is the sending number itself.'],
  },
  '131026': {
    fr: [
      'Le message ne peut être remis : ce numéro n’a pas WhatsApp, ou une version trop ancienne.',
      'Demandez à la personne de mettre WhatsApp à jour et d’en accepter les conditions.',
    ],
    en: [
      'The message cannot be delivered: this number has no WhatsApp, or too old a version.',
      'Ask the person to update WhatsApp and to accept its terms.',
    ],
  },
  '131030': {
    fr: [
      'Ce destinataire n’est pas sur la liste des numéros de test.',
      'Ajoutez ce destinataire à la liste de test de l’application, ou passez-la en production.',
    ],
    en: [
      'This recipient is not in the list of test numbers.',
      'Add this recipient to the app’s list of test numbers, or take the app live.',
    ],
  },
  '131047': {
    fr: [
      'Plus de 24 heures ont passé depuis le dernier message de la personne.',
      'Attendez que la personne écrive de nouveau, ou envoyez-lui un modèle approuvé.',
    ],
    en: [
      'More than 24 hours have passed since the person’s last message.',
      'Wait until the person writes again, or send an approved template.',
    ],
  },
  '131049': {
    fr: [
      'Meta n’a pas remis ce message marketing : cette personne en a déjà reçu assez.',
      'Attendez au moins 24 heures avant un autre message marketing à cette personne.',
    ],
    en: [
      'Meta did not deliver this marketing message: this person has had enough of them.',
      'Wait at least 24 hours before another marketing message to this person.',
    ],
  },
  '131050': {
    fr: [
      'La personne ne veut plus de messages marketing.',
      'N’envoyez plus de messages marketing à cette personne.',
    ],
    en: ['The person wants no more marketing messages.', 'Send no more marketing messages to this person.'],
  },
  '131051': { fr: ['Ce genre de message n’est pas accepté.'], en: ['This kind of message is not accepted.'] },
  '131062': {
    fr: [
      'Ce message ne peut être envoyé à une personne dont le numéro est masqué.',
      'Ce modèle demande un numéro de téléphone : choisissez-en un autre.',
    ],
    en: [
      'This message cannot go to a person whose number is hidden.',
      'This template needs a phone number: choose another one.',
    ],
  },
  '137000': {
    fr: ['L’identité WhatsApp de la personne a changé.'],
    en: ['The WhatsApp identity of the person has changed.'],
  },
};

export const TEMPLATE: Rows = {
  '132000': {
    fr: ['Le nombre de paramètres ne correspond pas au modèle.'],
    en: ['The number of parameters does not match the template.'],
  },
  '132001': {
    fr: ['Le modèle n’existe pas dans cette langue, ou n’est pas approuvé.'],
    en: ['The template does not exist in this language, or is not approved.'],
  },
  '132005': {
    fr: ['Le texte du modèle est trop long une fois rempli.'],
    en: ['The text of the template is too long once filled in.'],
  },
  '132007': {
    fr: ['Le contenu du modèle va contre les règles de WhatsApp.'],
    en: ['The content of the template breaks WhatsApp’s rules.'],
  },
  '132008': {
    fr: ['Un paramètre du modèle n’a pas le bon format.'],
    en: ['A parameter of the template has the wrong format.'],
  },
  '132012': {
    fr: ['Les paramètres ne sont pas du genre que le modèle attend.'],
    en: ['The parameters are not of the kind that the template expects.'],
  },
  '132015': {
    fr: [
      'Le modèle est en pause : sa qualité est trop basse.',
      'Attendez la fin de la pause et améliorez la qualité du modèle.',
    ],
    en: [
      'The template is paused: its quality is too low.',
      'Wait until the pause is over, and improve the template’s quality.',
    ],
  },
  '132016': {
    fr: [
      'Le modèle est désactivé pour toujours : sa qualité est restée trop basse.',
      'Créez un nouveau modèle : celui-ci ne peut plus servir.',
    ],
    en: [
      'The template is disabled for good: its quality stayed too low.',
      'Create a new template: this one can serve no more.',
    ],
  },
  '132018': {
    fr: ['Un paramètre du modèle contient ce qui n’est pas permis (retour à la ligne, espaces).'],
    en: ['A parameter of the template contains what is not allowed (line break, spaces).'],
  },
  '132068': {
    fr: ['Le formulaire WhatsApp de ce modèle est bloqué.'],
    en: ['The WhatsApp form of this template is blocked.'],
  },
  '134100': {
    fr: ['Seuls les modèles marketing peuvent partir par cette API.'],
    en: ['Only marketing templates can go through this API.'],
  },
  '134101': {
    fr: [
      'Le modèle est encore en préparation chez Meta.',
      'Il n’y a rien à faire : Relais réessaie dans dix minutes.',
    ],
    en: [
      'The template is still being prepared by Meta.',
      'There is nothing to do: Relais tries again in ten minutes.',
    ],
    plan: later('message', 10 * MINUTE),
  },
  '134102': {
    fr: ['Le modèle ne peut pas partir par cette API.'],
    en: ['The template cannot go through this API.'],
  },
};

export const MEDIA: Rows = {
  '131052': {
    fr: [
      'Le fichier de la personne n’a pas pu être téléchargé.',
      'Demandez à la personne de renvoyer son fichier.',
    ],
    en: ['The file of the person could not be downloaded.', 'Ask the person to send the file again.'],
    plan: REFUSED,
  },
  '131053': { fr: ['Notre fichier n’a pas été accepté par Meta.'], en: ['Meta did not take our file.'] },
};
