import { isUtf8 } from 'node:buffer';
import { malformed } from '../calls/failure.js';

/** The JSON of an answer; a page for people, or half an answer, is none. */
export function jsonIn(body: Buffer, contentType: string | undefined): unknown {
  const text = textOf(body, contentType).replace(/^\ufeff/, '');
  if (text.trim() === '') throw malformed('L’inventaire donne une réponse vide.');
  try {
    return JSON.parse(text);
  } catch {
    const isPage = /html/i.test(contentType ?? '') || /^\s*</.test(text.slice(0, 200));
    throw malformed(
      isPage
        ? 'L’inventaire répond par une page HTML au lieu de données. Vérifiez INVENTORY_BASE_URL : une page de connexion ou un proxy répond peut-être à sa place.'
        : 'L’inventaire répond par un JSON illisible.',
    );
  }
}

/** JSON is UTF-8; older servers write accents in one byte each, and may or may not say so. */
function textOf(body: Buffer, contentType: string | undefined): string {
  if (isUtf8(body)) return body.toString('utf8');
  const charset = /charset="?([\w.:-]+)/i.exec(contentType ?? '')?.[1] ?? 'windows-1252';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return body.toString('utf8');
  }
}

export function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(
    'La réponse de l’inventaire ne contient pas de liste à l’endroit attendu. Vérifiez paging.items dans INVENTORY_CONFIG_FILE.',
  );
}

export function totalIn(value: unknown): number | null {
  const total = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof total === 'number' && Number.isSafeInteger(total) && total >= 0 ? total : null;
}
