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
  return { code: state.toLowerCase(), meaning: error, advice: state === 'DEAD' ? DEAD_ADVICE : NEW_ADVICE };
}

const DEAD_ADVICE = 'Corrigez la cause, puis rejouez le message.';
const NEW_ADVICE = 'Il est essayé de nouveau sans que vous ayez rien à faire.';
const FOREIGN: ChannelError = {
  code: UNKNOWN_NUMBER,
  meaning: 'Ce message est arrivé pour un numéro qui n’est pas enregistré ici.',
  advice: 'Ajoutez ce numéro, puis rejouez le message.',
};
const EXPIRED: ChannelError = {
  code: 'expired',
  meaning: 'Ce message n’a pas été traité avant la fin de sa durée de conservation ; son contenu est effacé.',
  advice: 'Il n’y a plus rien à rejouer.',
};
