const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** A SHA-256 in hexadecimal, however the provider wrote it; `null` where it is none. */
export function fingerprintOf(written: string | undefined): string | null {
  if (written === undefined) return null;
  if (HEX.test(written)) return written.toLowerCase();
  return BASE64.test(written) ? Buffer.from(written, 'base64').toString('hex') : null;
}
