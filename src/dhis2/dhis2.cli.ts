import { Option } from 'commander';
import { type Commands, WrongUse } from '../platform/cli/commands.js';
import { RETRIABLE } from './dhis2.dto.js';
import { Dhis2Off } from './dhis2.errors.js';
import type { Finding } from './dhis2.port.js';
import { GatewayRegistry } from './gateway-registry.js';
import { Inspection, worstOf } from './inspection.service.js';
import type { Worst } from './status.dto.js';
import type { Retriable } from './registrations/registration.repository.js';
import { Review } from './registrations/review.service.js';

/** `dhis2:check` and `dhis2:retry`. */
export function dhis2Commands(commands: Commands): void {
  checkCommand(commands);
  retryCommand(commands);
}

function checkCommand({ program, withApp, say }: Commands): void {
  program
    .command('dhis2:check')
    .description(
      'contrôle tout ce qu’il faut pour enregistrer dans DHIS2, sans rien y changer ; 1 si quelque chose manque',
    )
    .option('--json', 'répond en JSON')
    .action(({ json }: { json?: boolean }) =>
      withApp('dhis2:check', async (get) => {
        const findings: Finding[] = [];
        for await (const finding of get(Inspection).check()) {
          findings.push(finding);
          if (json !== true) say(lineOf(finding));
        }
        const state = worstOf(findings);
        say(json === true ? JSON.stringify({ state, findings }) : `\n${SUMMARIES[state]}`);
        if (state === 'failed') process.exitCode = 1;
      }),
    );
}

function retryCommand({ program, withApp, say }: Commands): void {
  program
    .command('dhis2:retry')
    .description('essaie à nouveau un enregistrement, ou tous ; le serveur en marche s’en charge')
    .argument('<id|all>', 'l’identifiant d’un enregistrement, ou « all »')
    .addOption(new Option('--state <state>', 'seulement dans cet état ; sinon les deux').choices(RETRIABLE))
    .option('--json', 'répond en JSON')
    .action((which: string, { state, json }: { state?: Retriable; json?: boolean }) =>
      withApp('dhis2:retry', async (get) => {
        if (which.trim() === '' || which.length > 36)
          throw new WrongUse(`« ${which} » n’est pas un identifiant.`);
        if (!get(GatewayRegistry).isOn) throw new Dhis2Off();
        const states = state === undefined ? RETRIABLE : [state];
        const retried = await get(Review).retry(which === 'all' ? null : [which], states);
        say(json === true ? JSON.stringify({ retried }) : retriedLine(retried, which));
        if (retried === 0 && which !== 'all') process.exitCode = 1;
      }),
    );
}

const SIGNS = { ok: '✓', warning: '!', failed: '✗', untried: '–' } as const satisfies Record<
  Finding['state'],
  string
>;

const SUMMARIES = {
  ok: 'Tout est prêt.',
  warning: 'Les enregistrements peuvent se faire ; lisez les points marqués « ! ».',
  failed:
    'Les enregistrements ne peuvent pas se faire : corrigez les points marqués « ✗ », puis recommencez.',
} as const satisfies Record<Worst, string>;

function lineOf({ state, title, advice }: Finding): string {
  return `${SIGNS[state]} ${title}${advice === undefined ? '' : `\n  → ${advice}`}`;
}

function retriedLine(count: number, which: string): string {
  if (count > 0) return `${count} enregistrement(s) seront essayés dans les secondes qui viennent.`;
  return which === 'all'
    ? 'Aucun enregistrement n’attend un nouvel essai.'
    : 'Aucun enregistrement de cet identifiant n’attend un nouvel essai (états RETRY et DEAD).';
}
