/** The key of a row as text, equal exactly where the keys are equal, on the way in as on the way back. */
export function keyText(cells: readonly unknown[]): string {
  return cells.length === 1 ? cellText(cells[0]) : cells.map(cellText).join('\u0001');
}

function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (cell instanceof Date) return cell.toISOString();
  return String(Number(cell));
}

/** The indexes of the rows in the order of their keys, rows with the same key in their own order. */
export function inKeyOrder(keys: readonly string[]): number[] {
  const order = keys.map((_, index) => index);
  return order.sort((a, b) => compare(keys[a] ?? '', keys[b] ?? '') || a - b);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
