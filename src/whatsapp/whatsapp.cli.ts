import { type Commands, WrongUse } from '../platform/cli/commands.js';
import { Replays } from './messages/replays.js';
import type { FailureFilter } from './outbox/archive.repository.js';

interface Options {
  all?: boolean;
  unknown?: boolean;
  number?: string;
  code?: string;
  since?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** `outbox:replay`: sends failed messages again. */
export function whatsappCommands({ program, withApp, say }: Commands): void {
  program
    .command('outbox:replay')
    .description('renvoie des messages en échec')
    .argument('[ids...]', 'identifiants des messages')
    .option('--all', 'tous les messages en échec')
    .option('--unknown', 'ceux dont l’issue est restée inconnue, au lieu de ceux en échec')
    .option('--number <id>', 'seulement ceux qui partaient de ce numéro')
    .option('--code <code>', 'seulement ceux que cette erreur a arrêtés')
    .option('--since <date>', 'seulement ceux décidés depuis ce moment, comme 2026-11-21T08:00:00Z')
    .option('--dry-run', 'compte seulement')
    .option('--json', 'répond en JSON')
    .action((ids: string[], options: Options) => {
      const chosen = chosenBy(ids, options);
      return withApp('outbox:replay', async (get) => {
        const replays = get(Replays);
        if (options.dryRun === true) {
          const wouldReplay = await replays.preview(chosen);
          return say(
            options.json === true
              ? JSON.stringify({ replayed: 0, wouldReplay })
              : `${wouldReplay} message(s) repartiraient.`,
          );
        }
        const replayed = await replays.replay(chosen);
        say(options.json === true ? JSON.stringify({ replayed }) : `${replayed} message(s) repartent.`);
      });
    });
}

function chosenBy(ids: readonly string[], { all, unknown, number, code, since }: Options): FailureFilter {
  const isFiltered = number !== undefined || code !== undefined || since !== undefined;
  if (ids.length === 0 && all !== true && !isFiltered)
    throw new WrongUse('Donnez des identifiants, un filtre, ou --all.');
  if (since !== undefined && Number.isNaN(Date.parse(since)))
    throw new WrongUse(`--since : « ${since} » n’est pas une date.`);
  return {
    state: unknown === true ? 'UNKNOWN' : 'FAILED',
    ...(ids.length > 0 && all !== true && { ids }),
    ...(number !== undefined && { number }),
    ...(code !== undefined && { errorCode: code }),
    ...(since !== undefined && { since: new Date(since) }),
  };
}
