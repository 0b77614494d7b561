import type { Fault } from '../../../platform/alerts/alerts.js';
import { asList, asNumberId, asObject, asWord, type Json } from '../graph/json.js';
import type { ChannelError } from '../../../whatsapp/whatsapp-content.contract.js';
import { stopsNumber } from '../graph/grave.js';
import { channelError, graphErrorOf } from '../graph/meta.errors.js';
import { META } from './arrival.js';
import { type Saying, WORDS } from './warning-words.js';

/** Something that goes wrong with an account or a number: told once, or as a problem that begins and ends. */
export type Warning =
  | { is: 'told' | 'began'; fault: Fault }
  | { is: 'over'; key: string }
  /** A message that Meta charges for, or says nothing of, has arrived: what held this number or its account back is over. */
  | { is: 'went'; number: string; account: string };

/** What one event says: the words, and whether it is the beginning or the end of something. */
type Told = { saying: Saying; is?: 'told' | 'began' | 'over' };

const MOST = 50;
/** By field and by what the value says there. */
const EVENTS = new Map<string, Told>([
  ['account_update DISABLE', { saying: 'disabled', is: 'began' }],
  ['account_update SCHEDULE_FOR_DISABLE', { saying: 'disabled', is: 'began' }],
  ['account_update REINSTATE', { saying: 'disabled', is: 'over' }],
  ['account_update ACCOUNT_RESTRICTION', { saying: 'restricted', is: 'began' }],
  ['account_update ACCOUNT_VIOLATION', { saying: 'violated' }],
  ['account_update ACCOUNT_DELETED', { saying: 'deleted', is: 'began' }],
  ['account_review_update REJECTED', { saying: 'refused', is: 'began' }],
  ['account_review_update APPROVED', { saying: 'refused', is: 'over' }],
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
  if (field === 'messages') return [...errorsIn(value), ...reportsIn(value, account)];
  const told = EVENTS.get(`${field} ${eventOf(field, value)}`);
  return told ? [warningOf(told, value, account)] : [];
}

/** Errors of a number, with neither a message nor a report: counted with those that single messages meet. */
function errorsIn(value: Json): Warning[] {
  const number = numberIn(value);
  return asList(value['errors']).flatMap((item): Warning[] => {
    const error = channelError(graphErrorOf(item));
    const { code, meaning: title, advice, en } = error;
    const english = en && { en: { title: en.meaning, advice: en.advice } };
    const fault = { key: `${META}.${code}:${number}`, service: META, code, title, advice, ...english };
    const told: Warning = { is: 'told', fault: { ...fault, context: { number, outcome: 'told' } } };
    return stopsNumber(code) ? [told, stopped(number, error)] : [told];
  });
}

/** Reports of single messages, as far as they tell of all: one each at most. The messages themselves are told of elsewhere. */
function reportsIn(value: Json, account: string): Warning[] {
  const number = numberIn(value);
  let fault: ChannelError | null = null;
  let went = false;
  for (const item of asList(value['statuses'])) {
    const status = asObject(item);
    if (status?.['status'] === 'failed') fault ??= stoppingIn(status);
    else went ||= isPaidSuccess(status);
  }
  if (fault !== null) return [stopped(number, fault)];
  return went ? [{ is: 'went', number, account }] : [];
}

const ARRIVING = new Set<unknown>(['sent', 'delivered', 'read', 'played']);

/** What is free goes also where no payment is in order. */
function isPaidSuccess(status: Json | undefined): boolean {
  return ARRIVING.has(status?.['status']) && asObject(status?.['pricing'])?.['billable'] !== false;
}

function stoppingIn(status: Json): ChannelError | null {
  const error = channelError(graphErrorOf(asList(status['errors'])[0]));
  return stopsNumber(error.code) ? error : null;
}

function stopped(number: string, { code, meaning, advice, en }: ChannelError): Warning {
  const fault: Fault = {
    key: stoppedKey(number),
    service: META,
    code,
    title: `Les messages du numéro ${number} n’arrivent plus. ${meaning}`,
    advice,
    ...(en && {
      en: {
        title: `Messages of the number ${number} do not arrive any more. ${en.meaning}`,
        advice: en.advice,
      },
    }),
    context: { number },
  };
  return { is: 'began', fault };
}

function numberIn(value: Json): string {
  return asNumberId(asObject(value['metadata'])?.['phone_number_id']) ?? '-';
}

/** The problem of a number whose messages Meta takes and does not deliver. */
function stoppedKey(number: string): string {
  return `${META}.delivery:${number}`;
}

/** The problems that end when messages arrive again. */
export function endedBySuccess({ number, account }: { number: string; account: string }): string[] {
  return [stoppedKey(number), `${META}.restricted:${account}`, `${META}.deleted:${account}`];
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
