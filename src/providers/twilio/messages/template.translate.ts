import { asList, asObject, type Json } from '../api/json.js';

/** The ids of the content templates at Twilio: by `name/language`, or by name for any language. */
export type ContentSids = ReadonlyMap<string, string>;

/** The values of a template as Twilio wants them, or what stands in the way. */
export type Variables =
  | { ok: true; values: Readonly<Record<string, string>> }
  | { ok: false; field: string; message: string };

const CONTENT_SID = /^HX[0-9a-fA-F]{32}$/;
/** How each kind of value is put into words. */
const VALUES: Readonly<Record<string, (value: unknown) => unknown>> = {
  text: (value) => value,
  payload: (value) => value,
  coupon_code: (value) => value,
  currency: (value) => asObject(value)?.['fallback_value'],
  date_time: (value) => asObject(value)?.['fallback_value'],
  image: (value) => asObject(value)?.['link'],
  video: (value) => asObject(value)?.['link'],
  document: (value) => asObject(value)?.['link'],
};
const ORDER: readonly unknown[] = ['header', 'body', 'button'];

/** The id of a template; a name may be such an id itself. */
export function sidOfTemplate(sids: ContentSids, name: string, language: string): string | null {
  if (CONTENT_SID.test(name)) return name;
  const ways = [`${name}/${language}`, `${name}/${language.replaceAll('_', '-')}`, name];
  return ways.map((way) => sids.get(way)).find((sid) => sid !== undefined) ?? null;
}

/** The header of a template with an image there, as it stands among the values. */
export function pictureHeader(link: string): Json {
  return { type: 'header', parameters: [{ type: 'image', image: { link } }] };
}

/** The values of header, body and buttons, numbered from 1 in this order; one that has a name keeps it. */
export function variablesOf(components: readonly unknown[]): Variables {
  const parts = components.map((component) => asObject(component)).filter((part) => part !== undefined);
  const stranger = parts.find((part) => !ORDER.includes(typeOf(part)));
  if (stranger || parts.length < components.length) {
    const message = 'Twilio ne remplit que l’en-tête, le corps et les boutons d’un modèle.';
    return { ok: false, field: 'components', message };
  }
  const values: Record<string, string> = {};
  for (const part of parts.toSorted((one, other) => placeOf(one) - placeOf(other))) {
    for (const parameter of asList(part['parameters'])) {
      const value = valueOf(asObject(parameter));
      if (value === null) {
        const message = 'Une valeur du modèle n’est ni un texte, ni l’adresse d’un fichier.';
        return { ok: false, field: `components (${String(typeOf(part))})`, message };
      }
      const name = asObject(parameter)?.['parameter_name'];
      values[typeof name === 'string' ? name : String(Object.keys(values).length + 1)] = value;
    }
  }
  return { ok: true, values };
}

function typeOf(part: Json): unknown {
  const { type } = part;
  return typeof type === 'string' ? type.toLowerCase() : type;
}

/** Buttons stand in the order of their own numbers. */
function placeOf(part: Json): number {
  return ORDER.indexOf(typeOf(part)) * 100 + (Number(part['index']) || 0);
}

function valueOf(parameter: Json | undefined): string | null {
  const { type } = parameter ?? {};
  const read = typeof type === 'string' && Object.hasOwn(VALUES, type) ? VALUES[type] : undefined;
  const value = read?.(parameter?.[type as string]);
  return typeof value === 'string' ? value : null;
}
