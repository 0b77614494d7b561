import { redact } from '../../../kernel/redact.js';
import { plainName } from '../../../kernel/text.js';

const MISSING = /missing|required|without|empty|blank|provide/i;

/** What Meta says most often about an item, in our words; the first that fits. */
const MEANINGS: readonly { about: RegExp; also?: RegExp; meaning: string }[] = [
  { about: /image/i, also: MISSING, meaning: 'Il manque une image.' },
  {
    about: /image/i,
    also: /small|large|size|resolution|dimension/i,
    meaning: 'L’image n’a pas la bonne taille.',
  },
  { about: /image/i, meaning: 'Meta n’a pas pu prendre l’image : son adresse doit être publique.' },
  { about: /currency/i, meaning: 'La monnaie n’est pas acceptée.' },
  { about: /price/i, also: MISSING, meaning: 'Il manque un prix.' },
  { about: /price/i, meaning: 'Le prix n’est pas accepté.' },
  { about: /duplicate|already exists/i, meaning: 'Un autre article porte déjà cette référence.' },
  { about: /availability/i, meaning: 'Meta ne sait pas si le produit est disponible.' },
  { about: /description/i, meaning: 'La description manque ou n’est pas acceptée.' },
  { about: /title|\bname\b/i, meaning: 'Le nom n’est pas accepté.' },
  { about: /\blinks?\b|\burl\b/i, meaning: 'L’adresse de la page du produit n’est pas acceptée.' },
  { about: /policy|policies|prohibited|commerce/i, meaning: 'Les règles de vente de Meta l’interdisent.' },
  { about: /not exist|not found|no such/i, meaning: 'Cet article n’est pas dans le catalogue.' },
];

/** Meta's words about an item with what they mean. */
export function itemWords(said: unknown): string {
  const text = redact(plainName(said) ?? '').replace(/\.+$/, '');
  if (text === '') return 'Meta l’a refusé sans dire pourquoi.';
  const known = MEANINGS.find(({ about, also }) => about.test(text) && (also?.test(text) ?? true));
  const quoted = `Meta dit : « ${text} ».`;
  return known === undefined ? quoted : `${known.meaning} ${quoted}`;
}
