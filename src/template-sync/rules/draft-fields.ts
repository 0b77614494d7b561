import type { TemplateFault } from '../template-sync.contract.js';
import { RULE } from './draft.js';
import { fault, type Place } from './fault.js';
import { type Fields, shown } from './reading.js';

/** What each component may say. */
export const COMPONENT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  HEADER: ['format', 'text', 'example'],
  BODY: ['text', 'example', 'add_security_recommendation'],
  FOOTER: ['text', 'code_expiration_minutes'],
  BUTTONS: ['buttons'],
  LIMITED_TIME_OFFER: ['limited_time_offer'],
  CAROUSEL: ['cards'],
};

/** What each button may say. */
export const BUTTON_FIELDS: Readonly<Record<string, readonly string[]>> = {
  QUICK_REPLY: ['text'],
  URL: ['text', 'url', 'example', 'app_deep_link'],
  PHONE_NUMBER: ['text', 'phone_number'],
  COPY_CODE: ['text', 'example'],
  FLOW: ['text', 'flow_id', 'flow_name', 'flow_json', 'flow_action', 'navigate_screen', 'icon'],
  CATALOG: ['text'],
  MPM: ['text'],
  SPM: ['text'],
  VOICE_CALL: ['text', 'ttl_minutes'],
  OTP: [
    'text',
    'otp_type',
    'autofill_text',
    'supported_apps',
    'zero_tap_terms_accepted',
    'package_name',
    'signature_hash',
  ],
  REQUEST_CONTACT_INFO: ['text'],
};

/** A fault for each field that nobody knows: most are a slip of the pen. */
export function unknownFields(
  fields: Fields,
  known: readonly string[],
  place: Place | string,
): TemplateFault[] {
  const strange = Object.keys(fields).filter((field) => field !== 'type' && !known.includes(field));
  return strange.map((field) =>
    fault(RULE.unknownField, place, `Le champ ${shown(field)} n’existe pas ici.`),
  );
}
