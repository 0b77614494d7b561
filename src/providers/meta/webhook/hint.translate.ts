import type { TemplateHint } from '../../../template-sync/template-sync.port.js';
import { asList, asNumberId, asObject, asWord, type Json } from '../graph/json.js';
import { instantOf } from './instant.js';

type News = TemplateHint['news'];

/** What a status update may name as the template's new status. Any other event says that something happened, not what is true now. */
const STATUSES = new Set([
  'APPROVED',
  'IN_APPEAL',
  'PENDING',
  'REJECTED',
  'PENDING_DELETION',
  'DELETED',
  'DISABLED',
  'PAUSED',
  'LIMIT_EXCEEDED',
  'ARCHIVED',
]);
const LANGUAGE = /^[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]{2,8})*$/;
const LONGEST_NAME = 512;
const READ_AGAIN: News = { kind: 'components' };

/** What an envelope tells about templates. */
export function hintsOf(body: Json, receivedAt: Date): TemplateHint[] {
  if (body['object'] !== 'whatsapp_business_account') return [];
  return asList(body['entry']).flatMap((item) => {
    const entry = asObject(item);
    const accountId = asNumberId(entry?.['id']);
    if (!entry || !accountId) return [];
    const at = instantOf(entry['time'], receivedAt);
    return asList(entry['changes']).flatMap((change) => hintOf(asObject(change), accountId, at) ?? []);
  });
}

function hintOf(change: Json | undefined, accountId: string, at: Date): TemplateHint | null {
  const value = asObject(change?.['value']);
  const remoteId = asNumberId(value?.['message_template_id']);
  const name = value?.['message_template_name'];
  const language = value?.['message_template_language'];
  if (!value || !remoteId || typeof name !== 'string' || name === '' || name.length > LONGEST_NAME)
    return null;
  if (typeof language !== 'string' || !LANGUAGE.test(language)) return null;
  const news = newsOf(change?.['field'], value);
  return news && { accountId, remoteId, name, language: language.replaceAll('-', '_'), at, news };
}

/** The keys of the value decide where there are any: Meta's own examples put the wrong field on changes of quality. */
function newsOf(field: unknown, value: Json): News | null {
  const quality = asWord(value['new_quality_score']);
  if (quality) return { kind: 'quality', quality };
  if (value['new_category'] !== undefined) return categoryNews(value);
  const event = asWord(value['event']);
  if (event) return statusNews(event, value);
  const isAboutComponents =
    field === 'message_template_components_update' || value['message_template_element'] !== undefined;
  return isAboutComponents ? READ_AGAIN : null;
}

/** An announcement names the present category as the new one; only a change that has happened knows the one before. */
function categoryNews(value: Json): News | null {
  const category = asWord(value['new_category']);
  const previousCategory = asWord(value['previous_category']);
  return category && previousCategory ? { kind: 'category', category, previousCategory } : null;
}

function statusNews(event: string, value: Json): News {
  const isLifted = asObject(value['other_info'])?.['title'] === 'UNPAUSE';
  if (!STATUSES.has(event) || isLifted) return READ_AGAIN;
  const reason = asWord(value['reason']);
  return { kind: 'status', status: event, reason: reason === undefined || reason === 'NONE' ? null : reason };
}
