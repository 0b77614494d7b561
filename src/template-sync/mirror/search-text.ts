/** The longest text that is searched, in bytes. */
const MOST = 2_000;

/** Letters without accents and case, so that « Reçu » is found by `recu`. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** What a search looks through: the name and every text of the components, cut where it gets too long. */
export function searchTextOf(name: string, components: readonly unknown[]): string {
  const words = [name];
  for (const component of components) {
    const { text } = (component ?? {}) as { text?: unknown };
    if (typeof text === 'string') words.push(text.slice(0, MOST));
  }
  const bytes = Buffer.from(folded(words.join('\n').replaceAll('\0', ' ')));
  // A character cut in the middle becomes replacement characters: they are longer than what was cut.
  return bytes.length <= MOST
    ? bytes.toString()
    : bytes
        .subarray(0, MOST)
        .toString()
        .replace(/\uFFFD+$/u, '');
}
