import type { TemplateFault } from '../template-sync.contract.js';

/** Where a fault lies. */
export interface Place {
  component: string;
  /** Which parameter, button or card, from 0. */
  index?: number;
}

/** What the provider's numbers say, as far as a call can be judged without it. */
export const CODE = {
  invalid: '100',
  absent: '131008',
  badValue: '131009',
  count: '132000',
  notThere: '132001',
  tooLong: '132005',
  format: '132012',
  paused: '132015',
  disabled: '132016',
  spacing: '132018',
  /** Ours: a kind of component that this program cannot fill in. */
  unsupported: 'unsupported',
  /** Ours: the copy says that it cannot be sent and nothing else explains it. */
  notSendable: 'not-sendable',
  /** Ours: a person would read one code and copy another. */
  otherCode: 'code-mismatch',
} as const;

export function fault(code: string, place: Place | string, message: string): TemplateFault {
  const { component, index } = typeof place === 'string' ? { component: place, index: undefined } : place;
  return index === undefined ? { code, component, message } : { code, component, index, message };
}

/** The fault of a card as one of the carousel: the index is the card's. */
export function inCard(card: number, { code, component, message }: TemplateFault): TemplateFault {
  return fault(code, { component: `carousel.${component}`, index: card }, `Carte ${card + 1} : ${message}`);
}
