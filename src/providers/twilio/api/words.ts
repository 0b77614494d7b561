/** The channel's name, stored with everything that comes through it. */
export const TWILIO = 'twilio';

const SID = /^[\x21-\x7e]{1,60}$/;
const ACCOUNT_SID = /^AC[0-9a-fA-F]{32}$/;

/** The id of a message: short, printable, without spaces; anything else cannot be stored as a key. */
export function sidOf(value: unknown): string | undefined {
  return typeof value === 'string' && SID.test(value) ? value : undefined;
}

/** Whether a text is the id of an account: only such a one becomes part of an address. */
export function isAccountSid(text: string): boolean {
  return ACCOUNT_SID.test(text);
}
