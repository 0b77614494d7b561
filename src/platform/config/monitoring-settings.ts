import { z } from 'zod';
import { type Declared, httpUrl, httpUrlWith, several, text } from './kinds.js';

const MONITORING = 'Surveillance';
const address = z.string().regex(/^[^\s@,]+@[^\s@,]+$/, 'une adresse électronique est attendue');

/** The settings of this part of Relais. */
export const monitoringSettings = {
  ALERT_WEBHOOK_URL: {
    group: MONITORING,
    doc: 'Adresse qui reçoit les problèmes graves, une fois au début et une fois à la fin (JSON).',
    schema: httpUrlWith('ALERT_WEBHOOK_SECRET signe les envois').optional(),
    example: 'https://alertes.exemple.cd/relais',
  },
  ALERT_WEBHOOK_SECRET: {
    group: MONITORING,
    doc: 'Secret qui signe ces envois (en-tête X-Relais-Signature).',
    schema: text.optional(),
    example: 'un-secret-partage',
  },
  ALERT_EMAIL_TO: {
    group: MONITORING,
    doc: 'Adresses électroniques qui en sont averties, séparées par des virgules.',
    schema: several(address).optional(),
    example: 'equipe@exemple.cd',
  },
  ALERT_EMAIL_FROM: {
    group: MONITORING,
    doc: 'Expéditeur de ces courriels.',
    schema: text.default('relais@localhost'),
    example: 'relais@exemple.cd',
  },
  SMTP_URL: {
    group: MONITORING,
    doc: 'Serveur qui envoie les courriels.',
    schema: text.regex(/^smtps?:\/\/./, 'une adresse smtp:// ou smtps:// est attendue').optional(),
    example: 'smtps://compte:motdepasse@smtp.exemple.cd:465',
  },
  ALERT_LANGUAGE: {
    group: MONITORING,
    doc: 'Langue des alertes : `fr` ou `en`.',
    schema: z.enum(['fr', 'en']).default('fr'),
    example: 'fr',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    group: MONITORING,
    doc: 'Collecteur OpenTelemetry (OTLP/HTTP) qui reçoit le chemin de chaque message.',
    schema: httpUrl.optional(),
    example: 'http://127.0.0.1:4318',
  },
  HANDOVER_WEBHOOK_URL: {
    group: MONITORING,
    doc: 'Adresse prévenue quand une personne attend une réponse de l’équipe ; sinon celle des alertes.',
    schema: httpUrlWith('ALERT_WEBHOOK_SECRET signe les envois').optional(),
    example: 'https://equipe.exemple.cd/relais',
  },
  HANDOVER_EMAIL_TO: {
    group: MONITORING,
    doc: 'Adresses électroniques prévenues de même ; sinon celles des alertes.',
    schema: several(address).optional(),
    example: 'accueil@exemple.cd',
  },
} satisfies Record<string, Declared>;
