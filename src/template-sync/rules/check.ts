import type { TemplateFault, TemplateView } from '../template-sync.contract.js';
import { anatomyOf } from './components.js';
import { contentFaults } from './content.js';
import { CODE, fault } from './fault.js';
import { CATEGORIES, OLD_CATEGORIES } from './limits.js';
import { isFields, shown } from './reading.js';

/**
 * All faults of a call (the `template` object of a message) against a template of the local copy, without asking
 * anybody; empty when it can be sent. Never throws, whatever the call is.
 */
export function checkCall(template: TemplateView, call: unknown, now: Date = new Date()): TemplateFault[] {
  const anatomy = anatomyOf(template.components);
  const state = stateFaults(template, anatomy.strange);
  if (!isFields(call))
    return [
      ...state,
      fault(CODE.invalid, 'template', `Un objet « template » est attendu, pas ${shown(call)}.`),
    ];
  return [
    ...state,
    ...nameFaults(template, call['name']),
    ...languageFaults(template, call['language']),
    ...contentFaults(anatomy, call['components'], now),
  ];
}

const STATES: Readonly<Record<string, readonly [code: string, message: string]>> = {
  PAUSED: [
    CODE.paused,
    'Le modèle est en pause : trop de personnes l’ont signalé. Il reprendra de lui-même.',
  ],
  DISABLED: [CODE.disabled, 'Le modèle est désactivé pour de bon : il faut en créer un autre.'],
  PENDING: [CODE.notThere, 'Le modèle attend encore d’être approuvé.'],
  IN_APPEAL: [CODE.notThere, 'Le modèle a été refusé ; un recours est en cours.'],
  REJECTED: [CODE.notThere, 'Le modèle a été refusé : il faut le corriger et le soumettre de nouveau.'],
  DELETED: [CODE.notThere, 'Le modèle a été supprimé.'],
  PENDING_DELETION: [CODE.notThere, 'Le modèle est en cours de suppression.'],
  ARCHIVED: [CODE.notThere, 'Le modèle est archivé : il faut le désarchiver d’abord.'],
  LIMIT_EXCEEDED: [CODE.notThere, 'Le compte a trop de modèles : celui-ci n’est pas utilisable.'],
};

function stateFaults(template: TemplateView, strange: readonly string[]): TemplateFault[] {
  const faults: TemplateFault[] = [];
  const say = (code: string, message: string): void => void faults.push(fault(code, 'template', message));
  const { status, category } = template;
  if (!template.active)
    say(CODE.notThere, 'Le modèle n’existe plus chez WhatsApp ; il ne reste que dans la copie locale.');
  const [code, message] = STATES[status] ?? [
    CODE.notThere,
    `Le modèle n’est pas approuvé : son état est ${shown(status)}.`,
  ];
  if (status !== 'APPROVED') say(code, message);
  if (![...CATEGORIES, ...OLD_CATEGORIES].includes(category))
    say(CODE.unsupported, `La catégorie ${shown(category)} n’est pas connue de Relais.`);
  if (strange.length > 0)
    say(
      CODE.unsupported,
      `Relais ne sait pas remplir ce modèle : ${strange.join(', ')} ne lui est pas connu.`,
    );
  if (!template.sendable && faults.length === 0)
    say(
      CODE.notSendable,
      'La copie locale tient ce modèle pour impossible à envoyer. Lancez une synchronisation.',
    );
  return faults;
}

function nameFaults(template: TemplateView, name: unknown): TemplateFault[] {
  if (name === template.name) return [];
  if (name === undefined || name === null || name === '')
    return [fault(CODE.absent, 'name', `Le nom du modèle manque : « ${template.name} » est attendu.`)];
  return [
    fault(CODE.notThere, 'name', `L’appel nomme ${shown(name)}, le modèle s’appelle « ${template.name} ».`),
  ];
}

function languageFaults(template: TemplateView, language: unknown): TemplateFault[] {
  const expected = `« ${template.language} »`;
  if (!isFields(language))
    return [fault(CODE.absent, 'language', `La langue manque : {"code": ${expected}} est attendu.`)];
  const { code, policy } = language;
  const faults: TemplateFault[] = [];
  if (code === undefined || code === null || code === '')
    faults.push(fault(CODE.absent, 'language', `Le code de la langue manque : ${expected} est attendu.`));
  else if (code !== template.language)
    faults.push(
      fault(
        CODE.notThere,
        'language',
        `L’appel demande la langue ${shown(code)}, le modèle est en ${expected}.`,
      ),
    );
  if (policy !== undefined && policy !== 'deterministic')
    faults.push(fault(CODE.badValue, 'language', 'La seule règle de langue admise est « deterministic ».'));
  return faults;
}
