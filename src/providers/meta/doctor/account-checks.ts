import { textOf } from '../graph/failure.js';
import { asList, asNumberId, asObject, asWord, type Json } from '../graph/json.js';
import { plainName } from '../../../kernel/text.js';
import { type Finding, fault, ok, warning } from './finding.js';
import type { Patient, Reply } from './patient.js';

const NUMBER_FIELDS = ['id', 'display_phone_number', 'verified_name', 'quality_rating'];
/** Which of these exist depends on the version. */
const STATUS_FIELDS = [...NUMBER_FIELDS, 'status'];

const RIGHTS =
  'Donnez à l’utilisateur système le contrôle de ce compte WhatsApp dans les paramètres de l’entreprise, ou corrigez l’identifiant.';

/** The number from which messages leave. */
export async function numberFindings(patient: Patient): Promise<Finding[]> {
  const found = await Promise.all(patient.account.numbers.map((number) => numberFinding(patient, number)));
  return found.flat();
}

async function numberFinding(patient: Patient, number: string): Promise<Finding[]> {
  let reply = await patient.ask(number, { fields: STATUS_FIELDS.join(',') });
  if (asksLess(reply)) reply = await patient.ask(number, { fields: NUMBER_FIELDS.join(',') });
  if (!reply.ok) {
    return [fault('number', `Le jeton n’ouvre pas le numéro ${number}. ${textOf(reply.failure)}`, RIGHTS)];
  }
  const name =
    plainName(reply.body['verified_name']) ?? plainName(reply.body['display_phone_number']) ?? number;
  return [
    statusFinding(name, asWord(reply.body['status'])),
    qualityFinding(asWord(reply.body['quality_rating'])),
  ];
}

function asksLess(reply: Reply): boolean {
  return !reply.ok && /nonexist/i.test(reply.failure.error?.title ?? '');
}

function statusFinding(name: string, status: string | undefined): Finding {
  if (status === undefined || status === 'CONNECTED')
    return ok('number', `Le numéro est accessible : ${name}.`);
  return warning(
    'number',
    `Le numéro ${name} est accessible, mais son état chez Meta est ${status}.`,
    'Ouvrez le gestionnaire WhatsApp de Meta et réglez ce qu’il signale.',
  );
}

function qualityFinding(quality: string | undefined): Finding {
  if (quality === 'RED' || quality === 'YELLOW') {
    return warning(
      'quality',
      `La qualité du numéro est ${quality === 'RED' ? 'mauvaise (rouge)' : 'moyenne (jaune)'} : des personnes le bloquent ou le signalent.`,
      'Écrivez moins, et seulement à qui l’attend, sinon Meta limitera les envois.',
    );
  }
  return ok(
    'quality',
    quality === 'GREEN' ? 'La qualité du numéro est bonne.' : 'La qualité du numéro n’est pas encore notée.',
  );
}

/** The WhatsApp Business Account, and that the number is one of its own. */
export async function accountFindings(patient: Patient): Promise<Finding[]> {
  const { businessAccountId: id } = patient.account;
  if (!id) return [];
  const reply = await patient.ask(id, { fields: 'id,name' });
  if (!reply.ok)
    return [fault('account', `Le jeton n’ouvre pas le compte ${id}. ${textOf(reply.failure)}`, RIGHTS)];
  const name = plainName(reply.body['name']) ?? id;
  return [
    ok('account', `Le compte WhatsApp Business est accessible : ${name}.`),
    await ownershipFinding(patient, id),
  ];
}

async function ownershipFinding(patient: Patient, id: string): Promise<Finding> {
  const reply = await patient.ask(`${id}/phone_numbers`, { fields: 'id', limit: '100' });
  if (!reply.ok) {
    return warning(
      'ownership',
      `Les numéros du compte n’ont pas pu être lus. ${textOf(reply.failure)}`,
      'Réessayez plus tard.',
    );
  }
  const owned = asList(reply.body['data']).map((item) => asNumberId(asObject(item)?.['id']));
  const foreign = patient.account.numbers.filter((number) => !owned.includes(number));
  const isWhole = !nextPage(reply.body);
  if (foreign.length === 0) return ok('ownership', 'Le numéro appartient à ce compte.');
  if (!isWhole)
    return ok('ownership', 'Le compte a plus de cent numéros : l’appartenance n’a pas été vérifiée.');
  return fault(
    'ownership',
    `Le numéro ${foreign.join(', ')} n’appartient pas au compte ${id}.`,
    'Corrigez WHATSAPP_PHONE_NUMBER_ID ou WHATSAPP_BUSINESS_ACCOUNT_ID : les deux sont affichés ensemble dans « WhatsApp › Configuration de l’API ».',
  );
}

/** That the templates can be read. */
export async function templateFindings(patient: Patient): Promise<Finding[]> {
  const { businessAccountId: id } = patient.account;
  if (!id) return [];
  const reply = await patient.ask(`${id}/message_templates`, { fields: 'id', limit: '1' });
  if (reply.ok) return [ok('templates', 'Les modèles sont lisibles.')];
  const advice = 'Le jeton a besoin de la permission whatsapp_business_management sur ce compte.';
  return [fault('templates', `Les modèles ne sont pas lisibles. ${textOf(reply.failure)}`, advice)];
}

function nextPage(body: Json): boolean {
  return typeof asObject(body['paging'])?.['next'] === 'string';
}
