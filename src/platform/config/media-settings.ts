import { z } from 'zod';
import { type Declared, httpUrlWith, integer, text } from './kinds.js';

const MEDIA = 'Fichiers et médias';

/** The settings of this part of Relais. */
export const mediaSettings = {
  MEDIA_FETCH: {
    group: MEDIA,
    doc: 'Fichiers reçus : `asked` cherchés quand quelqu’un les ouvre, `always` dès leur arrivée, `never`. WhatsApp les garde 7 jours.',
    schema: z.enum(['asked', 'always', 'never']).default('asked'),
    example: 'asked',
  },
  MEDIA_MAX_BYTES: {
    group: MEDIA,
    doc: 'Taille d’un fichier au plus, en octets ; au-delà il est refusé.',
    schema: integer(1_024, 1_073_741_824).default(104_857_600),
    example: '104857600',
  },
  QR_RETENTION_DAYS: {
    group: MEDIA,
    doc: 'Une carte QR est fabriquée à chaque envoi et jamais stockée ; un message qui la porte et n’a pas pu partir est effacé après ce délai.',
    schema: integer(1, 30).default(7),
    example: '7',
  },
  STORAGE_DIR: {
    group: MEDIA,
    doc: 'Dossier des fichiers (chiffrés), quand aucun compartiment S3 n’est donné.',
    schema: text.default('./data/files'),
    example: './data/files',
  },
  STORAGE_S3_BUCKET: {
    group: MEDIA,
    doc: 'Compartiment S3 des fichiers, à la place du dossier.',
    schema: text.max(63).optional(),
    example: 'relais-fichiers',
  },
  STORAGE_S3_ENDPOINT: {
    group: MEDIA,
    doc: 'Adresse du service compatible S3 ; sans elle, celui d’Amazon.',
    schema: httpUrlWith('donnez STORAGE_S3_ACCESS_KEY_ID et STORAGE_S3_SECRET_ACCESS_KEY').optional(),
    example: 'https://s3.exemple.cd',
  },
  STORAGE_S3_REGION: {
    group: MEDIA,
    doc: 'Région du compartiment.',
    schema: text.default('us-east-1'),
    example: 'eu-west-3',
  },
  STORAGE_S3_ACCESS_KEY_ID: {
    group: MEDIA,
    doc: 'Identifiant de la clé S3.',
    schema: text.optional(),
    example: 'identifiant-de-cle',
  },
  STORAGE_S3_SECRET_ACCESS_KEY: {
    group: MEDIA,
    doc: 'Secret de la clé S3.',
    schema: text.optional(),
    example: 'secret-de-cle',
  },
  STORAGE_S3_FORCE_PATH_STYLE: {
    group: MEDIA,
    doc: 'Compartiment dans le chemin et non dans le nom d’hôte : souvent nécessaire hors d’Amazon.',
    schema: z.stringbool().default(false),
    example: 'true',
  },
} satisfies Record<string, Declared>;
