import { type Commands, type Get, WrongUse } from '../platform/cli/commands.js';
import { reportCsv, reportTable, statisticsTable } from './report/report-text.js';
import { Reports } from './report/report.service.js';
import { statisticsOf } from './runs/run.js';
import type { RunPhase } from './runs/run.entity.js';
import { Runs, type Wish } from './runs/runs.service.js';
import type { Tally } from './runs/tally.js';

interface SyncChoices {
  force?: boolean;
  disable?: boolean;
  report?: boolean;
  allUsers?: boolean;
  dryRun?: boolean;
  allowShrink?: boolean;
  incremental?: boolean;
  account?: string;
  json?: boolean;
}

interface ReportChoices {
  compare?: boolean;
  account?: string;
  json?: boolean;
  csv?: boolean;
}

/** `templates:sync` and `templates:report`. */
export function templateSyncCommands(commands: Commands): void {
  syncCommand(commands);
  reportCommand(commands);
}

function syncCommand({ program, withApp, say }: Commands): void {
  program
    .command('templates:sync')
    .description('relit les modèles de WhatsApp, les lie aux administrateurs et dit ce qui a changé')
    .option('--force', 'réécrit aussi les modèles inchangés')
    .option('--disable', 'marque inactifs les modèles disparus')
    .option('--report', 'ajoute le rapport')
    .option('--all-users', 'lie les modèles à tous les utilisateurs')
    .option('--dry-run', 'n’écrit rien ; dit ce qui serait fait')
    .option('--incremental', 'seulement ce qui a changé depuis la dernière fois')
    .option('--allow-shrink', 'croit une liste qui a perdu plus de la moitié des modèles connus')
    .option('--account <id>', 'un seul compte WhatsApp Business')
    .option('--json', 'répond en JSON')
    .action((choices: SyncChoices) =>
      withApp('templates:sync', async (get) => {
        const { account, json, report: isReportWanted, ...wish } = choices;
        const named = account === undefined ? {} : { accountId: account };
        const statistics = await synchronised(get, { ...wish, ...named });
        const report = isReportWanted === true ? await get(Reports).make(named) : null;
        if (json === true) say(JSON.stringify(report === null ? statistics : { ...statistics, report }));
        else
          say(
            [statisticsTable(statistics), ...(report === null ? [] : [reportTable(report, false)])].join(
              '\n\n',
            ),
          );
      }),
    );
}

function reportCommand({ program, withApp, say }: Commands): void {
  program
    .command('templates:report')
    .description('montre l’état de la copie locale des modèles')
    .option('--compare', 'compare avec WhatsApp et nomme les champs différents')
    .option('--account <id>', 'un seul compte WhatsApp Business')
    .option('--json', 'répond en JSON')
    .option('--csv', 'répond en CSV')
    .action(({ compare = false, account, json, csv }: ReportChoices) => {
      if (json === true && csv === true) throw new WrongUse('Choisissez --json ou --csv.');
      return withApp('templates:report', async (get) => {
        const report = await get(Reports).make({
          compare,
          ...(account === undefined ? {} : { accountId: account }),
        });
        if (json === true) say(JSON.stringify(report));
        else say(csv === true ? reportCsv(report).trimEnd() : reportTable(report, compare));
        if (compare && report.comparison === null) process.exitCode = 1;
      });
    });
}

/** Synchronises, and shows on a terminal how far it is. */
async function synchronised(get: Get, wish: Wish): Promise<ReturnType<typeof statisticsOf>> {
  const { watch, end } = progress(process.stderr);
  try {
    const { over } = await get(Runs).begin({ ...wish, link: true, cause: 'command', watch });
    return statisticsOf(await over);
  } finally {
    end();
  }
}

const PHASES: Record<RunPhase, string> = { reading: 'Lecture', writing: 'Écriture', over: 'Terminé' };

/** One line that is written over, on a terminal only. */
function progress(out: NodeJS.WriteStream): { watch: NonNullable<Wish['watch']>; end: () => void } {
  if (!out.isTTY) return { watch: () => undefined, end: () => undefined };
  const watch = ({ total, known, pages }: Readonly<Tally>, phase: RunPhase): void => {
    const of = known > 0 ? ` sur environ ${known}` : '';
    out.write(`\r\u001B[K${PHASES[phase]} : ${total} modèle(s)${of}, ${pages} page(s)`);
  };
  return { watch, end: () => void out.write('\r\u001B[K') };
}
