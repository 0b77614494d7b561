import type { ChannelError } from '../whatsapp-content.contract.js';
import type { InboxRow } from './inbox.entity.js';
import { UNKNOWN_NUMBER } from './inbox-rows.js';

/** Why an update was not handled, in words. */
export function troubleOf({
  state,
  kind,
  error,
}: Pick<InboxRow, 'state' | 'kind' | 'error'>): ChannelError | null {
  if (state === 'KEPT') return kind === 'other' || kind === 'group' ? null : FOREIGN;
  if (error === null || error === UNKNOWN_NUMBER || state === 'DONE') return null;
  if (error === 'expired') return EXPIRED;
  const { advice, en } = state === 'DEAD' ? DEAD : STILL_NEW;
  return { code: state.toLowerCase(), meaning: error, advice, en: { meaning: error, advice: en } };
}

const DEAD = {
  advice: 'Corrigez la cause, puis rejouez le message.',
  en: 'Mend the cause, then replay the message.',
};
const STILL_NEW = {
  advice: 'Il est essayé de nouveau sans que vous ayez rien à faire.',
  en: 'It is tried again without anything for you to do.',
};
const FOREIGN: ChannelError = {
  code: UNKNOWN_NUMBER,
  meaning: 'Ce message est arrivé pour un numéro qui n’est pas enregistré ici.',
  advice: 'Ajoutez ce numéro, puis rejouez le message.',
  en: {
    meaning: 'This message came for a number that is not registered here.',
    advice: 'Add the number, then replay the message.',
  },
};
const EXPIRED: ChannelError = {
  code: 'expired',
  meaning: 'Ce message n’a pas été traité avant la fin de sa durée de conservation ; son contenu est effacé.',
  advice: 'Il n’y a plus rien à rejouer.',
  en: {
    meaning:
      'This message was not handled before the end of the time that it is kept; its content is erased.',
    advice: 'There is nothing left to replay.',
  },
};
