import { z } from 'zod';
import { type Declared, httpUrlWith, integer, schedule, text } from './kinds.js';

const CATALOG = 'Catalogue';

/** The settings of this part of Relais. */
export const catalogSettings = {
  CATALOG_CURRENCY: {
    group: CATALOG,
    doc: 'Monnaie des produits qui n’en nomment pas (code ISO 4217).',
    schema: z
      .string()
      .regex(/^[A-Z]{3}$/, 'trois lettres capitales sont attendues, comme USD ou CDF')
      .default('USD'),
    example: 'USD',
  },
  INVENTORY_BASE_URL: {
    group: CATALOG,
    doc: 'Adresse de l’API de l’inventaire d’où viennent produits et catégories.',
    schema: httpUrlWith(
      'donnez INVENTORY_API_KEY (« compte:motdepasse » avec authentication: basic dans INVENTORY_CONFIG_FILE)',
    ).optional(),
    example: 'https://inventaire.example.org/api',
  },
  INVENTORY_API_KEY: {
    group: CATALOG,
    doc: 'Clé de cette API ; d’autres clés s’ajoutent par l’API d’administration et passent avant elle.',
    schema: text.regex(/^[\x21-\x7e]+$/, 'une clé ne contient pas d’espace').optional(),
    example: 'cle-de-l-inventaire',
  },
  INVENTORY_CONFIG_FILE: {
    group: CATALOG,
    doc: 'Fichier JSON ou YAML : noms des champs, chemins et authentification de l’inventaire, quand ils diffèrent.',
    schema: text.optional(),
    example: './inventaire.yaml',
  },
  INVENTORY_CONCURRENCY: {
    group: CATALOG,
    doc: 'Appels faits en même temps à l’inventaire.',
    schema: integer(1, 32).default(4),
    example: '4',
  },
  CATALOG_SYNC_CRON: {
    group: CATALOG,
    doc: 'Quand le catalogue est copié de l’inventaire (cron, UTC) ; vide : jamais par l’heure.',
    schema: schedule('0 */2 * * *'),
    example: '0 */2 * * *',
  },
  CATALOG_SYNC_INTERVAL_MINUTES: {
    group: CATALOG,
    doc: 'Temps entre deux copies, quel que soit ce qui les demande ; `force` passe outre.',
    schema: integer(1, 10_080).default(120),
    example: '120',
  },
} satisfies Record<string, Declared>;
