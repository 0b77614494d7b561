import { setTimeout as pause } from 'node:timers/promises';
import { type Commands, WrongUse } from '../../platform/cli/commands.js';
import { RestoreUnfinished } from './backup.errors.js';
import { Backup } from './backup.service.js';
import type { Counts } from './format.js';
import type { Recreated } from './recreation.js';
import { type RecreateOptions, Recreation } from './recreation.service.js';
import { Restoration } from './restore.service.js';

interface BackupOptions {
  account?: string;
  json?: boolean;
}

interface RestoreOptions extends BackupOptions {
  dryRun?: boolean;
  into?: string;
  examples?: string;
  wait?: boolean;
}

/** `templates:backup` and `templates:restore`; the wiring says how the source is called, here and on the command line. */
export function backupCommands(source: string): (commands: Commands) => void {
  return (commands) => {
    defineBackup(commands);
    defineRestore(commands, source);
  };
}

function defineBackup({ program, withApp, say }: Commands): void {
  program
    .command('templates:backup')
    .description('écrit les modèles, leurs versions, leurs notes et leurs liens dans un fichier')
    .argument('<file>', 'le fichier à écrire')
    .option('--account <id>', 'un seul compte WhatsApp Business')
    .option('--json', 'répond en JSON')
    .action((file: string, { account, json }: BackupOptions) =>
      withApp('templates:backup', async (get) => {
        const counts = await get(Backup).write(file, account);
        say(
          json === true
            ? JSON.stringify({ file, ...counts })
            : `Sauvegardé dans ${file} : ${inWords(counts)}.`,
        );
      }),
    );
}

function defineRestore(commands: Commands, source: string): void {
  const flag = `to-${source.toLowerCase()}`;
  commands.program
    .command('templates:restore')
    .description(`remet une sauvegarde dans une base sans modèles ou, avec --${flag}, chez ${source}`)
    .argument('<file>', 'le fichier écrit par templates:backup')
    .option(`--${flag}`, `crée chez ${source} les modèles qui y manquent ; la base n’a pas à être vide`)
    .option('--dry-run', 'montre ce qui serait fait, ne fait rien')
    .option('--account <id>', 'seulement les modèles de ce compte')
    .option('--into <id>', `avec --${flag} : le compte où les créer, si ce n’est pas le leur`)
    .option('--examples <folder>', `avec --${flag} : fichiers pour les en-têtes média (nom.langue.jpg)`)
    .option('--wait', `avec --${flag} : attend quand les 100 créations de l’heure sont faites`)
    .option('--json', 'répond en JSON')
    .action((file: string, options: RestoreOptions & Record<string, unknown>) => {
      const there = options[`to${source.charAt(0).toUpperCase()}${source.slice(1).toLowerCase()}`] === true;
      if (there) return recreate(commands, file, options);
      for (const only of ['into', 'examples', 'wait'] as const)
        if (options[only] !== undefined) throw new WrongUse(`--${only} ne va qu’avec --${flag}.`);
      return restore(commands, file, options);
    });
}

function restore({ withApp, say }: Commands, file: string, options: RestoreOptions): Promise<void> {
  return withApp('templates:restore', async (get) => {
    const { account, dryRun = false, json } = options;
    const done = await get(Restoration).restore(file, {
      dryRun,
      ...(account !== undefined && { accountId: account }),
    });
    if (json === true) return say(JSON.stringify({ dryRun, ...done }));
    if (!dryRun) return say(`Restauré : ${inWords(done)}.`);
    const obstacle =
      done.present > 0 ? ` La base contient déjà ${done.present} modèle(s) : elle serait refusée.` : '';
    say(`Le fichier est entier. Seraient restaurés : ${inWords(done)}.${obstacle}`);
  });
}

function recreate({ withApp, say }: Commands, file: string, options: RestoreOptions): Promise<void> {
  return withApp('templates:restore', async (get) => {
    const report = await get(Recreation).recreate(file, wanted(options, say));
    if (options.json === true) say(JSON.stringify(report));
    else for (const line of linesOf(report)) say(line);
    if (report.dryRun || (report.remaining === 0 && report.failed.length === 0)) return;
    const nextAt = report.nextAt === null ? null : new Date(report.nextAt);
    throw new RestoreUnfinished(report.remaining, report.failed.length, nextAt);
  });
}

function wanted(options: RestoreOptions, say: (text: string) => void): RecreateOptions {
  const { account, into, dryRun = false, examples, wait, json } = options;
  const tell = (text: string): void => (json === true ? undefined : say(text));
  return {
    dryRun,
    ...(account !== undefined && { accountId: account }),
    ...(into !== undefined && { into }),
    ...(examples !== undefined && { examples }),
    ...(wait === true && {
      wait: async (until: Date): Promise<void> => {
        tell(
          `Les créations de l’heure sont faites ; suite à ${until.toISOString()}. Ctrl+C arrête sans rien perdre.`,
        );
        await pause(Math.max(1_000, until.getTime() - Date.now()));
      },
    }),
    progress: ({ name, language }, outcome) =>
      tell(`${OUTCOMES[outcome] ?? outcome} : ${name} (${language})`),
  };
}

const OUTCOMES: Readonly<Record<string, string>> = {
  created: 'créé',
  duplicate: 'déjà là',
  refused: 'refusé',
  full: 'remis à plus tard',
  stopped: 'arrêté',
};

const ACTIONS = { create: 'à créer', present: 'déjà là', skip: 'laissé' } as const;

function linesOf(report: Recreated): string[] {
  const { total, present, created, skipped, failed, remaining, dryRun } = report;
  const plan = report.plan.map(({ name, language, action, reason, doubts = [] }) => {
    const why =
      reason === undefined ? doubts.map((doubt) => ` ; attention : ${doubt}`).join('') : ` : ${reason}`;
    return `${ACTIONS[action]} : ${name} (${language})${why}`;
  });
  const left = dryRun
    ? []
    : skipped.map(({ name, language, reason }) => `laissé : ${name} (${language}) : ${reason}`);
  const refused = failed.map(({ name, language, reason }) => `refusé : ${name} (${language}) : ${reason}`);
  const stop = report.stoppedBy === null ? [] : [`Arrêté : ${report.stoppedBy}`];
  const sum = dryRun
    ? `Sur ${total} modèle(s) : ${remaining} à créer, ${present} déjà là, ${skipped.length} laissé(s). Rien n’a été fait.`
    : `Sur ${total} modèle(s) : ${created} créé(s), ${present} déjà là, ${skipped.length} laissé(s), ${failed.length} refusé(s), ${remaining} à créer encore.`;
  return [...plan, ...left, ...refused, ...stop, sum];
}

function inWords({ templates, versions, metadata, links }: Counts): string {
  return `${templates} modèle(s), ${versions} version(s), ${metadata} note(s), ${links} lien(s)`;
}
