import { type Commands, WrongUse } from '../platform/cli/commands.js';
import { Messages } from './messages/messages.js';

interface Options {
  all?: boolean;
  unknown?: boolean;
  json?: boolean;
}

/** `outbox:replay`: sends failed messages again. */
export function whatsappCommands({ program, withApp, say }: Commands): void {
  program
    .command('outbox:replay')
    .description('renvoie des messages en échec')
    .argument('[ids...]', 'identifiants des messages')
    .option('--all', 'tous les messages en échec')
    .option('--unknown', 'avec --all : ceux dont l’issue est restée inconnue')
    .option('--json', 'répond en JSON')
    .action((ids: string[], options: Options) => {
      if (ids.length === 0 && options.all !== true) throw new WrongUse('Donnez des identifiants, ou --all.');
      return withApp('outbox:replay', async (get) => {
        const state = options.unknown === true ? 'UNKNOWN' : 'FAILED';
        const replayed = await get(Messages).replaySent(options.all === true ? null : ids, state);
        say(options.json === true ? JSON.stringify({ replayed }) : `${replayed} message(s) repartent.`);
      });
    });
}
