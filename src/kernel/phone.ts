const E164 = /^[1-9]\d{6,14}$/;

/**
 * A phone number as digits with country code and without `+` (E.164, 7 to 15 digits), the form in which WhatsApp
 * names people; `null` when the text is none. Spaces, dots, hyphens, brackets and a leading `+` or `00` are forgiven.
 */
export function parsePhone(text: string): string | null {
  const digits = text.replace(/[\s.()\u00a0\u202f-]/g, '').replace(/^(?:\+|00)/, '');
  return E164.test(digits) ? digits : null;
}

/** What may be shown of a phone number: its last two digits. */
export function maskPhone(digits: string): string {
  return `+…${digits.slice(-2)}`;
}
