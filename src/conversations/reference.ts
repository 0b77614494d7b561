import { parsePhone } from '../kernel/phone.js';
import { PhoneInvalid } from './conversations.errors.js';

/** Whom somebody means: by phone number, or by our id where a person has no visible number. */
export type Reference = { phone: string } | { contactId: string };

const ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** Throws `PhoneInvalid` for a text that is neither. */
export function readReference(text: string): Reference {
  if (ID.test(text)) return { contactId: text };
  const phone = parsePhone(text);
  if (phone === null) throw new PhoneInvalid();
  return { phone };
}
