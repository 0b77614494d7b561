import type { TemplateFault } from '../template-sync.contract.js';
import { labelLint } from './draft-buttons.js';
import { BUTTON_FIELDS, unknownFields } from './draft-fields.js';
import { RULE } from './draft.js';
import { fault } from './fault.js';
import { LIMIT } from './limits.js';
import { type Fields, fieldsOf, listOf, shown, textOf, wordOf } from './reading.js';

/** The faults of a template with a one-time code: the provider writes its texts, we choose among options. */
export function codeLint(components: readonly Fields[]): TemplateFault[] {
  const faults = components.flatMap((fields) => {
    const kind = wordOf(fields['type']);
    if (kind === 'BODY') return codeBody(fields);
    if (kind === 'FOOTER') return codeFooter(fields);
    if (kind === 'BUTTONS') return codeButtons(fields);
    const message = 'La catégorie AUTHENTICATION n’admet que BODY, FOOTER et BUTTONS.';
    return [fault(RULE.notAllowed, kind.toLowerCase() || 'components', message)];
  });
  if (components.every(({ type }) => wordOf(type) !== 'BUTTONS'))
    faults.push(fault(RULE.missing, 'button', 'Un bouton OTP est exigé pour la catégorie AUTHENTICATION.'));
  return faults;
}

const FREE_TEXT = 'La catégorie AUTHENTICATION n’admet pas de texte libre : WhatsApp écrit le sien.';

function codeBody({ text, example, add_security_recommendation: advice }: Fields): TemplateFault[] {
  const faults =
    text === undefined && example === undefined ? [] : [fault(RULE.notAllowed, 'body', FREE_TEXT)];
  if (advice !== undefined && typeof advice !== 'boolean')
    faults.push(fault(RULE.format, 'body', '« add_security_recommendation » est true ou false.'));
  return faults;
}

function codeFooter({ text, code_expiration_minutes: minutes }: Fields): TemplateFault[] {
  const { least, most } = LIMIT.codeExpiration;
  const faults = text === undefined ? [] : [fault(RULE.notAllowed, 'footer', FREE_TEXT)];
  const fits =
    typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= least && minutes <= most;
  if (!fits)
    faults.push(fault(RULE.format, 'footer', `« code_expiration_minutes » va de ${least} à ${most}.`));
  return faults;
}

function codeButtons({ buttons }: Fields): TemplateFault[] {
  const all = listOf(buttons).map(fieldsOf);
  const [button] = all;
  if (button === undefined || all.length > 1 || wordOf(button['type']) !== 'OTP')
    return [fault(RULE.buttons, 'button', 'La catégorie AUTHENTICATION a un seul bouton, de genre OTP.')];
  const place = { component: 'button', index: 0 };
  const say = ([code, message]: readonly [string, string]): TemplateFault =>
    fault(code, place, `Bouton 1 : ${message}`);
  return [
    ...unknownFields(button, BUTTON_FIELDS['OTP'] ?? [], place),
    ...['text', 'autofill_text'].flatMap((field) =>
      button[field] === undefined ? [] : labelLint(button[field]).map(say),
    ),
    ...codeType(button).map(say),
  ];
}

function codeType(button: Fields): [string, string][] {
  const type = wordOf(button['otp_type']);
  if (!['COPY_CODE', 'ONE_TAP', 'ZERO_TAP'].includes(type))
    return [
      [RULE.format, `« otp_type » est COPY_CODE, ONE_TAP ou ZERO_TAP, pas ${shown(button['otp_type'])}.`],
    ];
  const found = type === 'COPY_CODE' ? [] : appsLint(button);
  if (type === 'ZERO_TAP' && button['zero_tap_terms_accepted'] !== true)
    found.push([RULE.missing, '« zero_tap_terms_accepted » doit être true pour ZERO_TAP.']);
  if (type === 'COPY_CODE' && button['supported_apps'] !== undefined)
    found.push([RULE.notAllowed, '« supported_apps » est pour ONE_TAP et ZERO_TAP.']);
  return found;
}

/** The older form names a single application beside the other fields. */
function appsLint({ supported_apps: apps, package_name, signature_hash }: Fields): [string, string][] {
  const listed = apps === undefined ? [{ package_name, signature_hash }] : listOf(apps);
  if (listed.length === 0 || listed.length > LIMIT.supportedApps)
    return [[RULE.missing, `« supported_apps » nomme de 1 à ${LIMIT.supportedApps} applications.`]];
  return listed.map(fieldsOf).flatMap((app, at): [string, string][] => {
    const named = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)+$/.test(textOf(app['package_name']));
    const signed = /^[A-Za-z0-9+/=]{11}$/.test(textOf(app['signature_hash']));
    const wrong: [string, string][] = [];
    if (!named)
      wrong.push([
        RULE.format,
        `application ${at + 1} : « package_name » est attendu, comme com.exemple.app.`,
      ]);
    if (!signed) wrong.push([RULE.format, `application ${at + 1} : « signature_hash » a 11 caractères.`]);
    return wrong;
  });
}
