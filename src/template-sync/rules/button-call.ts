import type { TemplateFault } from '../template-sync.contract.js';
import type { ButtonCall } from './call.js';
import type { ButtonKind, ButtonPart } from './components.js';
import { CODE, fault } from './fault.js';
import { LIMIT } from './limits.js';
import { sectionsFault } from './products.js';
import { counted, fieldsOf, isFields, lengthOf, shown, textOf } from './reading.js';
import { wordFaults } from './text-call.js';
import { filled } from './variables.js';

type Found = [code: string, message: string];

interface Rule {
  /** What `sub_type` has to say; `null`: the button takes nothing at all. */
  readonly subType: string | null;
  readonly required: (button: ButtonPart) => boolean;
  /** Judges the single parameter; without one there is none to judge. */
  readonly judge?: (parameter: Readonly<Record<string, unknown>>, button: ButtonPart) => Found[];
  /** The button has to be named, its parameter may be left out. */
  readonly bare?: boolean;
}

const never = (): boolean => false;
const always = (): boolean => true;
const NOTHING: Rule = { subType: null, required: never };

const RULES: Readonly<Record<ButtonKind, Rule>> = {
  QUICK_REPLY: { subType: 'QUICK_REPLY', required: never, judge: judgePayload, bare: true },
  URL: { subType: 'URL', required: hasVariable, judge: judgeSuffix },
  OTP: { subType: 'URL', required: always, judge: judgeCode },
  COPY_CODE: { subType: 'COPY_CODE', required: always, judge: judgeCoupon },
  FLOW: { subType: 'FLOW', required: always, judge: judgeFlow, bare: true },
  CATALOG: { subType: 'CATALOG', required: never, judge: judgeCatalog, bare: true },
  MPM: { subType: 'MPM', required: always, judge: judgeProducts },
  VOICE_CALL: { subType: 'VOICE_CALL', required: never, bare: true },
  PHONE_NUMBER: NOTHING,
  SPM: NOTHING,
  REQUEST_CONTACT_INFO: NOTHING,
};

/** The faults of what is given for the buttons, in the template's order, then what belongs to no button. */
export function buttonFaults(buttons: readonly ButtonPart[], calls: readonly ButtonCall[]): TemplateFault[] {
  const faults = buttons.flatMap((button, index) =>
    oneButton(
      button,
      calls.filter((call) => call.index === index),
    ).map(([code, message]) =>
      fault(code, { component: 'button', index }, `Bouton ${index + 1} : ${message}`),
    ),
  );
  const lost = calls.filter(({ index }) => index === null || index >= buttons.length);
  return [...faults, ...lost.map(({ index }) => lostFault(index, buttons.length))];
}

function lostFault(index: number | null, count: number): TemplateFault {
  if (index === null)
    return fault(CODE.absent, 'button', 'L’« index » du bouton manque ; il se compte à partir de 0.');
  const has = count === 0 ? 'n’a pas de bouton' : `n’a que ${counted(count, 'bouton')}`;
  return fault(
    CODE.badValue,
    { component: 'button', index },
    `Le modèle ${has} ; l’appel en remplit un à la place ${index}.`,
  );
}

function oneButton(button: ButtonPart, [call, ...more]: readonly ButtonCall[]): Found[] {
  const { kind } = button;
  if (kind === null) return [];
  const rule = RULES[kind];
  if (call === undefined)
    return rule.required(button) ? [[CODE.count, `${WANTED[kind] ?? 'son paramètre'} manque.`]] : [];
  if (more.length > 0) return [[CODE.badValue, 'il est rempli plus d’une fois.']];
  if (takesNothing(rule, button)) return [[CODE.count, 'il ne prend aucun paramètre ; ne l’envoyez pas.']];
  if (call.subType === '')
    return [[CODE.absent, `« sub_type » manque : ${shown(wordFor(rule))} est attendu.`]];
  if (call.subType !== rule.subType)
    return [
      [
        CODE.format,
        `« sub_type » est ${shown(call.subType.toLowerCase())}, ${shown(wordFor(rule))} est attendu.`,
      ],
    ];
  return judged(rule, button, call.parameters);
}

