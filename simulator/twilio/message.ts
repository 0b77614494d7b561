import { Refusal } from './refusal.js';

/** A message of the service, as its form tells it. */
export interface Wanted {
  /** Digits, or the id of a person without a number. */
  to: string;
  body: string;
  mediaUrls: string[];
  contentSid?: string;
  variables?: Record<string, unknown>;
  place?: string;
  statusCallback?: string;
  /** Everything, as it came. */
  form: Record<string, string>;
}

const TO = /^whatsapp:(?:\+([1-9]\d{6,14})|([A-Z]{2}\.[\w.]{1,140}))$/;
const CONTENT = /^HX[0-9a-f]{32}$/i;
const PLACE = /^geo:-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?(?:\|.*)?$/;
const MOST_MEDIA = 10;
const LONGEST_BODY = 1600;

/** Reads the form of a message as strictly as Twilio does. */
export function readMessage(fields: URLSearchParams, ownNumber: string): Wanted {
  const form = Object.fromEntries(fields);
  const to = recipientIn(fields);
  if (!form['From']) throw new Refusal(21603, "A 'From' phone number is required.");
  if (form['From'] !== `whatsapp:+${ownNumber}`) {
    throw new Refusal(63007, 'Twilio could not find a Channel with the specified From address');
  }
  const [body, mediaUrls] = [form['Body'] ?? '', fields.getAll('MediaUrl')];
  const contentSid = form['ContentSid'];
  if (body === '' && mediaUrls.length === 0 && contentSid === undefined) {
    throw new Refusal(21619, 'A text message body or media urls must be specified.');
  }
  if (Array.from(body).length > LONGEST_BODY) {
    throw new Refusal(21617, 'The concatenated message body exceeds the 1600 character limit.');
  }
  checkMedia(mediaUrls);
  return { to, body, mediaUrls, ...contentIn(form), ...placeIn(form), ...callbackIn(form), form };
}

function recipientIn(fields: URLSearchParams): string {
  const to = fields.get('To');
  if (!to) throw new Refusal(21604, "A 'To' phone number is required.");
  const [, number, userId] = TO.exec(to) ?? [];
  const found = number ?? userId;
  if (found === undefined) throw new Refusal(21211, `The 'To' number ${to} is not a valid phone number.`);
  return found;
}

function checkMedia(urls: readonly string[]): void {
  if (urls.length > MOST_MEDIA) throw new Refusal(21623, 'Number of media files exceeds allowed limit.');
  const wrong = urls.find((url) => !/^https?:$/.test(URL.parse(url)?.protocol ?? ''));
  if (wrong !== undefined) throw new Refusal(21620, `Invalid media URL(s) provided: '${wrong}'`);
}

function contentIn(form: Record<string, string>): Pick<Wanted, 'contentSid' | 'variables'> {
  const { ContentSid: contentSid, ContentVariables: written } = form;
  if (contentSid === undefined) return {};
  if (!CONTENT.test(contentSid)) throw new Refusal(21655, 'The ContentSid is Invalid');
  if (written === undefined) return { contentSid };
  return { contentSid, variables: variablesIn(written) };
}

function variablesIn(written: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(written);
    const texts = typeof parsed === 'object' && parsed !== null ? Object.values(parsed) : [null];
    if (texts.every((text) => typeof text === 'string')) return parsed as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new Refusal(21656, 'The Content Variables Parameter is Invalid');
}

function placeIn(form: Record<string, string>): Pick<Wanted, 'place'> {
  const place = form['PersistentAction'];
  if (place === undefined) return {};
  if (!PLACE.test(place)) throw new Refusal(63021, 'Channel invalid content error');
  return { place };
}

function callbackIn(form: Record<string, string>): Pick<Wanted, 'statusCallback'> {
  const url = form['StatusCallback'];
  if (url === undefined) return {};
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Refusal(21609, 'The StatusCallback URL is not a valid URL.');
  }
  return { statusCallback: url };
}
