import { writeFileSync } from 'node:fs';
import type { Commands } from '../platform/cli/commands.js';
import { envExample } from '../platform/config/example.js';
import { newKey } from '../platform/config/new-key.js';
import { Database } from '../platform/database/database.js';
import { KeyRotation } from '../platform/vault/key-rotation.js';

/** Commands of the ground: database, secrets, settings. */
export function groundCommands(commands: Commands): void {
  databaseCommands(commands);
  secretsCommands(commands);
  settingsCommands(commands);
}

function databaseCommands({ program, withApp, say }: Commands): void {
  program
    .command('db:migrate')
    .description('met la base de données à jour')
    .action(() => withApp('db:migrate', async () => say('La base de données est à jour.')));

  program
    .command('db:check')
    .description('vérifie que la base de données répond et que ses tables sont celles attendues')
    .option('--json', 'répond en JSON')
    .action(({ json }: { json?: boolean }) =>
      withApp('db:check', async (get) => {
        const database = get(Database);
        await database.ping();
        const drift = await database.drift();
        say(
          json === true
            ? JSON.stringify({ dialect: database.dialect, drift })
            : checked(database.dialect, drift),
        );
        if (drift.length > 0) process.exitCode = 1;
      }),
    );
}

function secretsCommands({ program, withApp, say }: Commands): void {
  program
    .command('secrets:generate')
    .description('produit les clés à mettre dans .env')
    .action(() => say(`DATA_ENCRYPTION_KEY=${newKey()}\nUIC_SECRET=${newKey()}`));

  program
    .command('secrets:rotate')
    .description('rechiffre tout avec les premières clés de DATA_ENCRYPTION_KEY et UIC_SECRET')
    .option('--json', 'répond en JSON')
    .action(({ json }: { json?: boolean }) =>
      withApp('secrets:rotate', async (get) => {
        const renewed = await get(KeyRotation).run();
        say(json === true ? JSON.stringify(renewed) : rotated(renewed));
      }),
    );
}

function settingsCommands({ program, say }: Commands): void {
  program
    .command('env:example')
    .description('montre tous les réglages')
    .option('--write', 'écrit .env.example')
    .action(({ write }: { write?: boolean }) => {
      if (write === true) writeFileSync('.env.example', envExample());
      else say(envExample().trimEnd());
    });
}

function checked(dialect: string, drift: readonly string[]): string {
  if (drift.length === 0)
    return `La base de données (${dialect}) répond et ses tables sont celles attendues.`;
  return `Les tables diffèrent de celles attendues :\n${drift.map((statement) => `  ${statement}`).join('\n')}`;
}

function rotated(renewed: Record<string, number>): string {
  const lines = Object.entries(renewed).map(([name, count]) => `  ${name} : ${count}`);
  return ['Lignes rechiffrées :', ...lines, 'Les anciennes clés peuvent être retirées des réglages.'].join(
    '\n',
  );
}
