import { createHmac } from 'node:crypto';

/** The value of `X-Twilio-Signature` for a form that goes to this address. */
export function signatureOf(authToken: string, url: string, form: Readonly<Record<string, string>>): string {
  const names = Object.keys(form).toSorted();
  const text = names.reduce((signed, name) => `${signed}${name}${form[name] ?? ''}`, url);
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64');
}
