import type { TemplateFault } from '../template-sync.contract.js';
import { CODE, fault } from './fault.js';
import { fieldsOf, isFields, placeOf, shown, textOf } from './reading.js';

/** What a call gives for one button. */
export interface ButtonCall {
  readonly index: number | null;
  readonly subType: string;
  readonly parameters: readonly unknown[];
}

/** What a call gives, part by part; `null` where it does not mention a part. */
export interface Call {
  header: readonly unknown[] | null;
  body: readonly unknown[] | null;
  footer: readonly unknown[] | null;
  offer: readonly unknown[] | null;
  /** The cards as they came. */
  carousel: readonly unknown[] | null;
  buttons: ButtonCall[];
  /** What could not be read at all. */
  faults: TemplateFault[];
}

const PARTS = { header: 'header', body: 'body', footer: 'footer', limited_time_offer: 'offer' } as const;

/** Reads the components of a call, whatever they are. */
export function readCall(components: unknown): Call {
  const call: Call = {
    header: null,
    body: null,
    footer: null,
    offer: null,
    carousel: null,
    buttons: [],
    faults: [],
  };
  if (components === undefined || components === null) return call;
  if (!Array.isArray(components)) {
    call.faults.push(fault(CODE.format, 'components', 'La liste « components » doit être une liste.'));
    return call;
  }
  for (const component of components as unknown[]) readComponent(call, component);
  return call;
}

function readComponent(call: Call, component: unknown): void {
  const fields = fieldsOf(component);
  const type = textOf(fields['type']).toLowerCase();
  if (type === 'button') call.buttons.push(readButton(call, fields));
  else if (type === 'carousel') put(call, 'carousel', 'carousel', list(call, type, fields['cards']));
  else if (isPart(type)) put(call, PARTS[type], type, list(call, type, fields['parameters']));
  else {
    const found = isFields(component) ? `le type ${shown(fields['type'])}` : shown(component);
    call.faults.push(fault(CODE.invalid, 'components', `Composant inconnu : ${found}.`));
  }
}

function isPart(type: string): type is keyof typeof PARTS {
  return Object.hasOwn(PARTS, type);
}

type Single = 'header' | 'body' | 'footer' | 'offer' | 'carousel';

function put(call: Call, part: Single, component: string, given: readonly unknown[]): void {
  if (call[part] === null) call[part] = given;
  else
    call.faults.push(
      fault(CODE.count, component, `Le composant « ${component} » est donné plus d’une fois.`),
    );
}

function readButton(call: Call, fields: Readonly<Record<string, unknown>>): ButtonCall {
  return {
    index: placeOf(fields['index']),
    subType: textOf(fields['sub_type']).toUpperCase(),
    parameters: list(call, 'button', fields['parameters']),
  };
}

function list(call: Call, component: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  if (value !== undefined && value !== null) {
    const named = component === 'carousel' ? 'cards' : 'parameters';
    call.faults.push(fault(CODE.format, component, `« ${named} » doit être une liste, pas ${shown(value)}.`));
  }
  return [];
}
