import type { Settings } from '../../../platform/config/settings.js';
import { type Finding, fault, ok, warning } from './finding.js';

type Check = (settings: Settings) => Finding | null;

const META = 'https://graph.facebook.com';

const CHECKS: readonly Check[] = [
  ({ meta }) =>
    meta.phoneNumberId
      ? null
      : fault('settings.number', 'WHATSAPP_PHONE_NUMBER_ID manque : rien ne peut partir.', SETUP),
  ({ meta }) =>
    meta.appSecret
      ? null
      : fault('settings.secret', 'WHATSAPP_APP_SECRET manque : tous les webhooks sont refusés.', SETUP),
  ({ meta }) =>
    meta.verifyToken
      ? null
      : warning(
          'settings.verify',
          'WHATSAPP_WEBHOOK_VERIFY_TOKEN manque : le webhook ne peut pas être enregistré chez Meta.',
          SETUP,
        ),
  ({ meta }) =>
    meta.businessAccountId
      ? null
      : warning('settings.account', 'WHATSAPP_BUSINESS_ACCOUNT_ID manque : il n’y a pas de modèles.', SETUP),
  ({ meta }) =>
    meta.appId
      ? null
      : warning('settings.app', 'WHATSAPP_APP_ID manque : un jeton qui expire ne sera pas renouvelé.', SETUP),
  ({ http }) =>
    http.publicBaseUrl
      ? null
      : warning(
          'settings.address',
          'PUBLIC_BASE_URL manque : l’adresse du webhook ne peut pas être comparée à celle que Meta appelle.',
          'Mettez-y l’adresse https par laquelle Meta atteint ce serveur.',
        ),
  ({ meta }) =>
    meta.graphBaseUrl === META
      ? null
      : warning(
          'settings.graph',
          `WHATSAPP_GRAPH_BASE_URL mène à ${hostOf(meta.graphBaseUrl)} et non à Meta.`,
          'C’est voulu pour le simulateur ; en production, retirez ce réglage.',
        ),
];

const SETUP = 'Lancez « npm run relais -- token:setup » : chaque valeur y est demandée et expliquée.';

/** What the settings lack. */
export function settingsFindings(settings: Settings): Finding[] {
  const found = CHECKS.map((check) => check(settings)).filter((finding) => finding !== null);
  return found.length > 0 ? found : [ok('settings', 'Les réglages sont complets.')];
}

/** Where Meta is called at; a proxy's address may hold a password. */
function hostOf(url: string): string {
  return new URL(url).host;
}
