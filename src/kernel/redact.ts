const LONG_NUMBER = /\+?\d[\d\s.-]{5,}\d/g;
const BEARER = /\b(Bearer|Basic|OAuth|ApiToken)\s+[\w.~+/=-]+/gi;
const TOKEN = /\b(EAA[\w-]{8,}|rk_[\w-]{8,}|d2pat_\w{8,})/g;
const IN_QUERY = /([?&](?:access_token|input_token|fb_exchange_token|client_secret|token)=)[^&\s"]+/gi;

/** The text without anything that could be a phone number, an access token or a credential. */
export function redact(text: string): string {
  return text
    .replace(IN_QUERY, '$1[…]')
    .replace(BEARER, '$1 […]')
    .replace(TOKEN, '[…]')
    .replace(LONG_NUMBER, '[…]');
}
