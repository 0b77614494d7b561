import { type Commands, WrongUse } from '../platform/cli/commands.js';
import { Conversations } from './conversations.contract.js';
import { PhoneInvalid } from './conversations.errors.js';
import { readReference } from './reference.js';

/** `uic:erase`: erases everything about a person. */
export function conversationsCommands({ program, withApp, say }: Commands): void {
  program
    .command('uic:erase')
    .description('efface tout ce qui concerne une personne')
    .argument('<phone>', 'son numéro, avec l’indicatif : +243…')
    .option('--json', 'répond en JSON')
    .action((phone: string, { json }: { json?: boolean }) => {
      demandReference(phone);
      return withApp('uic:erase', async (get) => {
        const erased = await get(Conversations).erase(phone);
        say(
          json === true
            ? JSON.stringify({ erased })
            : `Effacé : ${erased.messages} message(s), ${erased.codes} code(s), ${erased.sessions} conversation(s).`,
        );
      });
    });
}

/** What is no number is a wrong use: nothing has to be opened to see it. */
function demandReference(text: string): void {
  try {
    readReference(text);
  } catch (error) {
    throw error instanceof PhoneInvalid ? new WrongUse(error.publicText) : error;
  }
}
