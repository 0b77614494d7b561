import type { Template } from '../world/template.js';
import { GraphError } from './graph.errors.js';

type Reader = (template: Template) => unknown;

/** What can be asked of a template; what a template does not have is left out of the answer. */
const FIELDS: Record<string, Reader> = {
  name: ({ name }) => name,
  parameter_format: ({ parameterFormat }) => parameterFormat,
  components: ({ components }) => components,
  language: ({ language }) => language,
  status: ({ status }) => status,
  category: ({ category }) => category,
  sub_category: ({ subCategory }) => subCategory,
  previous_category: ({ previousCategory }) => previousCategory,
  correct_category: ({ correctCategory }) => correctCategory,
  rejected_reason: ({ rejectedReason }) => rejectedReason,
  quality_score: ({ quality, updatedAt }) => ({ score: quality, date: Math.floor(updatedAt / 1000) }),
  message_send_ttl_seconds: ({ sendTtlSeconds }) => sendTtlSeconds,
  last_updated_time: ({ updatedAt }) => graphTime(updatedAt),
  library_template_name: () => undefined,
  cta_url_link_tracking_opted_out: () => undefined,
  degrees_of_freedom_spec: () => undefined,
  product_set_id: () => undefined,
  health_status: ({ id, status }) => healthOf(id, status),
  source: () => undefined,
  id: ({ id }) => id,
};
const USUAL = [
  'name',
  'parameter_format',
  'components',
  'language',
  'status',
  'category',
  'sub_category',
  'id',
];

/** The fields that a call asks for; those inside braces come as they are. */
export function fieldsIn(text: unknown): string[] {
  if (typeof text !== 'string' || text === '') return USUAL;
  const names = text.replace(/\{[^{}]*\}/g, '').split(',');
  const wanted = names.map((name) => name.trim()).filter((name) => name !== '');
  const unknown = wanted.find((name) => !Object.hasOwn(FIELDS, name));
  if (unknown === undefined) return wanted.includes('id') ? wanted : [...wanted, 'id'];
  throw noSuchField(unknown, 'WhatsAppBusinessHSM');
}

export function noSuchField(field: string, node: string): GraphError {
  const message = `(#100) Tried accessing nonexisting field (${field}) on node type (${node})`;
  return new GraphError(100, { message });
}

/** A template as the Graph shows it. */
export function viewOf(template: Template, fields: readonly string[]): Record<string, unknown> {
  const view: Record<string, unknown> = {};
  for (const field of fields) {
    const value = FIELDS[field]?.(template);
    if (value !== undefined) view[field] = value;
  }
  return view;
}

/** A time as the Graph writes it. */
export function graphTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000');
}

function healthOf(id: string, status: string): object {
  const can = status === 'APPROVED' ? 'AVAILABLE' : 'BLOCKED';
  return {
    can_send_message: can,
    entities: [{ entity_type: 'MESSAGE_TEMPLATE', id, can_send_message: can }],
  };
}
