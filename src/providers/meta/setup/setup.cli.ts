import type { Commands } from '../../../platform/cli/commands.js';
import { declaration } from '../../../platform/config/declaration.js';
import { writeEnvironment } from '../../../platform/config/env-file.js';
import { type Environment, readEnvironment } from '../../../platform/config/environment.js';
import { GraphClient } from '../graph/graph.client.js';
import { WEBHOOK_PATH } from '../webhook/meta.webhook.js';
import { Setup } from './setup.js';
import { Terminal } from './terminal.js';
import { Trial } from './trial.js';

/** `token:setup`: WhatsApp's settings, one question after the other. Needs no application: it may run before anything is set. */
export function setupCommands({ program, say }: Commands): void {
  program
    .command('token:setup')
    .description('demande les réglages de WhatsApp un par un, les essaie et les écrit')
    .option('--file <chemin>', 'fichier à écrire', '.env')
    .action(async ({ file }: { file: string }) => {
      const given = await asked(readEnvironment(file));
      if (Object.keys(given).length === 0) return say(`\nRien n’a changé.\n${OTHERS}`);
      writeEnvironment(given, file);
      say(`\nÉcrit dans ${file}, lisible par vous seul : ${Object.keys(given).join(', ')}.`);
      const after = readEnvironment(file);
      for (const name of Object.keys(given).filter((each) => after[each] !== given[each]))
        say(`! ${name} est aussi fixé par l’environnement du processus, qui l’emporte sur ${file}.`);
      say(nextSteps(after));
    });
}

async function asked(before: Environment): Promise<Record<string, string>> {
  const terminal = new Terminal(process.stdin, process.stdout);
  const graph = new GraphClient(addressIn(before));
  try {
    return await new Setup(before, terminal, new Trial(graph)).run();
  } finally {
    terminal.close();
    await graph.close();
  }
}

function addressIn(env: Environment): { baseUrl: string; version: string } {
  const { WHATSAPP_GRAPH_BASE_URL: base, WHATSAPP_GRAPH_VERSION: version } = declaration;
  return {
    baseUrl: base.schema.parse(env['WHATSAPP_GRAPH_BASE_URL']),
    version: version.schema.parse(env['WHATSAPP_GRAPH_VERSION']),
  };
}

/** Whoever looks here for the token of another account. */
const OTHERS =
  'Ces réglages sont ceux d’un seul compte. D’autres s’ajoutent sans redémarrer : POST /api/accounts, avec leurs propres secrets ; ' +
  'leur jeton se remplace par POST /api/wallet/update-whatsapp-token avec leur « accountId ».';

function nextSteps(env: Environment): string {
  const address = `${env['PUBLIC_BASE_URL'] ?? 'https://votre-serveur'}${WEBHOOK_PATH}`;
  return [
    '',
    'Il reste à :',
    '  1. (re)démarrer Relais : npm start',
    `  2. enregistrer le webhook chez Meta (« WhatsApp › Configuration ») : ${address}`,
    '     avec le mot WHATSAPP_WEBHOOK_VERIFY_TOKEN, et à cocher « messages » et les quatre champs de modèles',
    '  3. tout vérifier : npm run relais -- token:doctor',
    OTHERS,
  ].join('\n');
}
