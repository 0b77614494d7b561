/** A product as the inventory tells it. */
export interface Good {
  id: number;
  sku: string;
  name: string;
  description: string;
  /** Decimal text with a point. */
  price: string;
  currency: string;
  stock: number;
  category: number;
  images: string[];
  is_active: boolean;
  updated_at: string;
}

export interface Shelf {
  id: number;
  name: string;
  parent: number | null;
}

const SHELVES: readonly [name: string, children: readonly string[]][] = [
  ['Énergie', ['Solaire', 'Lampes', 'Batteries', 'Câbles']],
  ['Hygiène', ['Savons', 'Désinfection', 'Protections', 'Soins du corps']],
  ['Alimentation', ['Céréales', 'Huiles', 'Conserves', 'Boissons']],
  ['Santé', ['Moustiquaires', 'Premiers soins', 'Tests', 'Eau potable']],
  ['Téléphones', ['Appareils', 'Chargeurs', 'Écouteurs', 'Housses']],
];
const THINGS: readonly (readonly string[])[] = [
  ['Panneau solaire', 'Kit solaire', 'Chargeur solaire', 'Lampe torche', 'Lanterne', 'Batterie', 'Rallonge'],
  ['Savon', 'Gel', 'Serviettes', 'Brosse à dents', 'Lait de toilette', 'Lessive', 'Eau de Javel'],
  ['Riz', 'Farine de maïs', 'Huile de palme', 'Haricots', 'Sardines', 'Lait en poudre', 'Jus de mangue'],
  [
    'Moustiquaire',
    'Pansements',
    'Trousse de secours',
    'Thermomètre',
    'Comprimés de chlore',
    'Filtre à eau',
    'Gants',
  ],
  ['Téléphone', 'Chargeur', 'Écouteurs', 'Housse', 'Carte mémoire', 'Support', 'Adaptateur'],
];
const KINDS = [
  'familial',
  'de voyage',
  'renforcé',
  'économique',
  'de qualité',
  'compact',
  'de Goma',
  'du Kivu',
  'neuf',
];
const SIZES = [
  'petit',
  'moyen',
  'grand',
  '250 g',
  '1 kg',
  '5 kg',
  '25 kg',
  '10 W',
  '50 W',
  'lot de 3',
  'lot de 12',
];
const EPOCH = Date.UTC(2026, 0, 1);
const CHILDREN = SHELVES.flatMap(([, children]) => children).length / SHELVES.length;

/** The categories: tops first, then what is below them. */
export const shelves: readonly Shelf[] = [
  ...SHELVES.map(([name], at): Shelf => ({ id: at + 1, name, parent: null })),
  ...SHELVES.flatMap(([, children], top) =>
    children.map((name, at): Shelf => ({ id: 100 + top * CHILDREN + at, name, parent: top + 1 })),
  ),
];

/** The n-th product, the same on every desk: nothing of it needs to be kept. `edits`: how often somebody changed it. */
export function goodOf(n: number, edits: number, publicUrl: string): Good {
  const top = n % SHELVES.length;
  const things = THINGS[top] ?? [];
  const dice = scrambled(n);
  const thing = things[dice % things.length] ?? 'Article';
  const kind = KINDS[Math.floor(dice / 7) % KINDS.length] ?? '';
  const size = SIZES[Math.floor(dice / 63) % SIZES.length] ?? '';
  const cents = 50 + (dice % 20_000) + edits * 25;
  return {
    id: n,
    sku: `REF-${String(n).padStart(6, '0')}`,
    name: `${thing} ${kind}, ${size}`,
    description: `${thing} ${kind} (${size}). Article n° ${n} du catalogue de démonstration.`,
    price: (cents / 100).toFixed(2),
    currency: 'USD',
    stock: (dice + edits) % 40 === 0 ? 0 : (dice % 300) + edits,
    category: 100 + top * CHILDREN + (dice % CHILDREN),
    images: [`${publicUrl}/inventory/images/${n % 12}.png`],
    is_active: true,
    updated_at: new Date(EPOCH + n * 1_000).toISOString(),
  };
}

function scrambled(n: number): number {
  let mixed = Math.imul(n ^ (n >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
