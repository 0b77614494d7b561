import { z } from 'zod';
import { type Declared, integer, longSecret, several, text } from './kinds.js';

const UIC = 'Conversation CIU';

/** The settings of this part of Relais. */
export const uicSettings = {
  BOT_ENTRY_FLOW: {
    group: UIC,
    doc: 'Ce que rencontre un premier message : `menu` (les choix), directement le code `uic`, ou l’`assistant`.',
    schema: z.enum(['menu', 'uic', 'assistant']).default('menu'),
    example: 'menu',
  },
  UIC_SECRET: {
    group: UIC,
    doc: 'Clé de l’empreinte des codes, 32 octets au moins. Plusieurs séparées par des virgules : la première sert, toutes retrouvent.',
    schema: several(longSecret).optional(),
    example: 'une-cle-produite-par-secrets-generate',
  },
  UIC_CONSENT: {
    group: UIC,
    doc: 'Accord avant les questions : `required` demandé, `notice` annoncé, `off`.',
    schema: z.enum(['required', 'notice', 'off']).default('required'),
    example: 'required',
  },
  UIC_CONFIRM: {
    group: UIC,
    doc: 'Faire relire les réponses avant de créer le code.',
    schema: z.stringbool().default(true),
    example: 'true',
  },
  UIC_SESSION_TIMEOUT_MINUTES: {
    group: UIC,
    doc: 'Une conversation sans réponse est oubliée après ce délai.',
    schema: integer(1, 1440).default(15),
    example: '15',
  },
  UIC_SERVICE_NAME: {
    group: UIC,
    doc: 'Nom neutre du service, dans les messages et sur la carte.',
    schema: text.max(60).default('Service de santé'),
    example: 'Centre Espoir',
  },
  UIC_CONTACT: {
    group: UIC,
    doc: 'À qui poser une question sur ses données : téléphone, courriel ou adresse, dit avant l’accord. Absent : la phrase est omise.',
    schema: text.max(80).optional(),
    example: '081 000 00 00',
  },
  UIC_CONTACT_NAME: {
    group: UIC,
    doc: 'Nom de la personne ou du programme qui répond des données, dit devant `UIC_CONTACT`.',
    schema: text.max(60).optional(),
    example: 'Programme provincial de santé',
  },
  UIC_CODES_PER_DAY: {
    group: UIC,
    doc: 'Codes différents qu’un même téléphone peut obtenir en 24 heures.',
    schema: integer(1, 1000).default(3),
    example: '3',
  },
  ENABLE_QR_CODE: {
    group: UIC,
    doc: 'Envoyer aussi la carte avec le code QR.',
    schema: z.stringbool().default(false),
    example: 'true',
  },
  UIC_TOWNS_FILE: {
    group: UIC,
    doc: 'Table des villes du déploiement (JSON ou CSV) au lieu de celle fournie.',
    schema: text.optional(),
    example: './villes.csv',
  },
  UIC_TOWN_MODE: {
    group: UIC,
    doc: '`open` accepte aussi deux lettres inconnues de la table, `strict` non.',
    schema: z.enum(['open', 'strict']).default('open'),
    example: 'open',
  },
  UIC_QUESTIONS_FILE: {
    group: UIC,
    doc: 'Questions et formule du code du déploiement (JSON ou YAML) au lieu de celles fournies.',
    schema: text.optional(),
    example: './questions.yaml',
  },
  TEXTS_DIR: {
    group: UIC,
    doc: 'Dossier de fichiers de textes qui ajoutent une langue ou remplacent un texte.',
    schema: text.optional(),
    example: './textes',
  },
} satisfies Record<string, Declared>;
