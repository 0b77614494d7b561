import { board } from './french-board.js';
import { catalog } from './french-catalog.js';
import { dhis2 } from './french-dhis2.js';
import { talks } from './french-talks.js';
import { uic } from './french-uic.js';
import { work } from './french-work.js';

const many = (count: number, one: string, more: string): string => (count > 1 ? more : one);

/** What the console says, in French: the language of those who use it most. */
export const fr = {
  name: 'Relais',
  skip: 'Aller au contenu',
  pages: {
    dashboard: 'Tableau de bord',
    conversations: 'Conversations',
    uic: 'Codes (CIU)',
    duplicates: 'Doublons',
    dhis2: 'DHIS2',
    catalog: 'Catalogue',
  },
  navigation: 'Pages',
  openMenu: 'Ouvrir le menu',
  closeMenu: 'Fermer le menu',
  language: 'English',
  languageLabel: 'Switch to English',
  toDark: 'Passer en mode sombre',
  toLight: 'Passer en mode clair',
  roles: { viewer: 'Lecture seule', agent: 'Agent', operator: 'Opérateur', admin: 'Administration' },
  signOut: 'Se déconnecter',
  signOutFailed: 'Le serveur ne répond pas\u00a0: la session est encore ouverte. Réessayez.',
  account: 'Votre session',
  notFound: 'Cette page n’existe pas.',
  backHome: 'Revenir au tableau de bord',
  broken: 'Cette page s’est arrêtée sur une erreur.',
  reload: 'Recharger la page',
  loading: 'Chargement…',
  retry: 'Réessayer',
  notLoaded: 'Impossible de lire ces données pour l’instant.',
  notAllowed: 'Votre rôle ne permet pas de voir ceci.',
  zone: (zone: string) => `Heures affichées\u00a0: ${zone}`,
  signIn: {
    title: 'Connexion',
    lead: 'La console de votre service WhatsApp.',
    how: 'Se connecter avec',
    withKey: 'Une clé d’accès',
    withPassword: 'Un mot de passe',
    key: 'Clé d’accès',
    keyHint: 'Elle commence par «\u00a0rk_\u00a0».',
    user: 'Nom d’utilisateur',
    password: 'Mot de passe',
    show: 'Afficher ou masquer',
    enter: 'Entrer',
    missing: 'À remplir',
    wrongKey: 'Cette clé n’ouvre pas. Vérifiez qu’elle est entière et qu’elle n’a pas été révoquée.',
    wrongPassword: 'Nom ou mot de passe inexact. Vérifiez, puis réessayez.',
    wait: (seconds: number) =>
      `Trop d’essais. Réessayez dans ${seconds} ${many(seconds, 'seconde', 'secondes')}.`,
    unreachable: 'Le serveur ne répond pas. Vérifiez la connexion, puis réessayez.',
    failed: 'La connexion a échoué. Réessayez dans un instant.',
    over: 'Votre session est terminée. Reconnectez-vous\u00a0: vous reviendrez où vous étiez.',
  },
  silence: (when: string) =>
    `Le serveur ne répond pas. Dernières données reçues à ${when}\u00a0; nouvel essai automatique.`,
  health: {
    title: 'Le service ne va pas bien',
    parts: {
      database:
        'La base de données ne répond pas\u00a0: les messages reçus attendent dans un journal sur disque.',
      storage: 'Le dossier des fichiers n’accepte pas d’écriture\u00a0: photos et documents attendent.',
      inbox: 'Les messages reçus ne sont pas traités assez vite.',
      token: 'Un jeton WhatsApp ne fonctionne plus\u00a0: les envois attendent.',
      spool: 'Le dossier de secours n’accepte pas d’écriture.',
    } as Record<string, string>,
    other: (name: string) => `Contrôle «\u00a0${name}\u00a0» en échec.`,
  },
  ...board,
  ...talks,
  ...work,
  ...dhis2,
  ...uic,
  ...catalog,
};

export type Texts = typeof fr;
