import { InventoryFailure, type SourceCause } from '../../../catalog/catalog.port.js';

/** Why a call gave nothing, and whether another one may give more. */
export interface Trouble {
  failure: InventoryFailure;
  /** `later`: after a pause; `limit`: after the one that it asks for; `key`: with another key. */
  again: 'later' | 'limit' | 'key' | 'never';
}

const trouble = (again: Trouble['again'], cause: SourceCause, text: string, afterMs?: number): Trouble => ({
  again,
  failure: new InventoryFailure(cause, text, afterMs),
});

const PASSING: ReadonlySet<number> = new Set([408, 425, 500, 502, 503, 504]);

/** What an answer of this status means; `null` for one that can be read: 2xx, 304, and 404 and 410, which say that nothing is there. */
export function troubleOf(status: number, retryAfterMs: number): Trouble | null {
  if ((status >= 200 && status < 300) || [304, 404, 410].includes(status)) return null;
  if (status === 401)
    return trouble(
      'key',
      'key',
      'L’inventaire n’accepte pas la clé (401). Vérifiez-la, remplacez-la ou ajoutez-en une autre.',
    );
  if (status === 403)
    return trouble(
      'key',
      'permission',
      'L’inventaire refuse l’accès avec cette clé (403). Donnez-lui le droit de lire produits et catégories.',
    );
  if (status === 429 || (status === 503 && retryAfterMs > 0)) return limited(retryAfterMs);
  if (PASSING.has(status))
    return trouble('later', 'server', `L’inventaire a une panne (statut ${status}). Réessayez plus tard.`);
  if (status >= 500) return trouble('never', 'server', `L’inventaire refuse la demande (statut ${status}).`);
  if (status >= 300 && status < 400)
    return trouble(
      'never',
      'malformed',
      `L’inventaire renvoie à une autre adresse (${status}), ce qui n’est pas suivi. Corrigez INVENTORY_BASE_URL ou les chemins, avec leur barre finale.`,
    );
  return trouble(
    'never',
    'malformed',
    `L’inventaire ne comprend pas la demande (${status}). Vérifiez INVENTORY_BASE_URL et INVENTORY_CONFIG_FILE.`,
  );
}

export function limited(retryAfterMs: number): Trouble {
  const text = 'L’inventaire demande une pause : trop d’appels. La copie reprendra d’elle-même.';
  return trouble('limit', 'limit', text, retryAfterMs > 0 ? retryAfterMs : undefined);
}

/** Where no answer came. */
export function silence(cause: string): Trouble {
  if (cause === 'ANSWER_TOO_LARGE')
    return trouble(
      'never',
      'malformed',
      'L’inventaire envoie plus de 16 Mo d’un coup. Demandez moins de lignes par page : paging.size.',
    );
  if (/CERT|TLS|SSL|ALTNAME|SELF_SIGNED|VERIFY/.test(cause))
    return trouble('never', 'unreachable', `Le certificat de l’inventaire n’est pas accepté (${cause}).`);
  if (cause === 'TIMEOUT' || cause.endsWith('_TIMEOUT'))
    return trouble('later', 'unreachable', 'L’inventaire n’a pas répondu à temps.');
  return trouble('later', 'unreachable', `L’inventaire est injoignable (${cause}).`);
}

/** What was compressed is cut, broken, or far more than it seemed. */
export const UNREADABLE = trouble(
  'never',
  'malformed',
  'La réponse compressée de l’inventaire est illisible, ou dépasse 16 Mo. Demandez moins de lignes par page : paging.size.',
);

export function unknownEncoding(name: string): Trouble {
  const words = `L’inventaire compresse ses réponses d’une façon inconnue ici (${name.replace(/[^\w-]/g, '').slice(0, 20)}).`;
  return trouble('never', 'malformed', `${words} Demandez-lui gzip, ou rien.`);
}

export function malformed(text: string): InventoryFailure {
  return new InventoryFailure('malformed', text);
}
