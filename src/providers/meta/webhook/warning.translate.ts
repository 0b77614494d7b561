import type { Fault } from '../../../platform/alerts/alerts.js';
import { asList, asNumberId, asObject, asWord, type Json } from '../graph/json.js';
import { channelError, graphErrorOf } from '../graph/meta.errors.js';
import { META } from './arrival.js';
import { type Saying, WORDS } from './warning-words.js';

/** Something that goes wrong with an account or a number: told once, or as a problem that begins and ends. */
export type Warning = { is: 'told' | 'began'; fault: Fault } | { is: 'over'; key: string };

/** What one event says: the words, and whether it is the beginning or the end of something. */
type Told = { saying: Saying; is?: 'told' | 'began' | 'over' };

const MOST = 50;
/** By field and by what the value says there. */
const EVENTS = new Map<string, Told>([
  ['account_update DISABLE', { saying: 'disabled', is: 'began' }],
  ['account_update SCHEDULE_FOR_DISABLE', { saying: 'disabled', is: 'began' }],
  ['account_update REINSTATE', { saying: 'disabled', is: 'over' }],
  ['account_update ACCOUNT_RESTRICTION', { saying: 'restricted' }],
  ['account_update ACCOUNT_VIOLATION', { saying: 'violated' }],
  ['account_update ACCOUNT_DELETED', { saying: 'deleted' }],
  ['account_review_update REJECTED', { saying: 'refused' }],
  ['account_alerts CRITICAL', { saying: 'alert' }],
  ['account_alerts WARNING', { saying: 'alert' }],
  ['phone_number_quality_update FLAGGED', { saying: 'flagged', is: 'began' }],
  ['phone_number_quality_update UNFLAGGED', { saying: 'flagged', is: 'over' }],
  ['phone_number_quality_update DOWNGRADE', { saying: 'downgraded' }],
  ['phone_number_name_update REJECTED', { saying: 'name' }],
  ['security PIN_RESET_REQUEST', { saying: 'pinAsked' }],
  ['security PIN_CHANGED', { saying: 'pinChanged' }],
  ['flows ACTIVATED', { saying: 'flow' }],
]);

/** What an envelope tells that somebody has to know. */
export function warningsOf(body: Json): Warning[] {
  const warnings = asList(body['entry']).flatMap((item) => {
    const entry = asObject(item);
    const account = asNumberId(entry?.['id']) ?? '-';
    return asList(entry?.['changes']).flatMap((change) => warningsIn(asObject(change), account));
  });
  return warnings.slice(0, MOST);
}

function warningsIn(change: Json | undefined, account: string): Warning[] {
  const field = asWord(change?.['field']);
  const value = asObject(change?.['value']);
  if (!field || !value) return [];
  if (field === 'messages') return errorsIn(value);
  const told = EVENTS.get(`${field} ${eventOf(field, value)}`);
  return told ? [warningOf(told, value, account)] : [];
}

/** Errors of a number, with neither a message nor a report: counted with those that single messages meet. */
function errorsIn(value: Json): Warning[] {
  const number = asNumberId(asObject(value['metadata'])?.['phone_number_id']) ?? '-';
  return asList(value['errors']).map((item): Warning => {
    const { code, meaning: title, advice, en } = channelError(graphErrorOf(item));
    const english = en && { en: { title: en.meaning, advice: en.advice } };
    const fault = { key: `${META}.${code}:${number}`, service: META, code, title, advice, ...english };
    return { is: 'told', fault: { ...fault, context: { number, outcome: 'told' } } };
  });
}

function eventOf(field: string, value: Json): string {
  const [ban, alert] = [asObject(value['ban_info']), asObject(value['alert_info']) ?? value];
  const said =
    field === 'account_alerts'
      ? alert['alert_status'] !== 'RESOLVED' && alert['alert_severity']
      : (ban?.['waba_ban_state'] ?? value['alert_state'] ?? value['event'] ?? value['decision']);
  return asWord(said) ?? '';
}

function warningOf({ saying, is = 'told' }: Told, value: Json, account: string): Warning {
  const subject = asNumberId(value['display_phone_number']) ?? asNumberId(value['flow_id']) ?? account;
  const key = `${META}.${saying}:${subject}`;
  if (is === 'over') return { is, key };
  const { title, advice, en } = WORDS[saying];
  const about = (text: string) => text.replace('{}', subject);
  const fault = { key, service: META, code: codeOf(saying, value), title: about(title), advice };
  return { is, fault: { ...fault, en: { ...en, title: about(en.title) }, context: { account } } };
}

/** Meta's own word for it, where it has one. */
function codeOf(saying: Saying, value: Json): string {
  const [restriction] = asList(value['restriction_info']);
  const named = [
    asObject(value['alert_info'])?.['alert_type'] ?? value['alert_type'],
    asObject(restriction)?.['restriction_type'],
    asObject(value['violation_info'])?.['violation_type'],
    value['event'],
    value['decision'],
  ];
  return named.map(asWord).find((word) => word !== undefined) ?? saying;
}
