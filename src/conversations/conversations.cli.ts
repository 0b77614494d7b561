import type { Commands } from '../platform/cli/commands.js';
import { Conversations } from './conversations.contract.js';

/** `uic:erase`: erases everything about a person. */
export function conversationsCommands({ program, withApp, say }: Commands): void {
  program
    .command('uic:erase')
    .description('efface tout ce qui concerne une personne')
    .argument('<phone>', 'son numéro, avec l’indicatif : +243…')
    .option('--json', 'répond en JSON')
    .action((phone: string, { json }: { json?: boolean }) =>
      withApp('uic:erase', async (get) => {
        const erased = await get(Conversations).erase(phone);
        say(
          json === true
            ? JSON.stringify({ erased })
            : `Effacé : ${erased.messages} message(s), ${erased.codes} code(s), ${erased.sessions} conversation(s).`,
        );
      }),
    );
}
