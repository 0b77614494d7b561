// An inventory of products as they are sold in the Congo, in French, the same for the same number: few words are common, many are rare.

const THINGS = (
  'chargeur lampe téléphone savon riz farine huile sucre sel haricot seau bassine marmite assiette gobelet couteau cuillère natte matelas ' +
  'drap couverture moustiquaire chemise pantalon robe pagne sandale botte chapeau sac valise parapluie montre bracelet collier cahier ' +
  'stylo crayon gomme règle ardoise livre dictionnaire radio télévision antenne câble batterie panneau onduleur groupe pompe tuyau ' +
  'robinet vanne ciment brique tôle clou vis marteau scie perceuse pince tournevis échelle brouette pelle houe machette arrosoir semence ' +
  'engrais pulvérisateur filet hameçon pirogue moteur bougie filtre pneu chambre pédale chaîne vélo moto casque gant masque thermomètre ' +
  'tensiomètre pansement compresse seringue alcool bandage béquille lunettes brosse dentifrice shampooing lotion crème parfum peigne ' +
  'miroir rasoir couche biberon lait biscuit bonbon café thé jus eau bière conserve tomate sardine poisson viande poulet œuf arachide ' +
  'maïs manioc banane orange ananas oignon ail piment bouillon épice levure'
).split(' ');
const KINDS = (
  'solaire rechargeable portable familial grand petit double renforcé étanche pliable lavable parfumé naturel complet léger robuste ' +
  'électrique manuel numérique intelligent blanc noir rouge vert bleu jaune doré argenté rayé uni brodé ancien nouveau local importé ' +
  'premium économique professionnel scolaire médical agricole maritime rapide silencieux durable'
).split(' ');
const STUFFS =
  'coton nylon plastique acier inox bois bambou cuir laine verre céramique aluminium caoutchouc toile papier cuivre'.split(
    ' ',
  );
const UNITS = ['kg', 'g', 'l', 'ml', 'W', 'V', 'cm', 'm', 'pièces', 'Ah'];
const FILLERS =
  'pour avec et de la le les en une un par sans très bien idéal usage maison chaque jour qualité garantie'.split(
    ' ',
  );
const BEGINNINGS =
  'ba ka ma lu ki mo né sé ra to vi jo pé da fo gri cha pla tro bou lan mer sol cor tin val dres quin'.split(
    ' ',
  );
const MIDDLES = 'la ri no té mi da bo ve lé ga ru pi so ni cha lon mar sin ter van del rou bri gne'.split(
  ' ',
);
const ENDS = 'ne re te lle que ment tion eur age ix o a ou ier ette ard al ine on is'.split(' ');

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const RARE_WORDS = 30_000;
const TOPS = 12;
const BELOW = 15;

/** Words that hardly any product has, the commonest first. */
const RARE = rareWords();

/** How many categories there are; `category(1)` is the first. */
export const CATEGORIES = TOPS * (BELOW + 1);

export function category(number) {
  const isTop = number <= TOPS;
  const draw = dice(number * 7_919);
  const name = isTop ? THINGS[(number * 11) % THINGS.length] : `${zipf(draw, THINGS)} ${zipf(draw, RARE)}`;
  return {
    id: `c${number}`,
    name: `${name[0].toUpperCase()}${name.slice(1)} ${number}`,
    parent: isTop ? null : `c${((number - TOPS - 1) % TOPS) + 1}`,
    updated_at: new Date(START).toISOString(),
  };
}

/** The product of this number as it is after it has changed so many times. */
export function product(number, changes = 0) {
  const draw = dice(number * 2_654_435_761);
  const thing = zipf(draw, THINGS);
  const kinds = [zipf(draw, KINDS), zipf(draw, STUFFS)].filter(() => draw() < 0.7);
  const size = `${1 + Math.floor(draw() ** 2 * 100)} ${zipf(draw, UNITS)}`;
  const name = [thing, ...kinds, zipf(draw, RARE), ...(draw() < 0.6 ? [size] : [])].join(' ');
  const price = (50 + Math.floor(draw() ** 3 * 50_000) + changes * 25) / 100;
  const stock = draw() < 0.25 ? 0 : Math.floor(draw() * 200);
  return {
    id: `p${number}`,
    sku: `${thing.slice(0, 3).toUpperCase()}-${String(number).padStart(6, '0')}`,
    name: `${name[0].toUpperCase()}${name.slice(1)}`,
    description: text(draw, 15 + Math.floor(draw() * 30)),
    price: price.toFixed(2),
    currency: draw() < 0.8 ? 'USD' : 'CDF',
    stock: stock + changes,
    category: { id: `c${TOPS + 1 + Math.floor(draw() * TOPS * BELOW)}` },
    images: [`https://images.example.org/${number}/1.jpg`, `https://images.example.org/${number}/2.jpg`],
    attributes: { marque: zipf(draw, RARE), couleur: zipf(draw, KINDS), garantie: Math.floor(draw() * 36) },
    is_active: true,
    updated_at: new Date(START + number * 1_000 + changes * DAY_MS).toISOString(),
  };
}

