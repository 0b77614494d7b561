import { z } from 'zod';
import { isZone } from '../../kernel/zone.js';
import { type Declared, httpUrl, integer, key, several, text } from './kinds.js';

const SERVER = 'Serveur';
const DATA = 'Données et clés';
const LOGS = 'Journaux';

/** The settings of this part of Relais. */
export const serverSettings = {
  NODE_ENV: {
    group: SERVER,
    doc: '`production` refuse les clés absentes et le simulateur, sauf demande expresse.',
    schema: z.enum(['development', 'test', 'production']).default('development'),
    example: 'production',
  },
  PORT: { group: SERVER, doc: 'Port d’écoute.', schema: integer(0, 65_535).default(3000), example: '3000' },
  HOST: {
    group: SERVER,
    doc: 'Adresse d’écoute ; 0.0.0.0 pour toutes.',
    schema: text.default('127.0.0.1'),
    example: '127.0.0.1',
  },
  PUBLIC_BASE_URL: {
    group: SERVER,
    doc: 'Adresse par laquelle le monde atteint ce serveur.',
    schema: httpUrl.optional(),
    example: 'https://relais.exemple.cd',
  },
  TIME_ZONE: {
    group: SERVER,
    doc: 'Fuseau du programme (nom IANA) : les jours des statistiques CIU et les heures des fichiers exportés. En changer ne recompte rien.',
    schema: text
      .refine(isZone, 'un fuseau comme Africa/Kinshasa, Africa/Lubumbashi ou Africa/Dakar est attendu')
      .default('Africa/Kinshasa'),
    example: 'Africa/Lubumbashi',
  },
  PROCESS_ROLE: {
    group: SERVER,
    doc: '`web` reçoit, `worker` traite et envoie, `all` fait les deux.',
    schema: z.enum(['all', 'web', 'worker']).default('all'),
    example: 'all',
  },
  ADMIN_API_KEY: {
    group: SERVER,
    doc: 'Première clé d’administration (32 caractères au moins) ; sinon une clé est créée et affichée au premier démarrage.',
    schema: z
      .string()
      .refine(
        (value) => value.length >= 32 && new Set(value).size >= 10,
        'au moins 32 caractères tirés au hasard sont attendus',
      )
      .optional(),
    example: 'une-longue-suite-de-caracteres-aleatoires',
  },
  SIMULATOR: {
    group: SERVER,
    doc: '`true` démarre le simulateur, `auto` seulement quand aucun fournisseur n’est configuré (c’est ce que fait « npm start »).',
    schema: z.enum(['true', 'false', 'auto']).default('false'),
    example: 'false',
  },
  SIMULATOR_PORT: {
    group: SERVER,
    doc: 'Port du simulateur et de sa page téléphone.',
    schema: integer(1, 65_535).default(3001),
    example: '3001',
  },
  SIMULATOR_TWILIO: {
    group: SERVER,
    doc: '`true` : le simulateur joue aussi Twilio, avec un second numéro.',
    schema: z.enum(['true', 'false']).default('false'),
    example: 'false',
  },
  DATABASE_URL: {
    group: DATA,
    doc: 'sqlite:./fichier, postgres://… ou oracle://utilisateur:motdepasse@hote:1521/SERVICE.',
    schema: text
      .refine(
        (url) => /^(sqlite:|postgres(ql)?:\/\/|oracle:\/\/)./.test(url),
        'une adresse sqlite:, postgres:// ou oracle:// est attendue',
      )
      .default('sqlite:./data/relais.sqlite'),
    example: 'postgres://relais:motdepasse@127.0.0.1:5432/relais',
  },
  DATABASE_POOL_SIZE: {
    group: DATA,
    doc: 'Connexions ouvertes au plus vers PostgreSQL ou Oracle.',
    schema: integer(2, 100).default(10),
    example: '10',
  },
  DATA_ENCRYPTION_KEY: {
    group: DATA,
    doc: 'Clé des données personnelles : 32 octets en base64. Plusieurs séparées par des virgules : la première chiffre, toutes déchiffrent.',
    schema: several(key).optional(),
    example: 'une-cle-produite-par-secrets-generate',
  },
  SPOOL_DIR: {
    group: DATA,
    doc: 'Dossier du journal local, utilisé quand la base de données est absente.',
    schema: text.default('./data/spool'),
    example: './data/spool',
  },
  LOG_LEVEL: {
    group: LOGS,
    doc: 'Détail des journaux.',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    example: 'info',
  },
  LOG_FORMAT: {
    group: LOGS,
    doc: '`pretty` pour un terminal, `json` pour une machine ; par défaut selon la sortie.',
    schema: z.enum(['pretty', 'json']).optional(),
    example: 'json',
  },
} satisfies Record<string, Declared>;
