/** What Meta's error numbers mean, by family; `code/subcode` where the second number says more. */

export const AUTH = new Map([
  ['0', 'Meta n’a pas pu vérifier qui nous sommes.'],
  ['3', 'L’application n’a pas droit à cette fonction de l’API.'],
  ['10', 'L’application n’a pas, ou n’a plus, la permission d’envoyer.'],
  ['102', 'La session du jeton d’accès n’est plus valable.'],
  ['104', 'L’appel est arrivé sans jeton d’accès valable.'],
  ['190', 'Le jeton d’accès n’est pas valable : il a expiré ou a été révoqué.'],
  ['190/458', 'L’application a été retirée du compte qui a émis le jeton d’accès.'],
  ['190/459', 'Le compte qui a émis le jeton d’accès doit d’abord répondre à une vérification.'],
  ['190/460', 'Le mot de passe du compte qui a émis le jeton d’accès a changé.'],
  ['190/463', 'Le jeton d’accès a expiré.'],
  ['190/464', 'Le compte qui a émis le jeton d’accès n’est pas confirmé.'],
  ['190/467', 'Le jeton d’accès a été révoqué.'],
  ['190/492', 'Le compte qui a émis le jeton d’accès n’a plus ses droits.'],
  ['200', 'Il manque une permission à l’application ou au jeton d’accès.'],
  ['100/33', 'Le numéro expéditeur n’existe pas, ou le jeton d’accès n’y donne pas droit.'],
  ['100/proof', 'La preuve du secret de l’application manque, ou n’est pas la bonne.'],
  ['131005', 'L’accès est refusé : la permission n’a pas été donnée, ou a été retirée.'],
]);

export const ACCOUNT = new Map([
  ['368', 'Le compte est bloqué pour un temps, pour non-respect des règles de Meta.'],
  ['130497', 'Le compte n’a pas le droit d’écrire aux personnes de ce pays.'],
  ['131031', 'Le compte WhatsApp Business est verrouillé.'],
  ['131037', 'Le nom affiché du numéro n’est pas encore approuvé.'],
  ['131042', 'Le paiement du compte n’est pas en règle.'],
  ['131045', 'Le certificat du numéro manque : son enregistrement n’est pas terminé.'],
  ['131063', 'Les messages marketing sont désactivés pour cette API.'],
  ['133010', 'Le numéro n’est pas enregistré chez Meta.'],
  ['134011', 'Les conditions de WhatsApp sur les paiements n’ont pas été acceptées.'],
]);

export const THROTTLE = new Map([
  ['4', 'L’application a fait trop d’appels à Meta.'],
  ['17', 'Le compte utilisateur a fait trop d’appels à Meta.'],
  ['613', 'Trop d’appels ont été faits à cette fonction de Meta.'],
  ['80007', 'Le compte WhatsApp Business a fait trop d’appels à Meta.'],
  ['80008', 'Le compte WhatsApp Business a fait trop d’appels de gestion à Meta.'],
  ['130429', 'Le numéro envoie plus de messages par seconde que Meta n’en accepte.'],
  ['131048', 'Meta retient les envois de ce numéro : trop de personnes les ont bloqués ou signalés.'],
  ['131056', 'Trop de messages sont partis vers cette même personne en peu de temps.'],
  ['131064', 'Meta limite ce compte : trop de modèles étaient mal classés.'],
  ['132069', 'Ce formulaire WhatsApp a été envoyé trop souvent en une heure.'],
  ['133016', 'Le numéro a été enregistré ou retiré trop de fois : il faut attendre jusqu’à 72 heures.'],
]);

export const UNDELIVERABLE = new Map([
  ['130403', 'Cette personne est bloquée par votre numéro.'],
  ['130472', 'Meta n’a pas remis ce message : la personne fait partie d’une expérience.'],
  ['131021', 'Le destinataire est le numéro expéditeur lui-même.'],
  ['131026', 'Le message ne peut être remis : ce numéro n’a pas WhatsApp, ou une version trop ancienne.'],
  ['131030', 'Ce destinataire n’est pas sur la liste des numéros de test.'],
  ['131047', 'Plus de 24 heures ont passé depuis le dernier message de la personne.'],
  ['131049', 'Meta n’a pas remis ce message marketing : cette personne en a déjà reçu assez.'],
  ['131050', 'La personne ne veut plus de messages marketing.'],
  ['131051', 'Ce genre de message n’est pas accepté.'],
  ['131062', 'Ce message ne peut être envoyé à une personne dont le numéro est masqué.'],
  ['137000', 'L’identité WhatsApp de la personne a changé.'],
]);

export const TEMPLATE = new Map([
  ['132000', 'Le nombre de paramètres ne correspond pas au modèle.'],
  ['132001', 'Le modèle n’existe pas dans cette langue, ou n’est pas approuvé.'],
  ['132005', 'Le texte du modèle est trop long une fois rempli.'],
  ['132007', 'Le contenu du modèle va contre les règles de WhatsApp.'],
  ['132008', 'Un paramètre du modèle n’a pas le bon format.'],
  ['132012', 'Les paramètres ne sont pas du genre que le modèle attend.'],
  ['132015', 'Le modèle est en pause : sa qualité est trop basse.'],
  ['132016', 'Le modèle est désactivé pour toujours : sa qualité est restée trop basse.'],
  ['132018', 'Un paramètre du modèle contient ce qui n’est pas permis (retour à la ligne, espaces).'],
  ['132068', 'Le formulaire WhatsApp de ce modèle est bloqué.'],
  ['134100', 'Seuls les modèles marketing peuvent partir par cette API.'],
  ['134101', 'Le modèle est encore en préparation chez Meta.'],
  ['134102', 'Le modèle ne peut pas partir par cette API.'],
]);

export const REQUEST = new Map([
  ['33', 'Le numéro expéditeur a été supprimé.'],
  ['100', 'Meta n’a pas compris un paramètre de l’appel.'],
  ['131008', 'Il manque un paramètre à l’appel.'],
  ['131009', 'La valeur d’un paramètre n’est pas acceptée.'],
  ['131055', 'Cette façon d’appeler n’est pas permise.'],
  ['131059', 'Le repère de page n’est plus valable.'],
  ['135000', 'Meta n’a pas pu traiter les paramètres du message.'],
]);

export const TEMPORARY = new Map([
  ['1', 'Meta a rencontré une erreur, ou n’a pas compris l’appel.'],
  ['2', 'Le service de Meta est indisponible pour un moment.'],
  ['131000', 'Une erreur inconnue s’est produite chez Meta.'],
  ['131016', 'Le service WhatsApp est surchargé.'],
  ['131057', 'Le compte est en maintenance chez Meta, le plus souvent moins d’une minute.'],
  ['133004', 'Le serveur de Meta est indisponible pour un moment.'],
  ['2494100', 'Le numéro est en maintenance chez Meta.'],
]);

export const MEDIA = new Map([
  ['131052', 'Le fichier de la personne n’a pas pu être téléchargé.'],
  ['131053', 'Notre fichier n’a pas été accepté par Meta.'],
]);

export const REGISTRATION = new Map([
  ['133000', 'Un précédent enregistrement du numéro n’est pas effacé.'],
  ['133005', 'Le code PIN du numéro n’est pas le bon.'],
  ['133006', 'Le numéro doit être vérifié de nouveau.'],
  ['133008', 'Trop de codes PIN faux ont été essayés.'],
  ['133009', 'Le code PIN a été essayé trop vite.'],
  ['133015', 'Le numéro vient d’être supprimé : il faut attendre cinq minutes.'],
]);
