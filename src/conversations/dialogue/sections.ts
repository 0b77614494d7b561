/** WhatsApp's own limit. */
const MOST = 10;

/** Products under the title of their shelf, in their order; what is too much stands together at the end. */
export function sectionsOf(
  items: readonly { sku: string; title: string }[],
  others: string,
): { title: string; productIds: string[] }[] {
  const sections = new Map<string, string[]>();
  for (const { sku, title } of items) {
    const isRoom = sections.has(title) || sections.size < (sections.has(others) ? MOST : MOST - 1);
    const under = isRoom ? title : others;
    sections.set(under, [...(sections.get(under) ?? []), sku]);
  }
  return [...sections].map(([title, productIds]) => ({ title, productIds }));
}