/** What people look for, by class: `count` different questions each, with words of the products. */
export function questions(count) {
  const draw = dice(42);
  const many = (one) => Array.from({ length: count }, (_, at) => one(at));
  const thing = () => zipf(draw, THINGS);
  const kind = () => zipf(draw, KINDS);
  return {
    'one common word': many((at) => ({ q: THINGS[at % 12] })),
    'one word': many(() => ({ q: pick(draw, THINGS) })),
    'one rare word': many(() => ({ q: pick(draw, RARE) })),
    'two words': many(() => ({ q: `${thing()} ${kind()}` })),
    'four words': many(() => ({ q: `${thing()} ${kind()} en ${zipf(draw, STUFFS)} ${zipf(draw, RARE)}` })),
    'a typing error': many(() => ({ q: mistyped(draw, thing()) })),
    'two words, two errors': many(() => ({ q: `${mistyped(draw, thing())} ${mistyped(draw, kind())}` })),
    'while typing': many(() => ({ q: pick(draw, THINGS).slice(0, 3 + Math.floor(draw() * 2)) })),
    'a word nobody has': many(() => ({ q: `zw${pick(draw, RARE).slice(0, 3)}xk` })),
    'a word and one nobody has': many(() => ({ q: `${thing()} zwxk${pick(draw, RARE).slice(0, 2)}` })),
    SKU: many(() => ({ q: product(1 + Math.floor(draw() * 10_000)).sku })),
    'word, small category': many(() => ({
      q: thing(),
      category: TOPS + 1 + Math.floor(draw() * TOPS * BELOW),
    })),
    'word, large category': many(() => ({ q: thing(), category: 1 + Math.floor(draw() * TOPS) })),
    'word, narrow price': many(() => ({ q: thing(), minPrice: '400.00', maxPrice: '420.00' })),
    'two words, dear': many(() => ({ q: `${thing()} ${kind()}`, minPrice: '480.00' })),
    'word, in stock': many(() => ({ q: thing(), inStock: true })),
    'no words': many((at) => (at % 2 === 0 ? { inStock: true } : {})),
    'no words, category, price': many(() => ({
      category: 1 + Math.floor(draw() * TOPS),
      minPrice: '400.00',
      maxPrice: '450.00',
    })),
    'no words, narrow price': many(() => ({ minPrice: '499.90', maxPrice: '500.10' })),
  };
}

function text(draw, length) {
  const words = Array.from({ length }, () => {
    const which = draw();
    if (which < 0.4) return zipf(draw, FILLERS);
    return which < 0.7 ? zipf(draw, RARE) : zipf(draw, which < 0.85 ? THINGS : KINDS);
  });
  return `${words.join(' ')}.`;
}

/** A letter left out, doubled, or taken for another. */
function mistyped(draw, word) {
  const at = 1 + Math.floor(draw() * (word.length - 2));
  const instead = ['', word[at] + word[at], 'e'][Math.floor(draw() * 3)];
  return word.slice(0, at) + instead + word.slice(at + 1);
}

function rareWords() {
  const draw = dice(1);
  const words = new Set();
  while (words.size < RARE_WORDS) {
    const middle = Array.from({ length: 1 + Math.floor(draw() * 2) }, () => pick(draw, MIDDLES)).join('');
    words.add(pick(draw, BEGINNINGS) + middle + pick(draw, ENDS));
  }
  return [...words];
}

function pick(draw, words) {
  return words[Math.floor(draw() * words.length)];
}

/** The n-th word comes about 1/n as often as the first. */
function zipf(draw, words) {
  return words[Math.min(words.length, Math.floor((words.length + 1) ** draw())) - 1];
}

/** Numbers from 0 to 1, the same for the same seed. */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
