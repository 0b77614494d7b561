import { randomBytes } from 'node:crypto';
import type { Values } from '../../../platform/config/declaration.js';

/** One value of the set-up. */
export interface Question {
  name: keyof Values;
  title: string;
  /** Where it is found, in French. */
  where: string;
  secret?: boolean;
  optional?: boolean;
  /** What an empty answer means, where nothing was set before. */
  otherwise?: { says: string; make(): string };
}

const APPS = 'https://developers.facebook.com/apps';

export const QUESTIONS: readonly Question[] = [
  {
    name: 'WHATSAPP_APP_ID',
    title: 'Identifiant de l’application',
    where: `Sur ${APPS}, ouvrez votre application : l’identifiant est en haut de la page (seulement des chiffres).`,
  },
  {
    name: 'WHATSAPP_APP_SECRET',
    title: 'Secret de l’application',
    where:
      'Dans l’application : « Paramètres de l’app › Général », champ « Clé secrète », bouton « Afficher ».',
    secret: true,
  },
  {
    name: 'WHATSAPP_ACCESS_TOKEN',
    title: 'Jeton d’accès',
    where:
      'Sur https://business.facebook.com/settings : « Utilisateurs système », choisissez ou créez un administrateur, donnez-lui ' +
      'l’application et le compte WhatsApp, puis « Générer un token » avec whatsapp_business_messaging et ' +
      'whatsapp_business_management ; expiration « Jamais » si elle est proposée.',
    secret: true,
  },
  {
    name: 'WHATSAPP_BUSINESS_ACCOUNT_ID',
    title: 'Identifiant du compte WhatsApp Business (WABA)',
    where: 'Dans l’application : « WhatsApp › Configuration de l’API », sous le choix du numéro.',
  },
  {
    name: 'WHATSAPP_PHONE_NUMBER_ID',
    title: 'Identifiant du numéro (pas le numéro lui-même)',
    where: 'Au même endroit : « Identifiant du numéro de téléphone ».',
  },
  {
    name: 'WHATSAPP_WEBHOOK_VERIFY_TOKEN',
    title: 'Mot de vérification du webhook',
    where: 'C’est vous qui le choisissez ; vous le donnerez à Meta en enregistrant le webhook.',
    secret: true,
    otherwise: { says: 'Entrée : Relais en crée un', make: () => randomBytes(16).toString('hex') },
  },
  {
    name: 'PUBLIC_BASE_URL',
    title: 'Adresse publique de ce serveur',
    where:
      'Celle par laquelle Meta l’atteint, en https, sans chemin : par exemple https://relais.exemple.cd.',
    optional: true,
  },
];
