import { SCOPES } from '../tokens/debugged.js';
import type { Examination } from '../tokens/examination.js';
import { type Finding, fault, ok, warning } from './finding.js';

const DAY_MS = 86_400_000;
const SOON_DAYS = 7;
const REPLACE =
  'Créez un nouveau jeton et donnez-le : POST /api/wallet/update-whatsapp-token (guide : docs/operate/token-renewal.md).';

/** What an examination of the token shows. */
export function tokenFindings(seen: Examination, now: Date): Finding[] {
  return [
    appFinding(seen),
    tokenFinding(seen),
    ...(seen.valid ? [scopesFinding(seen), expiryFinding(seen, now)] : []),
  ];
}

function appFinding({ appIsKnown, ofAnotherApp, appId }: Examination): Finding {
  if (appIsKnown === false) {
    return fault(
      'app',
      'Meta ne reconnaît pas l’application.',
      'Comparez WHATSAPP_APP_ID et WHATSAPP_APP_SECRET avec « Paramètres de l’app › Général » sur developers.facebook.com.',
    );
  }
  if (ofAnotherApp) {
    return fault(
      'app',
      `Le jeton appartient à une autre application${appId === null ? '' : ` (${appId})`}.`,
      'Créez un jeton pour l’application dont l’identifiant est dans WHATSAPP_APP_ID, ou corrigez ce réglage.',
    );
  }
  if (appIsKnown === null) {
    return warning(
      'app',
      'L’application n’a pas pu être vérifiée : son identifiant ou son secret manque.',
      'Renseignez WHATSAPP_APP_ID et WHATSAPP_APP_SECRET.',
    );
  }
  return ok('app', 'L’application est reconnue et le jeton est le sien.');
}

function tokenFinding({ valid, reason, ofSystem, kind }: Examination): Finding {
  if (!valid) return fault('token', reason ?? 'Le jeton n’est pas valable.', REPLACE);
  if (kind === 'unknown') return ok('token', 'Le jeton fonctionne ; Meta n’en dit pas plus.');
  if (ofSystem) return ok('token', 'Le jeton est valable ; il appartient à un utilisateur système.');
  return warning(
    'token',
    'Le jeton est valable, mais il appartient à une personne : il meurt avec son mot de passe ou son départ.',
    'Préférez celui d’un utilisateur système (guide : docs/operate/whatsapp-setup.md).',
  );
}

function scopesFinding({ missingScopes, kind }: Examination): Finding {
  if (missingScopes.length > 0) {
    return fault(
      'scopes',
      `Il manque au jeton : ${missingScopes.join(', ')}.`,
      'Créez un jeton avec ces permissions, donné pour ce compte WhatsApp Business.',
    );
  }
  if (kind === 'unknown')
    return warning(
      'scopes',
      'Les permissions du jeton ne sont pas connues.',
      'Renseignez WHATSAPP_APP_ID pour qu’elles puissent être lues.',
    );
  return ok('scopes', `Le jeton a les permissions qu’il faut : ${SCOPES.join(', ')}.`);
}

function expiryFinding({ expiresAt, kind }: Examination, now: Date): Finding {
  if (kind === 'never-expiring') return ok('expiry', 'Le jeton n’expire jamais.');
  if (expiresAt === null)
    return warning(
      'expiry',
      'La fin du jeton n’est pas connue.',
      'Renseignez WHATSAPP_APP_ID pour qu’elle puisse être lue.',
    );
  const days = Math.floor((expiresAt.getTime() - now.getTime()) / DAY_MS);
  const says = `Le jeton expire le ${dayOf(expiresAt)} (${days <= 0 ? 'moins d’un jour' : `${days} jours`}).`;
  if (days >= SOON_DAYS) return ok('expiry', says);
  return warning(
    'expiry',
    says,
    `Relais le renouvelle de lui-même ; sinon, faites-le maintenant : POST /api/wallet/refresh-whatsapp-token. ${REPLACE}`,
  );
}

function dayOf(moment: Date): string {
  return new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'UTC' }).format(moment);
}
