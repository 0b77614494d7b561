import { textOf } from '../graph/failure.js';
import { asList, asNumberId, asObject, type Json } from '../graph/json.js';
import { WEBHOOK_PATH } from '../webhook/meta.webhook.js';
import { type Finding, fault, ok, warning } from './finding.js';
import type { Patient } from './patient.js';

const OBJECT = 'whatsapp_business_account';
const TEMPLATE_FIELDS = [
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
];
const WHERE = '« WhatsApp › Configuration » de l’application sur developers.facebook.com';

/** Whether what people write reaches us: the account tells our app, and the app calls our address. */
export async function webhookFindings(
  patient: Patient,
  publicBaseUrl: string | undefined,
): Promise<Finding[]> {
  return [
    await subscriptionFinding(patient, publicBaseUrl),
    ...(await callbackFindings(patient, publicBaseUrl)),
  ];
}

async function subscriptionFinding(patient: Patient, publicBaseUrl: string | undefined): Promise<Finding> {
  const { businessAccountId: id } = patient.account;
  if (!id)
    return warning(
      'subscription',
      'Sans WHATSAPP_BUSINESS_ACCOUNT_ID, l’abonnement de l’application n’a pas pu être lu.',
      'Renseignez-le.',
    );
  const reply = await patient.ask(`${id}/subscribed_apps`, {});
  if (!reply.ok)
    return warning(
      'subscription',
      `L’abonnement de l’application n’a pas pu être lu. ${textOf(reply.failure)}`,
      'Vérifiez les permissions du jeton.',
    );
  const ours = asList(reply.body['data'])
    .map(asObject)
    .find((item) => isOurs(item, patient.appId));
  if (ours) return overrideFinding(ours['override_callback_uri'], publicBaseUrl);
  return fault(
    'subscription',
    'L’application n’est pas abonnée au compte : rien de ce que les gens écrivent n’arrive.',
    `Abonnez-la : POST /${id}/subscribed_apps avec ce jeton, ou l’interrupteur dans ${WHERE}.`,
  );
}

function isOurs(item: Json | undefined, appId: string | undefined): boolean {
  const id = asNumberId(asObject(item?.['whatsapp_business_api_data'])?.['id']);
  return id !== undefined && (appId === undefined || id === appId);
}

/** An account may send messages to another address than the app's own. */
function overrideFinding(override: unknown, publicBaseUrl: string | undefined): Finding {
  const elsewhere =
    typeof override === 'string' && publicBaseUrl && plain(override) !== plain(publicBaseUrl + WEBHOOK_PATH);
  if (!elsewhere)
    return ok('subscription', 'L’application est abonnée au compte : les messages reçus lui sont livrés.');
  return fault(
    'subscription',
    `Pour ce compte, les messages sont livrés à ${hostIn(override)} et non à ce serveur.`,
    'Retirez l’adresse propre au compte : POST /{compte}/subscribed_apps sans corps.',
  );
}

async function callbackFindings(patient: Patient, publicBaseUrl: string | undefined): Promise<Finding[]> {
  const { appId, credential } = patient;
  if (!appId || !credential.appSecret) {
    return [
      warning(
        'callback',
        'L’adresse du webhook n’a pas pu être lue : l’identifiant ou le secret de l’application manque.',
        'Renseignez WHATSAPP_APP_ID et WHATSAPP_APP_SECRET.',
      ),
    ];
  }
  const query = { access_token: `${appId}|${credential.appSecret.reveal()}` };
  const reply = await patient.ask(`${appId}/subscriptions`, query, 'app');
  if (!reply.ok)
    return [
      warning(
        'callback',
        `L’adresse du webhook n’a pas pu être lue. ${textOf(reply.failure)}`,
        `Comparez-la vous-même dans ${WHERE}.`,
      ),
    ];
  const subscription = asList(reply.body['data'])
    .map(asObject)
    .find((item) => item?.['object'] === OBJECT);
  if (!subscription)
    return [fault('callback', 'Aucun webhook n’est enregistré pour WhatsApp.', registering(publicBaseUrl))];
  return [callbackFinding(subscription, publicBaseUrl), fieldsFinding(subscription)];
}

function callbackFinding({ callback_url: url, active }: Json, publicBaseUrl: string | undefined): Finding {
  if (active === false)
    return fault(
      'callback',
      'Le webhook est enregistré, mais Meta l’a désactivé.',
      registering(publicBaseUrl),
    );
  if (!publicBaseUrl) return ok('callback', 'Un webhook est enregistré pour WhatsApp.');
  const isOurs = typeof url === 'string' && plain(url) === plain(publicBaseUrl + WEBHOOK_PATH);
  if (isOurs) return ok('callback', 'Meta appelle bien l’adresse de ce serveur.');
  return fault('callback', `Meta appelle ${hostIn(url)} et non ce serveur.`, registering(publicBaseUrl));
}

function fieldsFinding({ fields }: Json): Finding {
  const names = new Set(asList(fields).map((field) => asObject(field)?.['name'] ?? field));
  if (!names.has('messages')) {
    return fault(
      'fields',
      'Le webhook n’est pas abonné à « messages » : rien n’arrive.',
      `Cochez « messages » dans ${WHERE}.`,
    );
  }
  const missing = TEMPLATE_FIELDS.filter((name) => !names.has(name));
  if (missing.length === 0) return ok('fields', 'Le webhook est abonné aux messages et aux modèles.');
  return warning(
    'fields',
    `Le webhook n’est pas abonné à : ${missing.join(', ')}.`,
    `Cochez-les dans ${WHERE} : les changements de modèles seront connus aussitôt.`,
  );
}

function registering(publicBaseUrl: string | undefined): string {
  const address = `${publicBaseUrl ?? 'https://…'}${WEBHOOK_PATH}`;
  return `Enregistrez ${address} et WHATSAPP_WEBHOOK_VERIFY_TOKEN dans ${WHERE}.`;
}

function plain(url: string): string {
  return url.replace(/\/+$/, '').toLowerCase();
}

/** The rest of a foreign address may hold what is not ours to show. */
function hostIn(url: unknown): string {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).host : 'une autre adresse';
}
