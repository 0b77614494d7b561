import type { TemplateFault } from '../template-sync.contract.js';
import { type Circumstances, RULE } from './draft.js';
import { fault, inCard } from './fault.js';
import { LIMIT } from './limits.js';
import { type Fields, fieldsOf, lengthOf, listOf, textOf, wordOf } from './reading.js';

export function offerLint(
  { limited_time_offer: value }: Fields,
  { category }: Circumstances,
): TemplateFault[] {
  const { text, has_expiration: expires } = fieldsOf(value);
  const place = 'limited_time_offer';
  const faults: TemplateFault[] = [];
  if (textOf(text).trim() === '') faults.push(fault(RULE.missing, place, 'Le texte de l’offre manque.'));
  if (lengthOf(textOf(text)) > LIMIT.offer)
    faults.push(fault(RULE.tooLong, place, `Le texte de l’offre a plus de ${LIMIT.offer} caractères.`));
  if (expires !== undefined && typeof expires !== 'boolean')
    faults.push(fault(RULE.format, place, '« has_expiration » est true ou false.'));
  if (category !== 'MARKETING')
    faults.push(
      fault(RULE.notAllowed, place, 'Une offre limitée dans le temps est pour la catégorie MARKETING.'),
    );
  return faults;
}

type CardLint = (components: unknown, about: Circumstances) => TemplateFault[];

export function carouselLint({ cards }: Fields, about: Circumstances, cardLint: CardLint): TemplateFault[] {
  const all = listOf(cards).map((card) => fieldsOf(card)['components']);
  const { least, most } = LIMIT.cards;
  const say = (message: string): TemplateFault => fault(RULE.carousel, 'carousel', message);
  if (all.length < least || all.length > most)
    return [say(`Un carrousel a de ${least} à ${most} cartes, celui-ci ${all.length}.`)];
  const faults = all.flatMap((components, index) => [
    ...cardLint(components, { ...about, inCard: true }).map((each) => inCard(index, each)),
    ...unknownCardFields(listOf(cards)[index], index),
  ]);
  const layouts = all.map(layoutOf);
  const different = layouts.findIndex((layout) => layout !== layouts[0]);
  if (different > 0)
    faults.push(
      say(`Toutes les cartes ont les mêmes parties ; la carte ${different + 1} n’est pas comme la première.`),
    );
  if (!all.every(hasPicture))
    faults.push(say('Chaque carte commence par une image, une vidéo ou un produit, et a des boutons.'));
  return faults;
}

function unknownCardFields(card: unknown, index: number): TemplateFault[] {
  const strange = Object.keys(fieldsOf(card)).filter((field) => field !== 'components');
  return strange.map((field) =>
    fault(
      RULE.unknownField,
      { component: 'carousel', index },
      `Carte ${index + 1} : le champ « ${field.slice(0, 40)} » n’existe pas ici.`,
    ),
  );
}

/** Kinds of the parts and of the buttons, in order. */
function layoutOf(components: unknown): string {
  return listOf(components)
    .map(fieldsOf)
    .map(({ type, format, buttons }) =>
      [
        wordOf(type),
        wordOf(format),
        ...listOf(buttons).map((button) => wordOf(fieldsOf(button)['type'])),
      ].join(' '),
    )
    .sort()
    .join('|');
}

function hasPicture(components: unknown): boolean {
  const parts = listOf(components).map(fieldsOf);
  const header = parts.find(({ type }) => wordOf(type) === 'HEADER');
  return (
    ['IMAGE', 'VIDEO', 'PRODUCT'].includes(wordOf(header?.['format'])) &&
    parts.some(({ type }) => wordOf(type) === 'BUTTONS')
  );
}
