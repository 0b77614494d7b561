/** Cut at a word where one ends late enough, never inside a character. */
export function clipped(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most && text.length <= most) return text;
  const cut = letters.slice(0, most - 1).join('');
  const whole = cut.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
  const words = whole.replace(/\s+\S*$/u, '');
  return `${(words.length > most / 2 ? words : whole).trimEnd()}…`;
}
