import type { MalformedTemplate, RemoteTemplate } from '../../../template-sync/template-sync.port.js';
import { asList, asNumberId, asObject, asWord, type Json } from '../graph/json.js';

export type Translated = { ok: true; template: RemoteTemplate } | { ok: false; malformed: MalformedTemplate };

/** Without these nothing can be compared. */
export const ESSENTIAL_FIELDS = [
  'id',
  'name',
  'language',
  'status',
  'category',
  'components',
  'parameter_format',
  'quality_score',
  'rejected_reason',
] as const;

/** All that Relais keeps; a version of the API may not know the later ones. */
export const FIELDS = [
  ...ESSENTIAL_FIELDS,
  'sub_category',
  'previous_category',
  'correct_category',
  'message_send_ttl_seconds',
  'last_updated_time',
  'library_template_name',
  'cta_url_link_tracking_opted_out',
  'product_set_id',
] as const;

const OWN = new Set<string>([
  ...ESSENTIAL_FIELDS,
  'sub_category',
  'previous_category',
  'correct_category',
  'last_updated_time',
]);

const LANGUAGE = /^[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*$/;
const LONGEST_NAME = 512;
/** More than ten cards with all their texts, links and examples. */
const LARGEST = 256 * 1024;

/** One item of a listing. */
export function templateOf(value: unknown): Translated {
  const item = asObject(value) ?? {};
  const reason = faultIn(item);
  if (reason !== null) {
    const malformed = { name: shown(item['name']), language: shown(item['language']), reason };
    return { ok: false, malformed };
  }
  return { ok: true, template: translated(item) };
}

function faultIn(item: Json): string | null {
  const { id, name, language, status, category, components } = item;
  if (typeof name !== 'string' || name === '') return 'Le modèle n’a pas de nom.';
  if (name.length > LONGEST_NAME) return `Le nom du modèle dépasse ${LONGEST_NAME} caractères.`;
  if (language === undefined || language === null || language === '') return 'Le modèle n’a pas de langue.';
  if (typeof language !== 'string' || !LANGUAGE.test(language)) return 'La langue du modèle est illisible.';
  if (!asNumberId(id)) return 'Le modèle n’a pas d’identifiant, ou un identifiant illisible.';
  if (!asWord(status)) return 'Le modèle n’a pas d’état, ou un état illisible.';
  if (!asWord(category)) return 'Le modèle n’a pas de catégorie, ou une catégorie illisible.';
  if (!Array.isArray(components)) return 'Les composants du modèle ne sont pas une liste.';
  if (!components.every(isComponent)) return 'Un composant du modèle est illisible.';
  return JSON.stringify(item).length > LARGEST ? 'Le contenu du modèle est démesuré.' : null;
}

function isComponent(value: unknown): boolean {
  return typeof asObject(value)?.['type'] === 'string';
}

function translated(item: Json): RemoteTemplate {
  return {
    remoteId: asNumberId(item['id']) ?? '',
    name: String(item['name']),
    language: String(item['language']).replaceAll('-', '_'),
    category: wordIn(item, 'category') ?? '',
    status: wordIn(item, 'status') ?? '',
    components: [...asList(item['components'])],
    parameterFormat: wordIn(item, 'parameter_format') === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    quality: wordIn(asObject(item['quality_score']) ?? {}, 'score'),
    rejectedReason: wordIn(item, 'rejected_reason'),
    subCategory: wordIn(item, 'sub_category'),
    previousCategory: wordIn(item, 'previous_category'),
    correctCategory: wordIn(item, 'correct_category'),
    updatedAt: instantIn(item['last_updated_time']),
    extra: Object.fromEntries(Object.entries(item).filter(([key]) => !OWN.has(key))),
  };
}

function wordIn(item: Json, key: string): string | null {
  const word = asWord(item[key])?.toUpperCase();
  return word === undefined || word === 'NONE' ? null : word;
}

/** In seconds or written out. */
function instantIn(value: unknown): Date | null {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  const at = new Date(typeof seconds === 'number' ? seconds * 1000 : Date.parse(String(seconds)));
  return Number.isNaN(at.getTime()) ? null : at;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST_NAME) : '';
}
