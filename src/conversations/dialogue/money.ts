/** From here on nobody says the noughts of a whole amount: `25 000 CDF`, but `3,00 $US`. */
const LARGE = 100;
/** As many as a price may have here. */
const MOST_DECIMALS = 4;

/** An amount as the reader writes it: `12,50 $US` in French, `$12.50` in English; the code where nobody knows the currency. */
export function moneyIn(language: string, amount: string, currency: string): string {
  const value = Number(amount);
  const plain = `${amount} ${currency}`;
  if (!Number.isFinite(value)) return plain;
  try {
    const format = new Intl.NumberFormat(language, {
      style: 'currency',
      currency,
      maximumFractionDigits: MOST_DECIMALS,
      trailingZeroDisplay: Math.abs(value) < LARGE ? 'auto' : 'stripIfInteger',
    });
    // Narrow spaces are boxes on old telephones.
    return format.format(value).replaceAll(/[\u202f\u00a0]/g, ' ');
  } catch {
    return plain;
  }
}

const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/;

/** A decimal text times a whole number, exactly; `null` for what is no decimal. */
export function times(amount: string, quantity: number): string | null {
  const parts = DECIMAL.exec(amount);
  if (parts === null || !Number.isSafeInteger(quantity)) return null;
  const [, sign = '', whole = '0', fraction = ''] = parts;
  const units = BigInt(`${sign}${whole}${fraction}`) * BigInt(quantity);
  return decimal(units, fraction.length);
}

/** The sum of decimal texts, exactly; `null` when one is none. */
export function sum(amounts: readonly string[]): string | null {
  let units = 0n;
  let scale = 2;
  for (const amount of amounts) {
    const parts = DECIMAL.exec(amount);
    if (parts === null) return null;
    const [, sign = '', whole = '0', fraction = ''] = parts;
    const digits = Math.max(scale, fraction.length);
    units = units * 10n ** BigInt(digits - scale) + BigInt(`${sign}${whole}${fraction.padEnd(digits, '0')}`);
    scale = digits;
  }
  return decimal(units, scale);
}

/** With two digits at least behind the point, as prices are written. */
function decimal(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits
    .slice(digits.length - scale)
    .padEnd(2, '0')
    .replace(/(?<=\d\d)0+$/, '');
  return `${units < 0n ? '-' : ''}${whole}.${fraction}`;
}
