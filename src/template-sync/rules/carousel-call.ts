import type { TemplateFault } from '../template-sync.contract.js';
import type { Anatomy } from './components.js';
import { CODE, fault, inCard } from './fault.js';
import { LIMIT } from './limits.js';
import { counted, fieldsOf, placeOf } from './reading.js';

type Judge = (card: Anatomy, components: unknown) => TemplateFault[];

/** The faults of what is given for a carousel; `judge` looks into one card. */
export function carouselFaults(
  cards: readonly Anatomy[] | null,
  given: readonly unknown[] | null,
  judge: Judge,
): TemplateFault[] {
  const say = (code: string, message: string): TemplateFault => fault(code, 'carousel', message);
  if (cards === null) return given === null ? [] : [say(CODE.count, 'Le modèle n’a pas de carrousel.')];
  if (given === null || given.length === 0)
    return [say(CODE.format, 'Les cartes du carrousel manquent : {"type": "carousel", "cards": […]}.')];
  const products = cards[0]?.header?.kind === 'PRODUCT';
  const wrong = products ? productCount(given.length) : mediaCount(given.length, cards.length);
  const places = given.map((card) => placeOf(fieldsOf(card)['card_index']));
  const faults = given.flatMap((card, at) => {
    const place = places[at] ?? null;
    const problem = placeFault(places, at, products ? given.length : cards.length);
    const model = place === null ? undefined : (cards[place] ?? (products ? cards[0] : undefined));
    const inside = model
      ? judge(model, fieldsOf(card)['components']).map((each) => inCard(place ?? at, each))
      : [];
    return problem === null
      ? inside
      : [fault(CODE.badValue, { component: 'carousel', index: at }, problem), ...inside];
  });
  return wrong === null ? faults : [say(CODE.count, wrong), ...faults];
}

function productCount(given: number): string | null {
  const { least, most } = LIMIT.cards;
  if (given >= least && given <= most) return null;
  return `Un carrousel de produits a de ${least} à ${most} cartes, l’appel en donne ${given}.`;
}

function mediaCount(given: number, expected: number): string | null {
  return given === expected
    ? null
    : `Le carrousel a ${counted(expected, 'carte')}, l’appel en donne ${given}.`;
}

function placeFault(places: readonly (number | null)[], at: number, count: number): string | null {
  const place = places[at] ?? null;
  if (place === null) return `« card_index » manque à la carte ${at + 1} ; il se compte à partir de 0.`;
  if (places.indexOf(place) < at) return `« card_index » ${place} est donné plus d’une fois.`;
  return place < count ? null : `« card_index » ${place} n’existe pas : les cartes vont de 0 à ${count - 1}.`;
}
