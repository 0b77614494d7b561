import type { ContentFault } from '../../../whatsapp/whatsapp-content.contract.js';
import { lengthOf } from '../../../kernel/text.js';

const SECURE_ADDRESS = /^https:\/\/[^\s/?#]+\.[^\s]+$/i;

/** What speaks against a content, gathered place by place. */
export class Findings {
  readonly faults: ContentFault[] = [];

  add(field: string, message: string, numbers: { limit?: number; length?: number } = {}): void {
    this.faults.push({ field, message, ...numbers });
  }

  /** A text that has to be there. */
  text(field: string, what: string, text: unknown, limit: number): void {
    if (typeof text !== 'string' || text.trim() === '')
      this.add(field, `${what} est vide.`, { limit, length: 0 });
    else this.within(field, what, text, limit);
  }

  /** A text that may be absent. */
  optional(field: string, what: string, text: unknown, limit: number): void {
    if (text === undefined || text === null || text === '') return;
    if (typeof text === 'string') this.within(field, what, text, limit);
    else this.add(field, `${what} n’est pas un texte.`);
  }

  count(field: string, length: number, [least, limit]: readonly [number, number], message: string): void {
    if (length < least || length > limit)
      this.add(field, `${message.replace(/\.$/, '')} (ici : ${length}).`, { limit, length });
  }

  /** An address that a phone or Meta opens: nothing of it may be read on the way. */
  address(field: string, what: string, url: unknown, limit: number): void {
    this.text(field, what, url, limit);
    if (typeof url !== 'string' || url.trim() === '') return;
    if (!SECURE_ADDRESS.test(url) || !URL.canParse(url))
      this.add(field, `${what} doit être une adresse complète qui commence par « https:// ».`);
  }

  /** Places whose value was there before, each with the place. */
  twins(values: readonly unknown[], fieldOf: (at: number) => string, message: string): void {
    const seen = new Set<unknown>();
    for (const [at, value] of values.entries()) {
      if (seen.has(value)) this.add(fieldOf(at), message);
      seen.add(value);
    }
  }

  private within(field: string, what: string, text: string, limit: number): void {
    const length = lengthOf(text);
    if (length > limit)
      this.add(field, `${what} compte ${length} caractères, WhatsApp en accepte ${limit}.`, {
        limit,
        length,
      });
  }
}