function judged(rule: Rule, button: ButtonPart, [parameter, ...more]: readonly unknown[]): Found[] {
  if (!rule.judge) return [];
  if (parameter === undefined)
    return rule.bare ? [] : [[CODE.count, 'un paramètre est attendu, l’appel n’en donne aucun.']];
  if (more.length > 0)
    return [[CODE.count, `un seul paramètre est attendu, l’appel en donne ${more.length + 1}.`]];
  return rule.judge(fieldsOf(parameter), button);
}

function wordFor({ subType }: Rule): string {
  return (subType ?? '').toLowerCase();
}

const WANTED: Partial<Record<ButtonKind, string>> = {
  URL: 'la fin de son adresse',
  OTP: 'le code à copier',
  COPY_CODE: 'le code promotionnel',
  FLOW: 'le composant « flow », même sans paramètre,',
  MPM: 'la liste des produits',
};

function hasVariable({ variables }: ButtonPart): boolean {
  return variables.length > 0;
}

function takesNothing(rule: Rule, button: ButtonPart): boolean {
  return rule.subType === null || (button.kind === 'URL' && !hasVariable(button));
}

type Parameter = Readonly<Record<string, unknown>>;

function typed(parameter: Parameter, type: string, judge: () => Found[]): Found[] {
  if (parameter['type'] === type) return judge();
  return [[CODE.format, `le paramètre est de type ${shown(parameter['type'])}, ${shown(type)} est attendu.`]];
}

function judgePayload(parameter: Parameter): Found[] {
  return typed(parameter, 'payload', () =>
    textOf(parameter['payload']) === '' ? [[CODE.format, '« payload » doit être un texte non vide.']] : [],
  );
}

function judgeSuffix(parameter: Parameter, button: ButtonPart): Found[] {
  return typed(parameter, 'text', () => {
    const found = wordFaults(parameter['text']);
    const length = lengthOf(filled(button.url, () => textOf(parameter['text'])));
    if (length > LIMIT.url)
      found.push([CODE.tooLong, `l’adresse aurait ${length} caractères ; ${LIMIT.url} sont admis.`]);
    return found;
  });
}

function judgeCode(parameter: Parameter): Found[] {
  return typed(parameter, 'text', () => {
    const found = wordFaults(parameter['text']);
    if (lengthOf(textOf(parameter['text'])) > LIMIT.code)
      found.push([CODE.tooLong, `le code a plus de ${LIMIT.code} caractères.`]);
    return found;
  });
}

function judgeCoupon(parameter: Parameter): Found[] {
  return typed(parameter, 'coupon_code', () => {
    const code = textOf(parameter['coupon_code']);
    if (code === '') return [[CODE.absent, 'le code promotionnel manque.']];
    if (lengthOf(code) > LIMIT.coupon)
      return [[CODE.tooLong, `le code promotionnel a plus de ${LIMIT.coupon} caractères.`]];
    if (!/^[\p{L}\p{N}]+$/u.test(code))
      return [[CODE.format, 'un code promotionnel n’a que des lettres et des chiffres.']];
    return [];
  });
}

function judgeFlow(parameter: Parameter): Found[] {
  return judgeAction(parameter, ({ flow_token: token, flow_action_data: data }) => {
    if (token !== undefined && typeof token !== 'string')
      return [[CODE.format, '« flow_token » doit être un texte.']];
    return data === undefined || isFields(data)
      ? []
      : [[CODE.format, '« flow_action_data » doit être un objet.']];
  });
}

function judgeCatalog(parameter: Parameter): Found[] {
  return judgeAction(parameter, thumbnailFaults);
}

function judgeProducts(parameter: Parameter): Found[] {
  return judgeAction(parameter, (action) => {
    const wrong = sectionsFault(action['sections']);
    return [...thumbnailFaults(action), ...(wrong === null ? [] : [[CODE.format, wrong] as Found])];
  });
}

function judgeAction(parameter: Parameter, judge: (action: Parameter) => Found[]): Found[] {
  const { action } = parameter;
  return typed(parameter, 'action', () =>
    isFields(action) ? judge(action) : [[CODE.format, '« action » doit être un objet.']],
  );
}

function thumbnailFaults({ thumbnail_product_retailer_id: thumbnail }: Parameter): Found[] {
  if (thumbnail === undefined || textOf(thumbnail) !== '') return [];
  return [[CODE.format, '« thumbnail_product_retailer_id » doit être un texte non vide.']];
}
