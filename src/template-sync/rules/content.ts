import type { TemplateFault } from '../template-sync.contract.js';
import { buttonFaults } from './button-call.js';
import { type Call, readCall } from './call.js';
import { carouselFaults } from './carousel-call.js';
import type { Anatomy } from './components.js';
import { CODE, fault } from './fault.js';
import { headerFaults } from './header-call.js';
import { LIMIT } from './limits.js';
import { fieldsOf, lengthOf, numberOf, textOf } from './reading.js';
import { textFaults } from './text-call.js';

/** The faults of what is given for a template's components, or for one card of its carousel. */
export function contentFaults(
  anatomy: Anatomy,
  components: unknown,
  now: Date,
  inCard = false,
): TemplateFault[] {
  const call = readCall(components);
  return [
    ...call.faults,
    ...headerFaults(anatomy.header, call.header),
    ...bodyFaults(anatomy, call, inCard),
    ...footerFaults(call),
    ...offerFaults(anatomy, call, now),
    ...buttonFaults(anatomy.buttons, call.buttons),
    ...codeFaults(anatomy, call),
    ...carouselFaults(anatomy.cards, call.carousel, (card, given) => contentFaults(card, given, now, true)),
  ];
}

function bodyFaults(anatomy: Anatomy, { body }: Call, inCard: boolean): TemplateFault[] {
  const { body: part, offer } = anatomy;
  const limit = inCard ? LIMIT.bodyInCard : offer ? LIMIT.bodyWithOffer : LIMIT.body;
  const expected = { component: 'body', called: 'Le corps', limit, kinds: ['text', 'currency', 'date_time'] };
  return textFaults(part ?? { text: '', variables: [] }, body ?? [], expected);
}

function footerFaults({ footer }: Call): TemplateFault[] {
  if (!footer?.length) return [];
  return [fault(CODE.count, 'footer', 'Le pied de page ne prend aucun paramètre.')];
}

/** Whoever gives seconds means a moment in January 1970. */
const SECONDS_BELOW = 100_000_000_000;

function offerFaults({ offer }: Anatomy, call: Call, now: Date): TemplateFault[] {
  const say = (code: string, message: string): TemplateFault[] => [
    fault(code, 'limited_time_offer', message),
  ];
  if (!offer?.expires)
    return call.offer?.length ? say(CODE.count, 'Le modèle n’a pas d’échéance à remplir.') : [];
  if (!call.offer?.length) return say(CODE.format, 'L’échéance de l’offre manque : expiration_time_ms.');
  const [parameter, ...more] = call.offer;
  const { type, limited_time_offer: given } = fieldsOf(parameter);
  const expires = numberOf(fieldsOf(given)['expiration_time_ms']);
  if (more.length > 0) return say(CODE.count, 'L’offre attend un seul paramètre.');
  if (type !== 'limited_time_offer' || expires === null || !Number.isInteger(expires))
    return say(
      CODE.format,
      'L’échéance s’écrit {"type": "limited_time_offer", "limited_time_offer": {"expiration_time_ms": …}}.',
    );
  if (expires > 0 && expires < SECONDS_BELOW)
    return say(CODE.format, 'L’échéance est en millisecondes ; celle-ci semble être en secondes.');
  if (expires <= now.getTime()) return say(CODE.format, 'L’échéance de l’offre est déjà passée.');
  return [];
}

/** A one-time code is given twice, for the text and for the button: the same, and short. */
function codeFaults({ code, buttons }: Anatomy, call: Call): TemplateFault[] {
  if (!code) return [];
  const inBody = firstText(call.body);
  const faults: TemplateFault[] = [];
  if (lengthOf(inBody) > LIMIT.code)
    faults.push(
      fault(CODE.tooLong, { component: 'body', index: 0 }, `Le code a plus de ${LIMIT.code} caractères.`),
    );
  for (const [index, { kind }] of buttons.entries()) {
    const given = call.buttons.find((button) => button.index === index);
    const onButton = kind === 'OTP' ? firstText(given?.parameters) : '';
    if (inBody !== '' && onButton !== '' && onButton !== inBody)
      faults.push(
        fault(
          CODE.otherCode,
          { component: 'button', index },
          'Le bouton copierait un autre code que celui du texte.',
        ),
      );
  }
  return faults;
}

function firstText(parameters: readonly unknown[] | null | undefined): string {
  return textOf(fieldsOf(parameters?.[0])['text']);
}
