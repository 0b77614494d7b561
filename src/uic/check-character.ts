const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const MODULUS = ALPHABET.length;

/**
 * The check character of ISO/IEC 7064:2003, system MOD 37,36: a digit or a letter after digits and letters. It finds every single wrong
 * character and nearly all pairs that are swapped. Anything that is neither digit nor letter counts for nothing.
 */
export function checkCharacter(text: string): string {
  let product = MODULUS;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) continue;
    const sum = (product + value) % MODULUS || MODULUS;
    product = (sum * 2) % (MODULUS + 1);
  }
  return ALPHABET[(MODULUS + 1 - product) % MODULUS] ?? '0';
}
