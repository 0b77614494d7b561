import type { HeldAccount, HeldVersion } from './held.js';
import { stateOf } from './lifetime.js';

const GIVE =
  'Donnez un nouveau jeton par POST /api/wallet/update-whatsapp-token (pas à pas : docs/operate/token-renewal.md)';
const GIVE_IN_ENGLISH =
  'Provide a new token by POST /api/wallet/update-whatsapp-token (step by step: docs/operate/token-renewal.md)';
const LONGEST_BYTES = 1_000;

/** What is wrong with an account's token and what a person must do, in French; `null` when all is well. */
export function adviceFor(
  held: Pick<HeldAccount, 'active' | 'fallbackAt' | 'trouble'>,
  now: Date,
): string | null {
  const { active, fallbackAt, trouble } = held;
  if (active === null) return `Ce compte n’a pas de jeton. ${GIVE}.`;
  if (fallbackAt !== null) return fallbackAdvice(held);
  const state = stateOf(active, now);
  if (state === 'expired' || state === 'invalid')
    return fitting(`${sentence(active.reason ?? 'Le jeton n’est plus valable.')} ${GIVE}.`);
  if (trouble?.cause === 'refused' && active.expiresAt !== null)
    return expiringAdvice(trouble.reason, active.expiresAt);
  if (trouble?.cause === 'unreachable' && state === 'expiring')
    return fitting(
      `Le renouvellement attend : ${trouble.reason} Relais réessaie tout seul ; vérifiez l’accès à Internet s’il dure.`,
    );
  return limitsAdvice(active);
}

/** Fallback: messages wait. */
export function fallbackAdvice({ trouble }: Pick<HeldAccount, 'trouble'>): string {
  const reason = sentence(trouble?.reason ?? 'Le jeton ne fonctionne plus.');
  if (trouble?.cause === 'unreachable')
    return fitting(
      `${reason} Les messages attendent et Relais réessaie tout seul. Vérifiez l’accès à Internet. Si le jeton a été révoqué : ${GIVE}.`,
    );
  return fitting(`${reason} Les messages attendent, rien n’est perdu. ${GIVE}. Ils repartiront d’eux-mêmes.`);
}

/** The same in English; the reason, which the issuer gives, is left to the French one. */
export function fallbackAdviceInEnglish({ trouble }: Pick<HeldAccount, 'trouble'>): string {
  return trouble?.cause === 'unreachable'
    ? `Messages wait and Relais tries again by itself. Check the access to the Internet. If the token was revoked: ${GIVE_IN_ENGLISH}.`
    : `Messages wait, nothing is lost. ${GIVE_IN_ENGLISH}. They will leave by themselves.`;
}

/** The token still works, but it will not be renewed. */
export function expiringAdvice(reason: string, expiresAt: Date): string {
  return fitting(
    `Le renouvellement automatique est refusé : ${sentence(reason)} Ce jeton fonctionne jusqu’au ${dayOf(expiresAt)}. ${GIVE}.`,
  );
}

export function expiringAdviceInEnglish(expiresAt: Date): string {
  return `The automatic renewal is refused. This token works until ${dayOf(expiresAt, 'en')}. ${GIVE_IN_ENGLISH}.`;
}

/** What is said when a renewal is asked of a token that needs none. */
export const NEVER_EXPIRES = 'Ce jeton n’expire jamais : il n’y a rien à renouveler.';

/** It works, but not for everything. */
function limitsAdvice({
  missingScopes,
  reason,
}: Pick<HeldVersion, 'missingScopes' | 'reason'>): string | null {
  if (reason !== null) return fitting(`${sentence(reason)} ${GIVE}.`);
  if (missingScopes.length === 0) return null;
  return fitting(`Il manque au jeton : ${missingScopes.join(', ')}. ${GIVE}.`);
}

/** The text with an end. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function dayOf(moment: Date, language = 'fr'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(moment);
}

/** The text within the bytes that an alert may have. */
export function fitting(text: string, bytes = LONGEST_BYTES): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let end = text.length;
  while (Buffer.byteLength(text.slice(0, end)) > bytes - 3) end -= 1;
  return `${text.slice(0, end)}…`;
}
