const AMOUNT = /^(\d{1,10})(?:[.,](\d{1,4})0*)?$/;
const MOST_DECIMALS = 4;
/** How far a number may be from the one that was meant: `0.1 + 0.2` is not quite 0.3. */
const NOISE = 1e-9;

/** A price as it is kept, `12.50`; `null` for what is none. A comma is as good as a point, spaces between thousands are forgiven. */
export function parsePrice(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const found = AMOUNT.exec(textOf(value).replace(/[\s\u00a0\u202f]/g, ''));
  if (found === null) return null;
  const [, whole = '0', part = ''] = found;
  return showPrice(`${whole.replace(/^0+(?=\d)/, '')}.${part}`);
}

function textOf(value: string | number): string {
  if (typeof value === 'string') return value;
  const meant = Number(value.toFixed(MOST_DECIMALS));
  return String(Math.abs(value - meant) < NOISE * Math.max(1, meant) ? meant : value);
}

/** An exact amount with two decimals, or as many more as it needs. */
export function showPrice(exact: string): string {
  const [whole = '0', part = ''] = exact.split('.');
  return `${whole}.${part.replace(/0+$/, '').padEnd(2, '0')}`;
}
