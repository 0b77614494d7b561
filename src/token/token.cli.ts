import type { Commands } from '../platform/cli/commands.js';
import { AuditTrail } from '../platform/web/audit.js';
import { IssuerRegistry } from './issuer-registry.js';
import { TokenRotation } from './token-rotation.js';
import type { TokenStatus } from './token.contract.js';
import { TokenStatusDto } from './token.dto.js';
import { TokenService } from './token.service.js';

interface Options {
  account?: string;
  json?: boolean;
}

/** `token:status` and `token:rotate-key`. */
export function tokenCommands(commands: Commands): void {
  statusCommand(commands);
  rotateCommand(commands);
}

function statusCommand({ program, withApp, say }: Commands): void {
  program
    .command('token:status')
    .description('contrôle le jeton WhatsApp et montre son état ; 1 quand il ne fonctionne pas')
    .option('--account <id>', 'le compte ; sinon le premier qui est configuré')
    .option('--json', 'répond en JSON')
    .action(({ account, json }: Options) =>
      withApp('token:status', async (get) => {
        const status = await get(TokenService).check(get(IssuerRegistry).meant(account));
        say(json === true ? JSON.stringify(TokenStatusDto.of(status)) : screen(status));
        if (status.mode === 'fallback' || ['expired', 'invalid'].includes(status.state)) process.exitCode = 1;
      }),
    );
}

function rotateCommand({ program, withApp, say }: Commands): void {
  program
    .command('token:rotate-key')
    .description('rechiffre les jetons avec la première clé de DATA_ENCRYPTION_KEY, sans arrêter Relais')
    .option('--json', 'répond en JSON')
    .action(({ json }: Options) =>
      withApp('token:rotate-key', async (get) => {
        const resealed = await get(TokenRotation).rotate();
        await get(AuditTrail).record({ action: 'token.key-rotated', detail: { resealed } });
        say(json === true ? JSON.stringify({ resealed }) : rotated(resealed));
      }),
    );
}

const STATES = {
  valid: 'valable',
  expiring: 'expire bientôt',
  expired: 'expiré',
  invalid: 'refusé',
  unknown: 'inconnu, l’émetteur n’a pas encore répondu',
} as const satisfies Record<TokenStatus['state'], string>;

const KINDS = {
  'never-expiring': 'n’expire jamais',
  '60-day': '60 jours, renouvelé tout seul',
  user: 'jeton d’une personne',
  unknown: 'inconnu',
} as const satisfies Record<TokenStatus['kind'], string>;

function screen(status: TokenStatus): string {
  const { ending, daysLeft, expiresAt, missingScopes, advice } = status;
  const left = daysLeft === null ? '' : ` (${daysLeft} jour(s))`;
  const lines: [string, string][] = [
    ['Compte', status.accountId],
    ['Jeton', ending === null ? '—' : `… ${ending}`],
    ['État', STATES[status.state]],
    ['Genre', KINDS[status.kind]],
    ['Mode', status.mode === 'normal' ? 'normal' : 'secours : les messages attendent'],
    ['Expire', expiresAt === null ? '—' : `${moment(expiresAt)}${left}`],
    ['Droits manquants', missingScopes.join(', ') || 'aucun'],
    ['Dernier contrôle', moment(status.lastCheckAt)],
    ['Dernier renouvellement', moment(status.lastRenewalAt)],
    ['Prochain renouvellement', moment(status.nextRenewalAt)],
    ['Messages en attente', String(status.queuedMessages)],
  ];
  const table = lines.map(([name, value]) => `${name.padEnd(24)}${value}`).join('\n');
  return advice === null ? table : `${table}\n\n${advice}`;
}

function moment(at: Date | null): string {
  return at === null ? '—' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function rotated(count: number): string {
  return count === 0
    ? 'Tous les jetons sont déjà chiffrés avec la première clé.'
    : `${count} jeton(s) rechiffré(s). Les autres données : « npm run relais -- secrets:rotate ».`;
}
