import type { InboundContent, Person } from '../../../whatsapp/whatsapp-content.contract.js';
import type { PersonUpdate } from '../../../whatsapp/whatsapp-updates.contract.js';
import { asObject, asWord, type Json } from '../graph/json.js';
import { boundedOf } from '../../../kernel/text.js';
import { phoneOf, userIdOf } from './person.translate.js';

/** `user_changed_number`, `user_changed_user_id`, and what it was called before. */
const CHANGES = /^(?:user|customer)_changed_/;
const NOTICE_LENGTH = 1024;

/** What WhatsApp says about a person. */
export function noticeOf(message: Json): InboundContent {
  const system = asObject(message['system']);
  const what = asWord(system?.['type']) ?? 'system';
  const text = boundedOf(system?.['body'], NOTICE_LENGTH);
  return { kind: 'notice', what, ...(text && { text }) };
}

/** Who the person was and is, where the address changed. */
export function changeOf(
  person: Person,
  system: Json | undefined,
): Pick<PersonUpdate, 'previous' | 'current'> | null {
  const { name, ...previous } = person;
  if (!CHANGES.test(asWord(system?.['type']) ?? '')) return null;
  const waId = phoneOf(system?.['wa_id']) ?? phoneOf(system?.['new_wa_id']);
  const userId = userIdOf(system?.['user_id']);
  const isAnother =
    (waId !== undefined && waId !== previous.waId) || (userId !== undefined && userId !== previous.userId);
  if (!isAnother) return null;
  const isNewId = system?.['type'] === 'user_changed_user_id';
  const current = {
    // With a new number the old id may have gone, too: only what is said of the new one is believed.
    ...(isNewId && previous.waId && { waId: previous.waId }),
    ...(waId && { waId }),
    ...(userId && { userId }),
    ...(name && { name }),
  };
  return { previous, current };
}
