import type { TemplateFault } from '../template-sync.contract.js';
import { BUTTON_KINDS, type ButtonKind } from './components.js';
import { BUTTON_FIELDS, unknownFields } from './draft-fields.js';
import { type Circumstances, RULE } from './draft.js';
import { fault } from './fault.js';
import { LIMIT } from './limits.js';
import {
  type Fields,
  fieldsOf,
  isWebAddress,
  lengthOf,
  listOf,
  numberOf,
  shown,
  textOf,
  wordOf,
} from './reading.js';
import { filled, hasLooseBraces, variablesIn } from './variables.js';

/** How many of a kind there may be; of the others as many as there may be buttons. */
const MOST: Partial<Record<ButtonKind, number>> = {
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  VOICE_CALL: 1,
  SPM: 1,
};
/** Kinds that stand alone. */
const ALONE: readonly string[] = ['CATALOG', 'MPM'];
const MARKETING_ONLY: readonly string[] = ['CATALOG', 'MPM', 'SPM'];

export function buttonsLint(fields: Fields, about: Circumstances): TemplateFault[] {
  const buttons = listOf(fields['buttons']).map(fieldsOf);
  const say = (message: string): TemplateFault => fault(RULE.buttons, 'button', message);
  if (buttons.length === 0) return [say('La liste « buttons » manque ou est vide.')];
  const faults = buttons.flatMap((button, index) => oneButton(button, about).map(placed(index)));
  const kinds = buttons.map(({ type }) => wordOf(type));
  if (kinds.length > LIMIT.buttons)
    faults.push(say(`${LIMIT.buttons} boutons au plus, il y en a ${kinds.length}.`));
  for (const [kind, most] of Object.entries(MOST)) {
    const count = kinds.filter((each) => each === kind).length;
    if (count > most)
      faults.push(say(`${most} bouton${most > 1 ? 's' : ''} ${kind} au plus, il y en a ${count}.`));
  }
  const alone = kinds.find((kind) => ALONE.includes(kind));
  if (alone !== undefined && kinds.length > 1)
    faults.push(say(`Un bouton ${alone} n’admet aucun autre bouton.`));
  if (!areTogether(kinds))
    faults.push(say('Les réponses rapides (QUICK_REPLY) doivent se suivre, sans autre bouton entre elles.'));
  return faults;
}

function areTogether(kinds: readonly string[]): boolean {
  const first = kinds.indexOf('QUICK_REPLY');
  const last = kinds.lastIndexOf('QUICK_REPLY');
  return first < 0 || kinds.slice(first, last + 1).every((kind) => kind === 'QUICK_REPLY');
}

type Found = [code: string, message: string];

function placed(index: number): (found: Found) => TemplateFault {
  return ([code, message]) => fault(code, { component: 'button', index }, `Bouton ${index + 1} : ${message}`);
}

function oneButton(button: Fields, { category }: Circumstances): Found[] {
  const kind = BUTTON_KINDS.find((known) => known === wordOf(button['type']));
  if (kind === undefined) return [[RULE.unknownKind, `le genre ${shown(button['type'])} n’existe pas.`]];
  if (kind === 'OTP') return [[RULE.notAllowed, 'un bouton OTP est pour la catégorie AUTHENTICATION.']];
  const found: Found[] = unknownFields(button, BUTTON_FIELDS[kind] ?? [], 'button').map(
    ({ code, message }) => [code, message],
  );
  if (MARKETING_ONLY.includes(kind) && category !== 'MARKETING')
    found.push([RULE.notAllowed, `un bouton ${kind} est pour la catégorie MARKETING.`]);
  if (kind !== 'COPY_CODE') found.push(...labelLint(button['text']));
  return [...found, ...(LINTS[kind]?.(button) ?? [])];
}

export function labelLint(text: unknown): Found[] {
  const label = textOf(text);
  if (label.trim() === '') return [[RULE.missing, 'son texte manque.']];
  const found: Found[] = [];
  if (lengthOf(label) > LIMIT.buttonText)
    found.push([RULE.tooLong, `son texte a plus de ${LIMIT.buttonText} caractères.`]);
  if (variablesIn(label).length > 0 || hasLooseBraces(label))
    found.push([RULE.variables, 'son texte n’admet pas de variable.']);
  if (/[\n\r]/.test(label)) found.push([RULE.format, 'son texte tient sur une ligne.']);
  return found;
}

const LINTS: Partial<Record<ButtonKind, (button: Fields) => Found[]>> = {
  URL: urlLint,
  PHONE_NUMBER: ({ phone_number: phone }) => {
    const text = textOf(phone);
    if (lengthOf(text) > LIMIT.phone)
      return [[RULE.tooLong, `le numéro a plus de ${LIMIT.phone} caractères.`]];
    return /^\+?\d[\d ().-]{2,}$/.test(text)
      ? []
      : [[RULE.format, 'un numéro avec son indicatif est attendu : +243…']];
  },
  COPY_CODE: ({ example }) => {
    const code = textOf(Array.isArray(example) ? example[0] : example);
    if (code === '') return [[RULE.example, 'un exemple du code est exigé.']];
    if (lengthOf(code) > LIMIT.coupon)
      return [[RULE.tooLong, `le code a plus de ${LIMIT.coupon} caractères.`]];
    return /^[\p{L}\p{N}]+$/u.test(code)
      ? []
      : [[RULE.format, 'un code n’a que des lettres et des chiffres.']];
  },
  FLOW: flowLint,
  VOICE_CALL: ({ ttl_minutes: minutes }) =>
    minutes === undefined || Number.isInteger(numberOf(minutes))
      ? []
      : [[RULE.format, '« ttl_minutes » est un nombre entier.']],
};

function urlLint({ url, example }: Fields): Found[] {
  const text = textOf(url);
  const variables = variablesIn(text);
  const found: Found[] = [];
  if (lengthOf(text) > LIMIT.url) found.push([RULE.tooLong, `l’adresse a plus de ${LIMIT.url} caractères.`]);
  if (!isWebAddress(filled(text, () => 'x')))
    found.push([RULE.format, 'une adresse en http:// ou https:// est attendue.']);
  if (hasLooseBraces(text))
    found.push([RULE.variables, 'l’adresse a des accolades qui ne forment pas une variable.']);
  if (variables.length === 0) return found;
  if (variables.length > 1 || !text.endsWith(`{{${variables[0] ?? ''}}}`) || text.split('{{').length > 2)
    found.push([RULE.variables, 'l’adresse admet une seule variable, tout à la fin.']);
  const examples = Array.isArray(example) ? (example as unknown[]) : [example];
  if (examples.length !== 1 || textOf(examples[0]) === '')
    found.push([RULE.example, 'un exemple de la fin de l’adresse est exigé.']);
  return found;
}

function flowLint(button: Fields): Found[] {
  const found: Found[] = [];
  const given = ['flow_id', 'flow_name', 'flow_json'].filter((field) => button[field] !== undefined);
  if (given.length !== 1)
    found.push([RULE.missing, 'un seul de « flow_id », « flow_name » et « flow_json » est attendu.']);
  const action = button['flow_action'];
  if (action !== undefined && !['NAVIGATE', 'DATA_EXCHANGE'].includes(wordOf(action)))
    found.push([RULE.format, '« flow_action » est « navigate » ou « data_exchange ».']);
  return found;
}
