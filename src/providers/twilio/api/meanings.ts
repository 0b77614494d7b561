/** What Twilio's error numbers mean, in French, by what has to be done about them. */

export const AUTH = new Map([
  ['20003', 'Le jeton du compte n’est pas accepté.'],
  ['20008', 'Ce jeton ne sert qu’à des essais : il n’envoie rien.'],
]);

export const ACCOUNT = new Map([
  ['20005', 'Le compte est suspendu ou fermé.'],
  ['30002', 'Le compte est suspendu.'],
  ['63007', 'Ce numéro n’est pas un expéditeur WhatsApp du compte.'],
  ['63020', 'L’invitation à relier le compte WhatsApp Business n’est pas encore acceptée.'],
  ['63112', 'Meta a désactivé le compte WhatsApp Business.'],
]);

export const THROTTLE = new Map([
  ['20429', 'Trop d’appels ont été faits en même temps.'],
  ['14107', 'Le numéro envoie plus de messages par seconde que permis.'],
  ['30001', 'La file d’attente du numéro est pleine.'],
  ['63017', 'Le canal demande de ralentir.'],
  ['63018', 'Le numéro envoie plus de messages par seconde que WhatsApp n’en accepte.'],
  ['63038', 'Le compte a atteint son nombre de messages pour aujourd’hui.'],
]);

export const UNDELIVERABLE = new Map([
  ['21211', 'Le numéro du destinataire n’est pas valable.'],
  ['21408', 'Le compte n’a pas le droit d’écrire dans ce pays.'],
  ['21610', 'La personne s’est désabonnée : elle ne veut plus de messages de ce numéro.'],
  ['21614', 'Le destinataire n’est pas un numéro de mobile.'],
  ['30003', 'Le téléphone de la personne est éteint ou ne peut être joint.'],
  ['30005', 'Le numéro du destinataire n’existe pas ou plus.'],
  ['30008', 'Le message n’a pas pu être remis, sans raison connue.'],
  ['63003', 'Le destinataire n’est pas valable : ce numéro n’a peut-être pas WhatsApp.'],
  ['63015', 'La personne n’a pas rejoint le bac à sable de Twilio.'],
  ['63016', 'Plus de 24 heures ont passé depuis le dernier message de la personne.'],
  [
    '63024',
    'WhatsApp ne peut remettre ce message : le numéro n’a pas WhatsApp, ou une version trop ancienne.',
  ],
  ['63031', 'Le destinataire est le numéro expéditeur lui-même.'],
  ['63032', 'WhatsApp limite les messages à cette personne.'],
  ['63033', 'La personne a bloqué ce numéro, ou WhatsApp l’a bloquée.'],
  ['63049', 'Meta n’a pas remis ce message marketing : cette personne en a déjà reçu assez.'],
]);

export const TEMPLATE = new Map([
  ['21654', 'Le ContentSid du modèle manque.'],
  ['21655', 'Le ContentSid du modèle n’existe pas dans ce compte.'],
  ['21656', 'Les valeurs du modèle ne sont pas celles qu’il attend.'],
  ['63027', 'Le modèle n’existe pas dans cette langue, ou n’est pas approuvé.'],
  ['63028', 'Le nombre de valeurs ne correspond pas au modèle.'],
  ['63029', 'Le modèle n’a pas pu être rempli.'],
  ['63040', 'Le modèle est refusé par Meta.'],
  ['63041', 'Le modèle est en pause : sa qualité est trop basse.'],
  ['63042', 'Le modèle est désactivé.'],
]);

export const CONTENT = new Map([
  ['11200', 'Le fichier n’a pas pu être pris à l’adresse donnée.'],
  ['12300', 'Le format du fichier n’est pas accepté.'],
  ['21602', 'Le message est vide.'],
  ['21617', 'Le texte dépasse 1600 caractères.'],
  ['21619', 'Le message n’a ni texte, ni fichier, ni modèle.'],
  ['21620', 'L’adresse du fichier n’est pas valable.'],
  ['21623', 'Le message porte trop de fichiers.'],
  ['63005', 'WhatsApp n’accepte pas le contenu de ce message.'],
  ['63013', 'Le message va contre les règles de WhatsApp.'],
  ['63019', 'Le fichier n’a pas pu être téléchargé : adresse, taille ou format.'],
  ['63021', 'Le contenu du message n’est pas valable.'],
]);

export const REQUEST = new Map([
  ['20001', 'Un paramètre de l’appel n’est pas compris.'],
  ['20404', 'Le compte ou l’adresse de l’appel n’existe pas.'],
  ['21212', 'Le numéro expéditeur n’est pas valable.'],
  ['21603', 'Le numéro expéditeur manque.'],
  ['21604', 'Le destinataire manque.'],
  ['21606', 'Ce numéro ne peut pas envoyer de messages.'],
  ['21609', 'L’adresse des accusés n’est pas valable : vérifiez PUBLIC_BASE_URL.'],
  ['63035', 'Cette opération n’est pas permise sur ce canal.'],
]);

export const TEMPORARY = new Map([
  ['20500', 'Une erreur s’est produite chez Twilio.'],
  ['20503', 'Le service de Twilio est indisponible pour un moment.'],
  ['30017', 'Le réseau est encombré.'],
  ['63010', 'Une erreur s’est produite chez Twilio.'],
  ['63012', 'Une erreur s’est produite chez WhatsApp.'],
]);

/** Not an error of Twilio's: a scheduled message that somebody called off there. */
export const CANCELLED = new Map([['canceled', 'Le message a été annulé chez Twilio.']]);
