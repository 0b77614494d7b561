import { type Commands, WrongUse } from '../platform/cli/commands.js';
import { Keys } from './keys/keys.service.js';
import { type Role, ROLES } from './roles.js';
import { SignIn } from './sessions/sign-in.service.js';
import { Users } from './users/users.service.js';

interface Options {
  role: string;
  json?: boolean;
}

/** Commands about who may enter. */
export function authCommands(commands: Commands): void {
  keyCommands(commands);
  userCommands(commands);
}

/** `key:create`: a way in for a person or a program, also when every key is lost. */
function keyCommands({ program, withApp, say }: Commands): void {
  program
    .command('key:create')
    .description('crée une clé d’accès et la montre cette seule fois')
    .argument('<name>', 'à qui ou à quoi elle sert')
    .option('--role <role>', `un rôle : ${ROLES.join(', ')}`, 'viewer')
    .option('--json', 'répond en JSON')
    .action((name: string, { role, json }: Options) => {
      if (!isRole(role)) throw new WrongUse(`Le rôle « ${role} » n’existe pas. Rôles : ${ROLES.join(', ')}.`);
      return withApp('key:create', async (get) => {
        const { row, key } = await get(Keys).create(name, role);
        say(
          json === true
            ? JSON.stringify({ id: row.id, role, key })
            : `${key}\nNotez-la : elle ne sera plus montrée.`,
        );
      });
    });
}

function userCommands({ program, withApp, say }: Commands): void {
  program
    .command('user:create')
    .description('crée un utilisateur')
    .argument('<name>', 'son nom')
    .option('--role <role>', `un rôle : ${ROLES.join(', ')}`, 'viewer')
    .option('--password-stdin', 'lit son mot de passe sur l’entrée standard')
    .option('--json', 'répond en JSON')
    .action((name: string, { role, json, passwordStdin }: Options & { passwordStdin?: boolean }) => {
      if (!isRole(role)) throw new WrongUse(`Le rôle « ${role} » n’existe pas. Rôles : ${ROLES.join(', ')}.`);
      return withApp('user:create', async (get) => {
        const { id } = await get(Users).create(name, role);
        if (passwordStdin === true) await get(SignIn).setPassword(id, await passwordFrom(process.stdin));
        say(
          json === true ? JSON.stringify({ id, name, role }) : `Utilisateur créé : ${name} (${role}), ${id}`,
        );
      });
    });
}

const LEAST_PASSWORD = 12;

/** The first line of what is piped in: an argument would stay in the shell's history. */
async function passwordFrom(input: AsyncIterable<Buffer | string>): Promise<string> {
  const parts: string[] = [];
  for await (const part of input) parts.push(part.toString());
  const [password = ''] = parts.join('').split(/\r?\n/);
  if (password.length < LEAST_PASSWORD)
    throw new WrongUse(`Le mot de passe doit compter ${LEAST_PASSWORD} caractères au moins.`);
  return password;
}

function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}
