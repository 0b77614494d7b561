import { z } from 'zod';
import { type Declared, httpUrlWith, integer, text } from './kinds.js';

const DHIS2 = 'Registre national (DHIS2)';

/** The settings of this part of Relais. */
export const dhis2Settings = {
  DHIS2_MODE: {
    group: DHIS2,
    doc: 'Comment les codes sont enregistrés : `off` nulle part, `tracker` par l’API Tracker de DHIS2, `custom` par cinq adresses d’un serveur à vous.',
    schema: z.enum(['off', 'custom', 'tracker']).default('off'),
    example: 'tracker',
  },
  DHIS2_BASE_URL: {
    group: DHIS2,
    doc: 'Adresse du serveur, sans /api à la fin.',
    schema: httpUrlWith('donnez DHIS2_API_USERNAME et DHIS2_API_PASSWORD, ou DHIS2_API_TOKEN')
      .transform((url) => url.replace(/\/api$/, '').replace(/\/+$/, ''))
      .optional(),
    example: 'https://dhis2.sante.gouv.cd',
  },
  DHIS2_API_USERNAME: {
    group: DHIS2,
    doc: 'Compte qui enregistre, avec DHIS2_API_PASSWORD ; ou bien DHIS2_API_TOKEN.',
    schema: text.regex(/^[^:]+$/, 'un nom de compte ne contient pas de deux-points').optional(),
    example: 'relais',
  },
  DHIS2_API_PASSWORD: {
    group: DHIS2,
    doc: 'Mot de passe de ce compte.',
    schema: text.optional(),
    example: 'mot-de-passe-du-compte',
  },
  DHIS2_API_TOKEN: {
    group: DHIS2,
    doc: 'Jeton d’accès personnel (d2pat_…), à la place du compte et du mot de passe.',
    schema: text.regex(/^[\x21-\x7e]+$/, 'un jeton ne contient pas d’espace').optional(),
    example: 'd2pat_jeton-produit-par-dhis2',
  },
  DHIS2_CONFIG_FILE: {
    group: DHIS2,
    doc: 'Fichier JSON ou YAML : programme, attributs et unités (`tracker`), ou les cinq adresses (`custom`).',
    schema: text.optional(),
    example: './dhis2.yaml',
  },
  DHIS2_TIMEOUT_MS: {
    group: DHIS2,
    doc: 'Temps en tout pour un essai d’enregistrement, en millisecondes.',
    schema: integer(500, 120_000).default(8_000),
    example: '8000',
  },
  DHIS2_CONCURRENCY: {
    group: DHIS2,
    doc: 'Enregistrements faits en même temps.',
    schema: integer(1, 64).default(8),
    example: '8',
  },
  DHIS2_CODE_POLICY: {
    group: DHIS2,
    doc: 'Quand DHIS2 donne un autre code que Relais : `local` garde le nôtre, `remote` attend et donne celui de DHIS2.',
    schema: z.enum(['local', 'remote']).default('local'),
    example: 'local',
  },
} satisfies Record<string, Declared>;
