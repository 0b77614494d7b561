import type { OutboundContent } from '../../../whatsapp/whatsapp-content.contract.js';
import type { Attachments } from '../../../whatsapp/whatsapp.port.js';
import type { Form } from '../api/twilio.client.js';
import { type ContentSids, pictureHeader, sidOfTemplate, variablesOf } from './template.translate.js';

type Content<K extends OutboundContent['kind']> = Extract<OutboundContent, { kind: K }>;
type Field = readonly [name: string, value: string];

/** What a content needs to become a form. */
export interface Means {
  attachments: Attachments;
  sids: ContentSids;
}

/** How WhatsApp addresses are written: a phone number, or the provider's own id of a person. */
export function addressOf(to: { waId?: string; userId?: string }): string | null {
  if (to.waId) return `whatsapp:+${to.waId}`;
  return to.userId ? `whatsapp:${to.userId}` : null;
}

/** The fields that carry a content; for one without faults only. */
export function fieldsOf(content: OutboundContent, { attachments, sids }: Means): Form {
  switch (content.kind) {
    case 'media':
      return [
        ['MediaUrl', attachments.link(content.source)],
        ...(content.caption ? [['Body', content.caption] as const] : []),
      ];
    case 'location':
      return placeFields(content);
    case 'template':
      return templateFields(content, { attachments, sids });
    default:
      return [['Body', sentAsWords(content)]];
  }
}

/** A content that goes as plain words: what a button would do, the words do; empty where there are none. */
export function sentAsWords(content: OutboundContent): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'location-request':
      return content.text;
    case 'link':
      return joined(content.header, content.text, `${content.title} : ${content.url}`, content.footer);
    default:
      return '';
  }
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** The name goes as text, the address behind the place. */
function placeFields({ latitude, longitude, name, address }: Content<'location'>): Form {
  const place = `geo:${latitude},${longitude}`;
  const label = (address ?? name ?? '').replaceAll('|', ' ');
  return [
    ['Body', name ?? address ?? `${latitude}, ${longitude}`],
    ['PersistentAction', label === '' ? place : `${place}|${label}`],
  ];
}

function templateFields(content: Content<'template'>, { attachments, sids }: Means): Form {
  const { name, language, components, picture } = content;
  const header =
    picture === undefined ? [] : [pictureHeader(pathOf(attachments.link({ attachment: picture })))];
  const variables = variablesOf([...header, ...components]);
  const values = variables.ok ? variables.values : {};
  const sid: Field = ['ContentSid', sidOfTemplate(sids, name, language) ?? ''];
  return Object.keys(values).length === 0 ? [sid] : [sid, ['ContentVariables', JSON.stringify(values)]];
}

/** A content template names the server of its file, once and for all; what varies is the path. */
function pathOf(address: string): string {
  return new URL(address).pathname.slice(1);
}
