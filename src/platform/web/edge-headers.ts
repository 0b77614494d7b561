/** Swagger UI and the console style themselves inline and show pictures that they made; everything else comes from here. */
const POLICY = [
  "default-src 'self'",
  "base-uri 'self'",
  "font-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "script-src-attr 'none'",
  "style-src 'self' 'unsafe-inline'",
].join(';');

/** No Strict-Transport-Security: whoever ends TLS in front of Relais knows whether plain http may still be needed. */
const SECURITY = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
} as const;

/**
 * What every answer to people and programs carries: its request id, and what a browser must know. Answers hold data of people and
 * keys, so nobody keeps them; a route that serves what may be kept says so itself.
 */
export function edgeHeaders(requestId: string): Record<string, string> {
  return { ...SECURITY, 'cache-control': 'no-store', 'x-request-id': requestId };
}
